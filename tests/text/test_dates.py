import pytest

from termbase.text.dates import dates


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on 18 December 2015", [(2015, 12, 18)]),
        ("December 18, 2015", [(2015, 12, 18)]),
        ("le 18 décembre 2015", [(2015, 12, 18)]),
        ("le 1er mars", [(0, 3, 1)]),
        ("في 18 كانون الأول/ديسمبر 2015", [(2015, 12, 18)]),
        ("في ١٨ ديسمبر ٢٠١٥", [(2015, 12, 18)]),
        ("في 30 حزيران 2012", [(2012, 6, 30)]),
        ("18/12/2015 and 2015-12-18", [(2015, 12, 18), (2015, 12, 18)]),
        ("12/18/2015", [(2015, 12, 18)]),  # month first, where day first cannot be
        ("from 3 to 5 May 2024", [(2024, 5, 3), (2024, 5, 5)]),
        ("on March 4 and 5", [(0, 3, 4), (0, 3, 5)]),
        ("March 4 and 500 people", [(0, 3, 4)]),
        ("March 4 and 5%", [(0, 3, 4)]),
        ("يومي 4 و5 مارس 2020", [(2020, 3, 4), (2020, 3, 5)]),
        ("les 4, 5 et 6 mars", [(0, 3, 4), (0, 3, 5), (0, 3, 6)]),
        ("Resolution 2254 (2015)", []),
        ("99/99/2015", []),
        ("the 5 marchers", []),
    ],
)
def test_a_date_is_a_value_in_every_language(text, values):
    assert [date.value for date in dates(text)] == values


def test_spans_are_those_of_the_text_as_written():
    text = "صدر في ١٨ ديسمبر ٢٠١٥ في نيويورك"
    (date,) = dates(text)
    assert text[date.start : date.end] == "١٨ ديسمبر ٢٠١٥"


def test_a_long_list_of_numbers_is_no_list_of_days():
    """Hostile: a chain of joined numbers costs a step each, and no stack."""
    assert len(dates("1-" * 20_000 + "1 March")) <= 9
    assert [date.value for date in dates("4 and 18/12/2015")] == [(2015, 12, 18)]
