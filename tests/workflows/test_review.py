"""Reviewing a release: the queue, decisions taken in, and what build, check and the aligner make of them."""

from __future__ import annotations

import json

import pytest

from termbase.cli.app import main
from termbase.errors import InputError, TermbaseError, UsageError
from termbase.formats import tmx
from termbase.model import BeadStatus
from termbase.workflows import review as workflow
from termbase.workflows.build import build
from termbase.workflows.check import Request, check
from termbase.workflows.documents import documents
from termbase.workflows.project import open_project
from termbase.workflows.teach import taught

NAME = "2025-01-convoy"
TEXTS = {
    "en": "The convoy left Gaziantep at dawn. It carried flour. It carried medicine. The road was open.\n"
    "At noon it reached Aleppo. The hospital took the medicine. Bakers came for the flour.\n",
    "ar": "غادرت القافلة غازي عنتاب فجراً وعلى متنها الطحين. وكان معها الدواء أيضاً. وكانت الطريق سالكة.\n"
    "ووصلت إلى حلب ظهراً. وتسلم المستشفى الدواء. وجاء الخبازون لأخذ الطحين.\n",
    "fr": "Le convoi a quitté Gaziantep à l’aube, chargé de farine. Il y avait aussi des médicaments.\n"
    "À midi, il est arrivé à Alep. L’hôpital a reçu les médicaments. La farine est allée aux boulangers.\n",
}


@pytest.fixture
def release(project):
    """A release that nobody has reviewed."""
    folder = project / "tmx" / NAME
    folder.mkdir()
    for language, text in TEXTS.items():
        (folder / f"{language}.txt").write_text(text, encoding="utf-8")
    return folder


def beads():
    (found,) = workflow.review(open_project(), NAME)
    return found


def decide(bead, action, **more):
    return {"bead": bead.key, "action": action, **more, "who": "R. Reviewer", "when": "2025-01-20T10:00:00Z"}


def saved(folder, *decisions):
    path = folder.parent.parent / "saved.jsonl"
    path.write_text(
        "".join(f"{json.dumps(decision, ensure_ascii=False)}\n" for decision in decisions), encoding="utf-8"
    )
    return path


def apply(folder, *decisions):
    return workflow.apply(open_project(), NAME, saved(folder, *decisions))


def built():
    """The units of the built release, and their statuses."""
    (result,) = build(open_project(), [NAME])
    return result, list(tmx.read(result.path))


def first(found, text):
    return next(bead for bead in found.beads if bead.sides["en"] and bead.sides["en"][0].text.startswith(text))


@pytest.mark.usefixtures("release")
def test_the_queue_is_what_the_aligner_is_least_sure_of():
    found = beads()
    queue = found.shown()
    assert queue
    assert [bead.status for bead in queue] == [BeadStatus.REVIEW] * found.counts["review"]
    assert [bead.confidence for bead in queue] == sorted(bead.confidence for bead in queue)
    assert len(found.shown(every=True)) == len(found.beads) > len(queue)
    assert first(found, "At noon").place == f"tmx/{NAME}/en.txt:2:1"


def test_accepted_units_say_so_and_rejected_beads_give_none(release):
    found = beads()
    before, units = built()
    last, medicine = first(found, "Bakers"), first(found, "It carried medicine")
    apply(release, decide(last, "reject"), decide(medicine, "accept"))
    after, left = built()
    assert after.stale
    assert (after.accepted, after.review) == (1, before.review - 1)
    assert [unit.id for unit in left] == [
        unit.id for unit in units if unit.variant("en").text != "Bakers came for the flour."
    ]
    (accepted,) = [unit for unit in left if unit.prop("x-status") == "accepted"]
    assert accepted.variant("fr").text == "Il y avait aussi des médicaments."
    assert accepted.prop("x-confidence") == "1.00"
    assert [built.stale for built in build(open_project(), write=False)] == [False] * 3


def test_an_empty_log_leaves_every_byte_as_it_was(release):
    (before,) = build(open_project(), [NAME])
    (release / "decisions.jsonl").write_bytes(b"")
    (after,) = build(open_project(), [NAME])
    assert (before.stale, after.stale) == (True, False)


def test_merged_split_and_shifted_beads_are_open_until_they_are_accepted(release):
    found = beads()
    noon, hospital = first(found, "At noon"), first(found, "The hospital")
    apply(release, decide(noon, "merge", next=hospital.key))
    merged = first(beads(), "At noon")
    assert merged.status is BeadStatus.REVIEW
    assert [segment.text for segment in merged.sides["fr"]] == [
        "À midi, il est arrivé à Alep.",
        "L’hôpital a reçu les médicaments.",
    ]
    apply(release, decide(merged, "accept"))
    _, units = built()
    (unit,) = [unit for unit in units if unit.prop("x-status") == "accepted"]
    assert unit.variant("en").text == "At noon it reached Aleppo. The hospital took the medicine."
    (road,) = [bead for bead in beads().beads if bead.sides["en"] and bead.sides["en"][0].text == "The road was open."]
    apply(release, decide(road, "split", at={"en": 1, "ar": 0} | ({"fr": 0} if road.sides["fr"] else {})))
    alone = [bead for bead in beads().beads if sum(map(bool, bead.sides.values())) == 1]
    assert {"The road was open."} <= {bead.sides["en"][0].text for bead in alone if bead.sides["en"]}


def test_accepted_work_survives_sentences_put_in_and_realignment(release):
    found = beads()
    apply(release, *(decide(bead, "accept") for bead in found.beads))
    english = (release / "en.txt").read_text(encoding="utf-8")
    (release / "en.txt").write_text(f"Aid for Aleppo\n{english}Nobody was hurt.\n", encoding="utf-8")
    after = beads()
    assert not after.stale
    assert [bead.key for bead in after.beads if bead.status is BeadStatus.ACCEPTED] == [
        bead.key for bead in found.beads
    ]
    others = [bead for bead in after.beads if bead.status is not BeadStatus.ACCEPTED]
    assert [segment.text for bead in others for segment in bead.sides["en"]] == ["Aid for Aleppo", "Nobody was hurt."]


def test_a_decision_on_a_text_that_was_corrected_is_told_and_kept(release):
    found = beads()
    hospital = first(found, "The hospital")
    apply(release, decide(hospital, "reject", text="The hospital took"))
    log = (release / "decisions.jsonl").read_bytes()
    (release / "fr.txt").write_text(TEXTS["fr"].replace("a reçu", "a pris"), encoding="utf-8")
    (error,) = beads().stale
    assert (error.path, error.line) == (f"tmx/{NAME}/decisions.jsonl", 1)
    assert error.message == "this decision no longer fits: the fr text has changed there (“The hospital took”)"
    result, units = built()
    assert str(error) in result.warnings
    assert "The hospital took the medicine." in [unit.variant("en").text for unit in units]
    assert (release / "decisions.jsonl").read_bytes() == log
    apply(release, decide(first(beads(), "The hospital"), "accept"))
    assert not beads().stale


def test_a_build_tells_of_five_stale_decisions_and_how_many_more(release):
    found = beads()
    apply(release, *(decide(bead, "accept") for bead in found.beads))
    (release / "en.txt").write_text("\n".join(f"New text number {number}." for number in range(8)), encoding="utf-8")
    result, _ = built()
    told = [warning for warning in result.warnings if "no longer fit" in warning]
    assert len(told) == 6
    assert told[-1] == f"{len(beads().stale) - 5} more decisions no longer fit: termbase review {NAME} lists them"


def test_the_same_file_twice_is_taken_in_once(release):
    found = beads()
    decisions = [decide(bead, "accept") for bead in found.beads[:2]]
    one = apply(release, *decisions)
    log = one.log.read_bytes()
    two = apply(release, *decisions)
    assert [(one.added, one.known), (two.added, two.known)] == [(2, 0), (0, 2)]
    assert one.log.read_bytes() == log
    three = apply(release, *decisions, decide(found.beads[0], "reject"))
    assert (three.added, three.known) == (1, 2)
    assert one.log.read_bytes().startswith(log)


@pytest.mark.parametrize("fault", ["stale", "action"])
def test_a_file_with_one_fault_is_not_taken_in_at_all(release, fault):
    found = beads()
    bad = decide(found.beads[1], "accept")
    bad |= {"bead": bad["bead"].replace("en:", "en:0123456789+")} if fault == "stale" else {"action": "approve"}
    with pytest.raises(InputError) as caught:
        apply(release, decide(found.beads[0], "accept"), bad, bad | {"who": "Another"})
    assert (caught.value.line, caught.value.path) == (2, str(release.parent.parent / "saved.jsonl"))
    assert ("Likewise line 3." in caught.value.help) == (fault == "stale")
    assert not (release / "decisions.jsonl").exists()


def test_decisions_of_another_release_are_refused(release):
    project = open_project()
    (other,) = workflow.review(project, "2024-12-who-is-who")
    with pytest.raises(InputError, match="no longer fits"):
        apply(release, decide(other.beads[0], "accept"))


def test_a_broken_log_ends_a_build_and_leaves_the_memory_whole(release):
    (result,) = build(open_project(), [NAME])
    before = result.path.read_bytes()
    (release / "decisions.jsonl").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"decisions\.jsonl:1:1: not valid JSON"):
        list(build(open_project(), [NAME]))
    assert result.path.read_bytes() == before
    report = check(open_project(), Request())
    assert [error.path for error in report.errors] == [f"tmx/{NAME}/decisions.jsonl"]


def test_checks_see_beads_as_reviewers_left_them(release):
    """A wrong date across a bead that a reviewer has cut is no finding; the texts of a rejected bead are still checked, each alone."""
    english, french = "It left on 3 May 2024.  It came.", "Il est parti le 4 mai 2024. Il est venu."
    for language, text in (("en", english), ("fr", french)):
        (release / f"{language}.txt").write_text(f"{text}\n", encoding="utf-8")
    (release / "ar.txt").unlink()
    rules = lambda: {finding.rule for finding in check(open_project(), Request((str(release),))).findings}  # noqa: E731
    assert "TB302" in rules()
    found = beads()
    apply(release, decide(first(found, "It left"), "reject"))
    assert "TB302" not in rules()
    (release / "fr.txt").write_text(f"{french.replace('est parti', 'est  parti')}\n", encoding="utf-8")
    (release / "decisions.jsonl").unlink()
    apply(release, decide(first(beads(), "It left"), "reject"))
    assert any("501" in rule for rule in rules())


def test_a_new_decision_makes_a_release_changed(release, monkeypatch):
    """`check --diff-base`: the log belongs to the release."""
    log = (release / "decisions.jsonl").resolve()
    monkeypatch.setattr("termbase.workflows.documents.changed_files", lambda _: frozenset({log}))
    assert [path.name for path in documents(open_project(), diff_base="HEAD")] == [NAME]


def test_the_aligner_learns_from_what_was_accepted(release):
    """`align --seed-memory` has nothing to learn from automatic units."""
    list(build(open_project()))
    assert not taught(open_project(), "en", "fr").words("en")
    apply(release, *(decide(bead, "accept") for bead in beads().beads))
    list(build(open_project(), [NAME]))
    pairs = [unit for unit in open_project().memory.units() if unit.prop("x-status") == "accepted"]
    assert len(pairs) == len([bead for bead in beads().beads if sum(map(bool, bead.sides.values())) > 1])


def test_accepted_is_approved_for_trados(release, tmp_path):
    apply(release, decide(first(beads(), "Bakers"), "accept"))
    list(build(open_project(), [NAME]))
    target = tmp_path / "trados.tmx"
    assert (
        main(["export", "--to", "tmx", "--flavour", "trados", "--release", NAME, "--target", "fr", "-o", str(target)])
        == 0
    )
    levels = {unit.variant("en").text: unit.prop("x-ConfirmationLevel") for unit in tmx.read(target)}
    assert levels["Bakers came for the flour."] == "ApprovedTranslation"
    assert list(levels.values()).count("ApprovedTranslation") == 1


def test_which_release_has_to_be_said_when_there_are_several(release):
    with pytest.raises(UsageError, match="which release"):
        workflow.write_page(open_project(), "", release / "page.html")
    with pytest.raises(InputError, match="there is no release 'none'"):
        workflow.write_page(open_project(), "none", release / "page.html")
    assert not (release / "page.html").exists()


def test_a_file_that_is_not_there_is_said(release):
    with pytest.raises(TermbaseError, match="no such file"):
        workflow.apply(open_project(), NAME, release / "nowhere.jsonl")


def test_the_page_of_a_release_with_a_log_shows_what_was_decided(release):
    apply(release, decide(first(beads(), "Bakers"), "reject"))
    page = release.parent.parent / "page.html"
    written = workflow.write_page(open_project(), NAME, page)
    assert written.counts["rejected"] == 1
    assert '"status": "rejected"' in page.read_text(encoding="utf-8")
