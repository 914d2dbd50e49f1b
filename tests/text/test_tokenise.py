from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.text.tokenise import tokenise


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("en", "The SOC's president, Mr. al-Bahra.", ["The", "SOC", "'s", "president", ",", "Mr.", "al-Bahra", "."]),
        ("fr", "L’envoyé n'a rien dit.", ["L’", "envoyé", "n'", "a", "rien", "dit", "."]),
        ("ar", "صدر القرار ٢٢٥٤ في 18/12/2015، ثم…", ["صدر", "القرار", "٢٢٥٤", "في", "18/12/2015", "،", "ثم", "…"]),
        ("ar", "إنَّ بيان UNHCR صدر؟", ["إنَّ", "بيان", "UNHCR", "صدر", "؟"]),
    ],
)
def test_words_and_signs(language, text, tokens):
    assert [token.text for token in tokenise(text, language)] == tokens


@given(st.text(max_size=60), st.sampled_from(["en", "fr", "ar"]))
def test_tokens_leave_out_nothing_but_space(text, language):
    """Whatever the tokeniser does, every character that is no space stands in exactly one token, in order."""
    tokens = tokenise(text, language)
    assert all(token.text == text[token.start : token.end] for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    covered = "".join(token.text for token in tokens)
    assert "".join(covered.split()) == "".join(text.split())
