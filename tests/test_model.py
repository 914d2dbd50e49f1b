import pytest

from termbase.model import Annotation, Language, Segment, Unit, Variant


@pytest.mark.parametrize(
    ("tag", "asked", "distance"),
    [
        ("en", "EN", 0),
        ("en-GB", "en_gb", 0),
        ("en", "en-US", 1),
        ("en-GB", "en-US", 2),
        ("ar-SY", "ar", 2),
        ("eng", "en", None),  # three letters are another code, as in OmegaT
        ("fr", "en", None),
    ],
)
def test_languages_match_as_cat_tools_match_them(tag, asked, distance):
    """Exact tag, then the bare primary subtag, then any region; never across languages."""
    assert Language(tag).distance(asked) == distance


def test_a_unit_serves_the_nearest_variant():
    unit = Unit(
        tuple(
            Variant(Segment(text, Language(tag))) for tag, text in [("ar-EG", "one"), ("ar", "two"), ("ar-SY", "three")]
        )
    )
    assert [unit.variant(tag).text for tag in ("ar-SY", "ar", "ar-MA")] == ["three", "two", "two"]
    assert unit.variant("fr") is None


def test_repeated_properties_are_kept_in_order():
    """A dictionary keyed by type would lose what Trados repeats up to 180 times on a unit."""
    notes = (*(Annotation("prop", text, {"type": "x-Context"}) for text in ("a", "b")), Annotation("note", "n"))
    unit = Unit((), annotations=notes)
    assert [note.text for note in unit.props] == ["a", "b"]
    assert unit.prop("x-Context") == "a"
    assert unit.notes == ("n",)


def test_direction_comes_from_the_language():
    assert (Language("ar-SY").direction, Language("fr").direction) == ("rtl", "ltr")
