import pytest

from termbase.text.numbers import numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Resolution 2254 (2015)", ["2254", "2015"]),
        ("القرار ٢٢٥٤ لعام ٢٠١٥", ["2254", "2015"]),
        ("10,000 refugees", ["10000"]),
        ("10 000 réfugiés", ["10000"]),  # French groups by space
        ("10\u202f000 réfugiés", ["10000"]),
        ("1.5 million", ["1.5"]),
        ("1,5 million", ["1.5"]),
        ("12.50", ["12.5"]),
        ("١٫٥ مليون", ["1.5"]),
        ("no number", []),
    ],
)
def test_numbers_are_values(text, values):
    """The same amount is the same number in every language's way of writing it."""
    assert [number.value for number in numbers(text)] == values


def test_places_are_those_of_the_text_as_written():
    text = "في عام ٢٠١٢م"
    (number,) = numbers(text)
    assert text[number.start : number.end] == "٢٠١٢"
