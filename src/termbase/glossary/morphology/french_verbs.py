"""Conjugation of French verbs in folded spelling: what a term in the infinitive may look like in a sentence."""

from __future__ import annotations

_PRESENT_ER = "e es ons ez ent"
_IMPERFECT = "ais ait ions iez aient"
_PAST_ER = "ai as a ames ates erent asse asses at assions assiez assent"
_PAST_I = "is it imes ites irent isse isses issions issiez issent"
_FUTURE = "ai as a ons ez ont ais ait ions iez aient"
_ER = f"{_PRESENT_ER} {_IMPERFECT} {_PAST_ER} ant ants ante antes er ees".split()
_PARTICIPLE = ("", "e", "s", "es")

# Infinitive ending -> stems of: present singular, present plural (and imperfect), simple past, future, past participle.
# A verb that ends like one of these, whatever its prefix, goes like it (venir: prévenir, intervenir).
_IRREGULAR: tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str, tuple[str, ...]], ...] = (
    ("tenir", ("tiens", "tient"), ("ten", "tienn"), ("tins", "tint", "tinrent"), "tiendr", ("tenu",)),
    ("venir", ("viens", "vient"), ("ven", "vienn"), ("vins", "vint", "vinrent"), "viendr", ("venu",)),
    ("prendre", ("prends", "prend"), ("pren", "prenn"), ("pris", "prit", "prirent"), "prendr", ("pris",)),
    ("mettre", ("mets", "met"), ("mett",), ("mis", "mit", "mirent"), "mettr", ("mis",)),
    ("faire", ("fais", "fait", "faites", "font"), ("fais", "fass"), ("fis", "fit", "firent"), "fer", ("fait",)),
    ("duire", ("duis", "duit"), ("duis",), ("duisit", "duisirent"), "duir", ("duit",)),
    ("truire", ("truis", "truit"), ("truis",), ("truisit", "truisirent"), "truir", ("truit",)),
    ("dire", ("dis", "dit", "dites"), ("dis",), ("dit", "dirent"), "dir", ("dit",)),
    ("crire", ("cris", "crit"), ("criv",), ("crivit", "crivirent"), "crir", ("crit",)),
    ("lire", ("lis", "lit"), ("lis",), ("lut", "lurent"), "lir", ("lu",)),
    ("suivre", ("suis", "suit"), ("suiv",), ("suivit", "suivirent"), "suivr", ("suivi",)),
    ("vivre", ("vis", "vit"), ("viv",), ("vecut", "vecurent"), "vivr", ("vecu",)),
    ("voir", ("vois", "voit"), ("voy", "voi"), ("vit", "virent"), "verr", ("vu",)),
    ("cevoir", ("cois", "coit"), ("cev", "coiv"), ("cut", "curent"), "cevr", ("cu",)),
    ("devoir", ("dois", "doit"), ("dev", "doiv"), ("dut", "durent"), "devr", ("du",)),
    ("pouvoir", ("peux", "peut", "puisse", "puisses"), ("pouv", "peuv", "puiss"), ("put", "purent"), "pourr", ("pu",)),
    ("vouloir", ("veux", "veut"), ("voul", "veul", "veuill"), ("voulut", "voulurent"), "voudr", ("voulu",)),
    ("battre", ("bats", "bat"), ("batt",), ("battit", "battirent"), "battr", ("battu",)),
    ("clure", ("clus", "clut"), ("clu",), ("clut", "clurent"), "clur", ("clu", "clus")),
    ("courir", ("cours", "court"), ("cour",), ("courut", "coururent"), "courr", ("couru",)),
    ("mourir", ("meurs", "meurt"), ("mour", "meur"), ("mourut", "moururent"), "mourr", ("mort",)),
    ("querir", ("quiers", "quiert"), ("quer", "quier"), ("quit", "quirent"), "querr", ("quis",)),
    ("ouvrir", (), ("ouvr",), ("ouvrit", "ouvrirent"), "ouvrir", ("ouvert",)),
    ("offrir", (), ("offr",), ("offrit", "offrirent"), "offrir", ("offert",)),
    ("souffrir", (), ("souffr",), ("souffrit", "souffrirent"), "souffrir", ("souffert",)),
    ("aindre", ("ains", "aint"), ("aign",), ("aignit", "aignirent"), "aindr", ("aint",)),
    ("eindre", ("eins", "eint"), ("eign",), ("eignit", "eignirent"), "eindr", ("eint",)),
    ("oindre", ("oins", "oint"), ("oign",), ("oignit", "oignirent"), "oindr", ("oint",)),
    ("naitre", ("nais", "nait"), ("naiss",), ("nut", "nurent", "naquit", "naquirent"), "naitr", ("nu", "ne")),
    ("paraitre", ("parais", "parait"), ("paraiss",), ("parut", "parurent"), "paraitr", ("paru",)),
    ("soudre", ("sous", "sout"), ("solv",), ("solut", "solurent"), "soudr", ("solu", "sous")),
    ("vaincre", ("vaincs", "vainc"), ("vainqu",), ("vainquit", "vainquirent"), "vaincr", ("vaincu",)),
    ("rompre", ("romps", "rompt"), ("romp",), ("rompit", "rompirent"), "rompr", ("rompu",)),
    ("fuir", ("fuis", "fuit"), ("fuy", "fui"), ("fuit", "fuirent"), "fuir", ("fui",)),
    ("partir", ("pars", "part"), ("part",), ("partit", "partirent"), "partir", ("parti",)),
    ("sortir", ("sors", "sort"), ("sort",), ("sortit", "sortirent"), "sortir", ("sorti",)),
    ("sentir", ("sens", "sent"), ("sent",), ("sentit", "sentirent"), "sentir", ("senti",)),
    ("mentir", ("mens", "ment"), ("ment",), ("mentit", "mentirent"), "mentir", ("menti",)),
    ("servir", ("sers", "sert"), ("serv",), ("servit", "servirent"), "servir", ("servi",)),
    ("dormir", ("dors", "dort"), ("dorm",), ("dormit", "dormirent"), "dormir", ("dormi",)),
    ("connaitre", ("connais", "connait"), ("connaiss",), ("connut", "connurent"), "connaitr", ("connu",)),
    ("aller", ("vais", "vas", "va", "vont", "aille", "ailles", "aillent"), ("all",), ("alla", "allerent"), "ir", ("alle",)),
    ("etre", ("suis", "es", "est", "sommes", "etes", "sont", "soit", "soient"), ("et", "soy"), ("fut", "furent"), "ser", ("ete",)),
    ("avoir", ("ai", "as", "a", "ont", "ait", "aient"), ("av", "ay"), ("eut", "eurent"), "aur", ("eu",)),
    ("mouvoir", ("meus", "meut"), ("mouv", "meuv"), ("mut", "murent"), "mouvr", ("mu",)),
    ("nuire", ("nuis", "nuit"), ("nuis",), ("nuisit", "nuisirent"), "nuir", ("nui",)),
    ("cuire", ("cuis", "cuit"), ("cuis",), ("cuisit", "cuisirent"), "cuir", ("cuit",)),
    ("luire", ("luis", "luit"), ("luis",), ("luisit", "luisirent"), "luir", ("lui",)),
    ("croire", ("crois", "croit"), ("croy", "croi"), ("crut", "crurent"), "croir", ("cru",)),
    ("boire", ("bois", "boit"), ("buv", "boiv"), ("but", "burent"), "boir", ("bu",)),
    ("plaire", ("plais", "plait"), ("plais",), ("plut", "plurent"), "plair", ("plu",)),
    ("taire", ("tais", "tait"), ("tais",), ("tut", "turent"), "tair", ("tu",)),
    ("traire", ("trais", "trait"), ("tray", "trai"), (), "trair", ("trait",)),
    ("savoir", ("sais", "sait"), ("sav", "sach"), ("sut", "surent"), "saur", ("su",)),
    ("valoir", ("vaux", "vaut"), ("val", "vaill"), ("valut", "valurent"), "vaudr", ("valu",)),
    ("rire", ("ris", "rit"), ("ri",), ("rit", "rirent"), "rir", ("ri",)),
    ("suffire", ("suffis", "suffit"), ("suffis",), ("suffit", "suffirent"), "suffir", ("suffi",)),
    ("assaillir", (), ("assaill",), ("assaillit", "assaillirent"), "assaillir", ("assailli",)),
    ("croitre", ("crois", "croit"), ("croiss",), ("crut", "crurent"), "croitr", ("cru",)),
    ("asseoir", ("assieds", "assied", "assois", "assoit"), ("assey", "assoy", "assoi"), ("assit", "assirent"), "assier", ("assis",)),
    ("vetir", ("vets", "vet"), ("vet",), ("vetit", "vetirent"), "vetir", ("vetu",)),
    ("cueillir", (), ("cueill",), ("cueillit", "cueillirent"), "cueiller", ("cueilli",)),
)  # fmt: skip


# Verbs without compounds: mètre and prêtre are no forms of être.
_ALONE = frozenset({"etre", "avoir", "aller"})


def conjugate(infinitive: str) -> set[str]:
    """The forms of a verb, of its participles too; empty for a word that does not end as an infinitive does."""
    if len(infinitive) > 3 and infinitive.endswith("er") and infinitive != "aller":
        return _first_group(infinitive)
    if not infinitive.endswith(("ir", "re", "er")):
        return set()
    irregular = [
        row for row in _IRREGULAR if infinitive.endswith(row[0]) and (row[0] not in _ALONE or row[0] == infinitive)
    ]
    if irregular:
        ending, present, stems, past, coming, participles = max(irregular, key=lambda row: len(row[0]))
        prefix = infinitive[: -len(ending)]
        tails = {ending, *present, *past, *(coming + tail for tail in _FUTURE.split())}
        tails |= {stem + tail for stem in stems for tail in f"{_PRESENT_ER} {_IMPERFECT} ant".split()}
        tails |= {participle + tail for participle in participles for tail in _PARTICIPLE}
        found = {prefix + tail for tail in tails}
        return found | _second_group(infinitive) if infinitive in _BOTH else found
    future = {infinitive.removesuffix("e") + tail for tail in _FUTURE.split()}
    if len(infinitive) > 4 and infinitive.endswith("ir"):
        return _second_group(infinitive)
    if len(infinitive) > 4 and infinitive.endswith("dre"):
        stem = infinitive[:-2]
        found = {stem + tail for tail in f"s {_PRESENT_ER} {_IMPERFECT} {_PAST_I} ant".split()}
        return found | future | {stem + "u" + tail for tail in _PARTICIPLE} | {infinitive, stem}
    return set()


# Regular verbs whose folded infinitive ends like an irregular one: répartir beside repartir.
_BOTH = frozenset({"repartir", "asservir", "assortir", "impartir", "ressortir"})


def _second_group(infinitive: str) -> set[str]:
    stem = infinitive[:-1]
    found = {stem + "ss" + tail for tail in f"{_PRESENT_ER} {_IMPERFECT} ant".split()}
    found |= {infinitive + tail for tail in _FUTURE.split()}
    return found | {stem + tail for tail in _PARTICIPLE} | {infinitive, stem + "t", stem + "rent"}


def _first_group(infinitive: str) -> set[str]:
    stem = infinitive[:-2]
    stems = {stem}
    if stem.endswith("g"):
        stems.add(stem + "e")  # nous mangeons; ç needs nothing, it folds to c
    if stem.endswith(("el", "et")):
        stems.add(stem + stem[-1])  # appelle, jette
    if stem.endswith(("oy", "uy", "ay")):
        stems.add(stem[:-1] + "i")
    found = {infinitive}
    for item in stems:
        found |= {item + tail for tail in _ER}
        found |= {item + "er" + tail for tail in _FUTURE.split()}
    if stem.endswith("envoy"):
        found |= {stem[:-2] + "err" + tail for tail in _FUTURE.split()}
    return found
