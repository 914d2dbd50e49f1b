"""Arabic: number, gender, case, construct, definiteness and pronominal suffixes, in folded spelling.

A form is generated without its proclitics; a text word is read with and without those it may begin with (`readings`), and لل is read as
ال behind ل, so that a form with the article is one string: `وللائتلاف` has the reading `الائتلاف`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from termbase.glossary.morphology import Role
from termbase.glossary.morphology.arabic_verbs import PRONOUNS, conjugate, is_verb
from termbase.glossary.morphology.broken_plurals import singulars, table
from termbase.text.arabic import MARKS, TATWEEL
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

PROCLITICS = "وفبلكس"
FREE: frozenset[str] = frozenset()
ALIKE: Mapping[str, str] = {}

_MARKS = re.compile(f"[{MARKS}{TATWEEL}]")
_KASRATAN = "\u064d"
# مدرّس, with its shadda written: a participle, not a noun of place.
_PARTICIPLE_OF_TWO = re.compile(
    "م\u064f?[ء-ي][\u064b-\u0650]?[ء-ي][\u064b-\u0652]*\u0651[\u064b-\u0650]?[ء-ي][\u064b-\u0652]*"
)
# سبع has سبعة and no plural; سبعون is another number.
NUMERAL = re.compile("(?:ثلاث|اربع|خمس|ست|سبع|ثماني?|تسع|عشر)ه?")
_PARTICLES = """
في من إلى على عن مع بين ضد بعد قبل عند لدى تحت فوق حول خلال ضمن غير ذات ذو ذي و أو أن لا ما رقم
"""
FUNCTION = frozenset(
    map(
        fold,
        _PARTICLES.split(),
    )
)
# Nouns at the head of a term, whatever they are within one: أرقام الهواتف beside قرار رقم 2254.
_NOUNS_TOO = frozenset({"رقم", "بعد"})
# Words that begin with ال and have no article there.
_LEXICAL = re.compile("الته[اب]|التز|التح|التم|التف|التق|التب|التئ|التج|الت[صوي]|الماس$|البوم")
# Words in ات that are no plurals.
_NO_PLURAL_WORDS = "ذات نبات ثبات فرات شتات سبات بنات رفات فتات موات إثبات إنبات إسكات التفات"
_NO_PLURAL = frozenset(map(fold, _NO_PLURAL_WORDS.split()))
# Nouns of place that a feminine ending turns into another noun.
_NO_FEMININE = frozenset(
    {
        "مكتب",
        "منطق",
        "محكم",
        "مرحل",
        "مجزر",
        "مجال",
        "مدار",
        "معلوم",
        "مشكل",
        "معامل",
        "معارض",
        "مقاوم",
        "مساعد",
        "مسأل",
        "مجل",
        "مقال",
        "جامع",
        "مواد",
        "مدرس",
    }
)
# سوري and the accusative سوريا are one word; سوريا is the country.
_COUNTRY_NAMES = """
سوريا روسيا تركيا ليبيا ألمانيا إيطاليا بريطانيا إسبانيا بلجيكا رومانيا ألبانيا إثيوبيا نيجيريا كوريا أوكرانيا
أستراليا إندونيسيا ماليزيا كرواتيا صربيا بلغاريا سلوفاكيا سلوفينيا ليتوانيا لاتفيا إستونيا مقدونيا أرمينيا جورجيا منغوليا
موريتانيا تنزانيا زامبيا كينيا غينيا أنغوليا ناميبيا غامبيا ليبيريا كولومبيا بوليفيا أفريقيا إفريقيا آسيا
"""
_COUNTRIES = frozenset(
    map(
        fold,
        _COUNTRY_NAMES.split(),
    )
)
# Words in ـٍ whose entries leave the tanwin out: ناد, النادي.
_WITHOUT_YA = """
عال غال ناد قاض ماض واد راع ساع تال خال كاف باق ثان ناف قاس جان وال راو هاو غاز داع ناء تحد تعد تصد تلق تبن تخل تجل تدن تول تفش
تعاف تداع تساو تواز تفاد تراض تعاط تغاض مستو متفش متعاف متدن متتال متواز متساو متبق معد مؤد مغذ محام مواز مساو معاد منته مكتف
ليال أراض نواح مبان مبار مساع مآس معان أغان كراس أماس دواع مقاه ملاه مرام نواد أهال
"""
# Nouns in ان that look like the dual of a shorter one.
_NOT_DUAL_WORDS = """
عمران عدوان حرمان فقدان كتمان فيضان طيران دوران قربان نقصان ذوبان غفران شكران سلطان عنوان
ضمان أمان عمان لبنان سيلان خفقان جريان غليان عصيان نسيان
"""
_NOT_DUAL = frozenset(map(fold, _NOT_DUAL_WORDS.split()))
# What comes in twos, so that عينيه is a dual; and whom one calls one's own, so that أختي is no adjective.
_PAIRED_WORDS = "عين يد أذن رجل قدم كتف ساق ذراع كف خد ركبت كلي رئت شفت والد جانب طرف جناح"
_PAIRED = frozenset(map(fold, _PAIRED_WORDS.split()))
_KIN_WORDS = "أب أخ أخت أم ابن بنت عم خال جد زوج والد صديق حبيب طفل"
_KIN = frozenset(map(fold, _KIN_WORDS.split()))
_PREPOSITION_WORDS = "في من إلى على عن مع بين لدى كل بعض وسط منتصف كأن أن إن لأن لكن"
_BEFORE_NOUN = frozenset(map(fold, _PREPOSITION_WORDS.split()))
_DEFECTIVE_WORDS = frozenset(map(fold, _WITHOUT_YA.split()))
_DEFECTIVE = re.compile(".ا.ي|ت..ي|ت.ا.ي|م.ا.ي")
_PREPOSITIONS = "بلك"
_PRONOUNS_BUT_HIS = tuple(suffix for suffix in PRONOUNS if suffix != "ه")
_ROOT = 3


@lru_cache(maxsize=65536)
def readings(word: str) -> tuple[str, ...]:
    """A folded word, and what is left when conjunction and preposition are taken off.

    Of a short word at least two letters must remain.
    """
    if len(word) < 3 or word[0] not in PROCLITICS:
        return (word,)
    if word[0] in "وف":
        return tuple(dict.fromkeys((word, word[1:], *_after_preposition(word[1:]))))
    return (word, *_after_preposition(word))


def _after_preposition(word: str) -> tuple[str, ...]:
    if len(word) < 3:
        return ()
    if word[0] in _PREPOSITIONS:
        if word.startswith("لل"):
            # للجنة is ل + اللجنة: the lam is written twice, not three times.
            return tuple(dict.fromkeys((word[1:], "ا" + word, "ال" + word[2:])))
        return (word[1:],)
    if word[0] == "س" and word[1] in "يتنا":
        return (word[1:],)
    return ()


@cache
def forms(word: str, role: Role) -> frozenset[str]:
    """Every folded form of a word of a term, without proclitics."""
    folded = fold(word)
    particle = folded in FUNCTION and not (folded in _NOUNS_TOO and role in (Role.HEAD, Role.CONSTRUCT))
    if particle or len(folded) < 2 or not _is_arabic(folded):
        return frozenset({folded})
    if role is Role.NAME:
        return frozenset({folded})
    if role is Role.VERB:
        return frozenset(conjugate(_MARKS.sub("", word)))
    if role is Role.SINGLE_NAME:
        return frozenset({folded} if folded.startswith("ال") else {folded, "ال" + folded})
    found = {folded}
    bare = _MARKS.sub("", word)
    defective = word.rstrip().endswith(_KASRATAN)
    for stem in _stems(bare, role):
        if NUMERAL.fullmatch(fold(stem)):
            number = fold(stem)
            every = {number.removesuffix("ه"), number.removesuffix("ه") + "ه", *table().get(number, ())}
            found |= every | {"ال" + form for form in every}  # عشر, عشرة; عشرات, أعشار
            continue
        found |= _nominal(stem, role, defective=defective)
    if _PARTICIPLE_OF_TWO.fullmatch(word.rstrip()):
        found -= {
            form for form in found if re.fullmatch(r"(ال)?م.ا..\w{0,3}", form)
        }  # مدرّس is a teacher; مدارس are of مدرسة
    if role in (Role.HEAD, Role.CONSTRUCT) and is_verb(bare):
        found |= conjugate(bare)
    return frozenset(found - (FUNCTION - {folded}))


@cache
def doubtful(word: str, role: Role) -> frozenset[str]:
    """Forms in ي that are a noun only where the text makes it one (see `is_noun`): مسؤولي الأمم المتحدة, في بلدي; elsewhere adjectives."""
    if role is not Role.HEAD or fold(word) in FUNCTION or not _is_arabic(fold(word)):
        return frozenset()
    stems = map(fold, _stems(_MARKS.sub("", word), role))
    return frozenset(stem + "ي" for stem in stems if len(stem) > 1 and stem[-1] not in "هياء") - forms(word, role)


def is_noun(items: Sequence[str], place: int, candidates: Collection[str]) -> bool:
    """Whether a word in ي stands where no adjective does: before a definite noun, behind a preposition, or with one."""
    word = items[place]
    if word not in candidates and word.lstrip("وف")[:1] in _PREPOSITIONS:
        return True
    if place and items[place - 1] in _BEFORE_NOUN:
        return True
    following = items[place + 1 : place + 3]
    if len(following) > 1 and following[0].startswith("و") and following[0].endswith("ي"):
        following = following[1:]  # مسؤولي وموظفي الأمم المتحدة
    return bool(following) and following[0].startswith("ال") and not word.startswith("ال")


def _stems(bare: str, role: Role) -> set[str]:
    """The word without article and, within a term, without the proclitic that it may have there (مضاد للفيروسات)."""
    whole = {bare}
    if role is Role.OTHER and len(bare) > 3 and bare[0] in PROCLITICS:
        whole |= _without_proclitic(bare)
    found = set()
    for word in whole:
        definite = word.startswith("ال") and len(word) > 4
        if definite:
            found.add(word[2:])
        if not definite or _LEXICAL.match(word):
            found.add(word)
    return found


def _is_arabic(word: str) -> bool:
    return all("ء" <= letter <= "ي" for letter in word)


def _without_proclitic(word: str) -> set[str]:
    if word.startswith("لل"):
        return {"ال" + word[2:]}
    rest = word[1:]
    if word[0] == "و" and rest.startswith("لل"):
        return {"ال" + rest[2:]}
    return {rest}


class _Paradigm:
    """The forms of one stem: free ones take the article, bound ones a pronoun."""

    def __init__(self) -> None:
        self.free: set[str] = set()
        self.bound: set[str] = set()
        self.construct: set[str] = set()

    def noun(self, form: str) -> None:
        """A form that ends in nothing special: takes article, pronoun, and the alif of the accusative."""
        self.free.add(form)
        self.bound.add(form)
        if not form.endswith(("ا", "ء", "ي")):
            self.free.add(form + "ا")

    def plural(self, form: str) -> None:
        """A broken plural, whose ة opens before a pronoun (أسلحتها), as does its alef maqsura (مرضاهم); one in اء may show “my” (زملائي)."""
        self.noun(form)
        if form.endswith("ه"):
            self.bound.add(form[:-1] + "ت")
        elif form.endswith("ي"):
            self.bound.add(form[:-1] + "ا")
        elif form.endswith("اء"):
            self.free.add(form + "ي")

    def foreign(self, form: str) -> None:
        """The plural of a loan that ends in a vowel: ميليشيا, ميليشيات; سيناريو, سيناريوهات."""
        if form.endswith("ا"):
            self.noun(form + "ت")
        elif form.endswith("و") and len(form) > 4:
            self.noun(form + "هات")

    def feminine(self, base: str) -> None:
        """Base + ة: singular, dual, plural."""
        # A dual in construct may stand alone in its entry: حكومتا البلدين.
        self.free |= {base + "ه", base + "تان", base + "تين", base + "ات", base + "تا"}
        self.free.add(base + "تي")  # my, or two of something in construct: هويتي, معاهدتي سلام
        self.bound |= {base + "ت", base + "تا", base + "تي", base + "ات"}
        self.construct |= {base + "تا", base + "تي"}

    def dual(self, base: str) -> None:
        """What is an entry in the dual (زوجان) in its other case and in construct."""
        self.free.add(base + "ين")
        self.bound |= {base + "ا", base + "ي"}
        self.construct |= {base + "ا", base + "ي"}

    def masculine(self, base: str) -> None:
        """Dual and sound plural of a masculine, and what is left of them in construct."""
        # The plural in construct shows where it stands alone in its entry too (مدرسو القرية); in ي it would look like a nisba.
        self.free |= {base + "ين", base + "ون", base + "و"}
        if base + "ان" not in _NOT_DUAL:
            self.free.add(base + "ان")
        self.bound |= {base + "ا", base + "ي", base + "و"}
        self.construct |= {base + "ا", base + "ي", base + "و"}

    def forms(self, role: Role) -> set[str]:
        """All of them, with article and pronouns."""
        found = self.free | {"ال" + form for form in self.free}
        for suffix in _PRONOUNS_BUT_HIS:
            found.update([form + suffix for form in self.bound])
        # A dual or plural in construct with ه (قراريه) looks like the feminine of an adjective (قرارية) and is far rarer.
        found.update(
            [form + "ه" for form in self.bound if form in self.free or not form.endswith("ي") or form[:-1] in _PAIRED]
        )
        return found | self.construct if role is Role.CONSTRUCT else found


def _nominal(stem: str, role: Role, *, defective: bool) -> set[str]:
    """Forms of a noun or adjective, by its ending."""
    paradigm = _Paradigm()
    folded = fold(stem)
    if defective or folded in _DEFECTIVE_WORDS:
        _defective(paradigm, folded)
    elif stem.endswith("ة"):
        _feminine(paradigm, folded, role)
    elif stem.endswith(("ات", "آت")) and len(stem) > 3 and folded not in _NO_PLURAL:
        _sound_feminine_plural(paradigm, folded, hamza_and_alef=stem.endswith("آت"))
    elif stem.endswith(("ون", "ين")) and _is_plural_or_dual(folded):
        paradigm.noun(folded)
        _masculine(paradigm, folded[:-2], feminine=True)
        paradigm.free |= {folded[:-2] + "و", folded[:-2] + "ي"}  # النازحون: نازحو الشمال
        for plural in _broken(folded[:-2]):
            paradigm.plural(plural)
    elif stem.endswith(("ى", "ي", "اء")):
        _weak(paradigm, stem, folded)
    else:
        _masculine(paradigm, folded, feminine=_takes_feminine(folded, role))
        if folded in _KIN:
            paradigm.free.add(folded + "ي")
        paradigm.foreign(folded)
        if folded.endswith("ان") and folded[:-2] in table() and folded not in _NOT_DUAL | singulars().keys():
            paradigm.dual(folded[:-2])
    _add_broken(paradigm, folded, plural=not stem.startswith("إ"))
    return paradigm.forms(role)


def _sound_feminine_plural(paradigm: _Paradigm, folded: str, *, hamza_and_alef: bool) -> None:
    """An entry in ات: its singular in ة, without ending, or in what goes over into و or ي."""
    paradigm.noun(folded)
    paradigm.feminine(folded[:-2])
    if hamza_and_alef:
        paradigm.feminine(folded[:-1])  # منشآت: منشأة
    if folded.endswith(("وات", "يات")):
        paradigm.feminine(folded[:-3] + "ا")  # قنوات, مباريات: قناة, مباراة
    if folded.endswith("يات"):
        paradigm.noun(folded[:-1])  # ميليشيات: ميليشيا
    if not folded.startswith("مست"):  # مستجدات: updates; مستجد: new
        paradigm.noun(folded[:-2])


def _defective(paradigm: _Paradigm, folded: str) -> None:
    """معدٍ: the ya comes back with the article and before endings."""
    paradigm.free |= {folded + ending for ending in ("", "ي", "يا", "ون", "ين", "يان", "يين", "و")}
    paradigm.bound |= {folded + "ي", folded + "و"}
    paradigm.feminine(folded + "ي")


def _weak(paradigm: _Paradigm, stem: str, folded: str) -> None:
    """Nouns and adjectives in alef maqsura (عدوى), ya (تنفسي, محامي) and hamza after alef (دواء)."""
    if stem.endswith("ى"):
        paradigm.free |= {folded, folded + "ان", folded + "ين", folded + "ات"}
        paradigm.bound |= {folded[:-1] + "ا", folded + "ات"}
    elif stem.endswith("ي"):
        if folded + "ا" not in _COUNTRIES:
            paradigm.free.add(folded + "ا")
        _masculine(paradigm, folded, feminine=True)
        if len(folded) == _ROOT:
            paradigm.free.add(folded + "ي")  # رأيي is no adjective
        root = table().get(folded[:-1])
        # قاضي is قاض, whose table says so; مالي is a nisba of مال.
        if _DEFECTIVE.fullmatch(folded) and (root is None or folded in root):
            paradigm.free |= {folded[:-1], folded[:-1] + "ين", folded[:-1] + "ون"}  # محامي: محام, محامين
    else:
        # دواءًا is a common misspelling of دواءً.
        paradigm.free |= {folded, folded + "ات", folded[:-1] + "وات", folded + "ان", folded + "ين", folded + "ا"}
        paradigm.bound |= {folded, folded + "ات", folded[:-1] + "وات"}


def _add_broken(paradigm: _Paradigm, folded: str, *, plural: bool) -> None:
    """Broken plurals of the word, and the singular when it may be a `plural` itself: أخبار, but not إخبار."""
    for form in _broken(folded):
        paradigm.plural(form)
    if not plural:
        return
    if folded in singulars():
        paradigm.plural(folded)
    for singular in singulars().get(folded) or _by_shape(folded):
        paradigm.noun(singular)
        if singular.endswith("ه"):
            paradigm.feminine(singular[:-1])
        else:
            _masculine(paradigm, singular, feminine=False)


def _is_plural_or_dual(folded: str) -> bool:
    """Whether final ون or ين is an ending: not in تأمين, and in a short word only in يدين (أمين, سنين are others)."""
    if len(folded) > 4:
        return not re.fullmatch("ت..ين", folded)
    return folded == "يدين"


def _feminine(paradigm: _Paradigm, folded: str, role: Role) -> None:
    base = folded[:-1]
    paradigm.feminine(base)
    if base.endswith("ا"):
        # منشأة has منشآت, where hamza and alef are one letter.
        plurals = {base[:-1] + ending for ending in ("وات", "يات", "ات")}
        paradigm.free |= plurals
        paradigm.bound |= plurals
    if role is Role.OTHER:
        _masculine(paradigm, base, feminine=False)


def _masculine(paradigm: _Paradigm, base: str, *, feminine: bool) -> None:
    paradigm.noun(base)
    paradigm.masculine(base)
    if feminine:
        paradigm.feminine(base)
    elif len(base) > _ROOT or base not in table() or base + "ات" in table()[base]:
        # عين has عيون; عينات are samples.
        paradigm.free.add(base + "ات")
        paradigm.bound.add(base + "ات")


# عامل, مريض, عام; and adjectives of other shapes whose feminine is no other noun.
_AGREEING = re.compile(".ا..|..ي.|.ا.|عضو|صعب|ضخم|صلب|رطب|خشن|خصب|هش|حر|وعر|قذر|عفن|مرن|كفء|حلو|عملاق")


def _takes_feminine(folded: str, role: Role) -> bool:
    """Whether ة makes the feminine of the same word (مسؤول, مسؤولة) and not another noun (مكتب, مكتبة)."""
    if role is Role.OTHER:
        return True
    if folded in _NO_FEMININE:
        return False
    participle = folded.startswith("م") and len(folded) > 3
    return participle or _AGREEING.fullmatch(folded) is not None


def _broken(folded: str) -> set[str]:
    """Broken plurals: those of the table, and those that the shape of the singular makes certain."""
    known = table().get(folded)
    if folded in _NO_BROKEN or len(folded) > _LONGEST_SHAPE:
        return set(known or ())
    shapes = _PLURAL_SHAPES if known else _PLURAL_SHAPES_OF_UNKNOWN
    made = {match.expand(plural) for shape, plural in shapes if (match := shape.fullmatch(folded))}
    return (made - _FEMININE_COLOURS) | (known or frozenset())


def _shapes(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Shapes of a singular and of its plural: C is a consonant, K one that is no ending, a number the consonant of that place."""
    return tuple(
        (
            re.compile(singular.replace("C", "([^اوي])").replace("K", "([^اويه])")),
            re.sub("[1-4]", r"\\\g<0>", plural),
        )
        for singular, plural in pairs
    )


# No shape is here whose plural may be a verbal noun or another frequent word: شعر, شعور; صلح, إصلاح; حكمة, حكم.
_PLURAL_SHAPES = _shapes(
    ("([^ا])اCK", "1وا23"),  # عامل, عوامل
    ("([^ام])اCCه", "1وا23"),  # كارثة, كوارث
    ("مCCK", "م1ا23"),  # منزل, منازل
    ("مCCCه", "م1ا23"),  # مرحلة, مراحل
    ("([مت])CC[اوي]K", "12ا3ي4"),  # مشروع, مشاريع; تقرير, تقارير
    ("CC[اي]Cه", "12اء3"),  # وثيقة, وثائق; رسالة, رسائل
    ("(?![مت])CCC[اوي]K", "12ا3ي4"),  # صندوق, صناديق; قنديل, قناديل
)
# Right for most nouns, so for those that the table leaves out; what is made of the others is no word.
_PLURAL_SHAPES_OF_UNKNOWN = (
    *_PLURAL_SHAPES,
    *_shapes(
        ("(?![مت])CCCK", "12ا34"),  # برعم, براعم; but تفاهم is no plural of تفهم
        ("(?![مت])CCCCه", "12ا34"),  # قنطرة, قناطر
        ("(?![مت])CوCKه?", "1وا23"),  # كوثر, كواثر; but توافر is none of توفر
        ("CCيC", "123اء"),  # نبيه, نبهاء
        (r"CCي\2", "ا12اء"),  # دقيق, أدقاء
        ("CCي", "ا12ياء"),  # سخي, أسخياء
        ("CCاK", "ا123ه"),  # حزام, أحزمة
    ),
)
_LONGEST_SHAPE = 6
# Participles of which the shape would make another word: مسلم, مسالم; مدرس, مدارس.
_PARTICIPLES = "مدرس ممثل مشرف مرسل مسلم محسن مصلح مشرك مقبل مخلف مسبق مرهق مجمل مبشر مضعف مزمن"
_NO_BROKEN = frozenset(_PARTICIPLES.split())
# صفير is a whistle; صفراء is yellow.
_FEMININE_COLOURS = frozenset({"حمراء", "صفراء", "خضراء", "سمراء", "زهراء"})


# Shape of a broken plural -> shapes of its singular; numbers are the consonants.
_SINGULAR_SHAPES = tuple(
    (re.compile(plural.replace("C", "([^اوي])")), tuple(shapes.split()))
    for plural, shapes in (
        ("(?!ت)CواCC", "1ا23 1ا23ه"),
        ("([مت])CاCيC", "123و4 123ي4 123ا4"),
        ("CCاءC", "12ي3ه 12ا3ه"),
        ("CCاCيC", "123و4 123ي4 123ا4"),
    )
)


def _by_shape(plural: str) -> set[str]:
    """Singulars, absent from the table, of which a word is the broken plural by its shape: مراحيض, مرحاض.

    مهاجر and منازل have one shape and only one is a plural, so those of this shape are in the table. A word with plurals of its own is none.
    """
    found: set[str] = set()
    if plural in table():
        return found
    for shape, singular_shapes in _SINGULAR_SHAPES:
        match = shape.fullmatch(plural)
        if match:
            made = ("".join(match[int(sign)] if sign.isdigit() else sign for sign in item) for item in singular_shapes)
            found |= {singular for singular in made if plural in _broken(singular)}
    return found
