import pytest

from termbase.errors import InputError, TermbaseError
from termbase.formats import tmx
from termbase.workflows.build import build
from termbase.workflows.project import open_project


def test_building_twice_gives_the_same_bytes(project):
    """The date is the release's, the order that of the beads; nothing comes from the clock or the machine."""
    first = {built.name: built.path.read_bytes() for built in build(open_project())}
    for path in project.glob("tmx/*.tmx"):
        path.unlink()
    again = {built.name: built.path.read_bytes() for built in build(open_project())}
    assert first == again
    assert len(first) == 2


def test_every_sentence_of_a_release_is_in_its_memory_unless_it_stands_alone(project):
    for built in build(open_project()):
        units = list(tmx.read(built.path))
        joint = [unit for unit in units if unit.prop("x-granularity") is None]
        english = " ".join(unit.variant("en").text for unit in joint if unit.variant("en"))
        text = (project / "tmx" / built.name / "en.txt").read_text(encoding="utf-8")
        assert english.split() == text.split()
        assert all(len(unit.variants) >= 2 for unit in units)


@pytest.mark.usefixtures("project")
def test_finer_units_of_a_pair_are_marked_and_within_their_joint_unit():
    """The Arabic merges sentences that the French keeps apart: the pair must not lose its own matches."""
    found = 0
    for built in build(open_project()):
        joint = None
        for unit in tmx.read(built.path):
            granularity = unit.prop("x-granularity")
            if granularity is None:
                joint = unit
                continue
            found += 1
            assert granularity == "-".join(variant.language for variant in unit.variants)
            assert all(variant.text in joint.variant(variant.language).text for variant in unit.variants)
    assert found


def test_a_release_with_one_language_is_an_error_and_writes_nothing(project):
    (project / "tmx" / "lonely").mkdir()
    (project / "tmx" / "lonely" / "en.txt").write_text("One sentence.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"lacks ar\.txt, fr\.txt"):
        list(build(open_project(), ["lonely"]))
    assert not (project / "tmx" / "lonely.tmx").exists()


def test_a_release_without_one_translation_is_built_with_a_warning(project):
    (project / "tmx" / "2024-12-who-is-who" / "fr.txt").unlink()
    (built,) = build(open_project(), ["2024-12-who-is-who"])
    assert "no version in fr" in built.warnings


def test_one_paragraph_against_fifty_is_said(project):
    folder = project / "tmx" / "odd"
    folder.mkdir()
    (folder / "en.txt").write_text("The meeting discussed Aleppo.\n", encoding="utf-8")
    (folder / "ar.txt").write_text(
        "".join(f"هذه هي الفقرة رقم {number} من النص.\n" for number in range(50)), encoding="utf-8"
    )
    (built,) = build(open_project(), ["odd"])
    assert len(built.warnings) >= 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "نص".encode("windows-1256") * 20])
def test_a_bad_text_leaves_the_old_memory_whole(project, content):
    path = project / "tmx" / "2024-12-who-is-who.tmx"
    before = path.read_bytes()
    (project / "tmx" / "2024-12-who-is-who" / "ar.txt").write_bytes(content)
    with pytest.raises(TermbaseError):
        list(build(open_project(), ["2024-12-who-is-who"]))
    assert path.read_bytes() == before
    assert not list((project / "tmx").glob(".*.part"))
