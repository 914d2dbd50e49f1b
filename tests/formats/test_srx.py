"""SRX files: what real tools write is read, what is broken is named, what we write is valid."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from termbase.errors import InputError
from termbase.formats import srx
from termbase.text.segment import LanguageMap, LanguageRules, Rule, Rules, shipped_rules, source

FORMATS = Path(__file__).parents[3] / "shared" / "evaluation" / "formats"
needs_samples = pytest.mark.skipif(not FORMATS.exists(), reason="the shared sample files are not beside the repository")

RULES = """<srx version="2.0" xmlns="http://www.lisa.org/srx20"><header segmentsubflows="yes" cascade="{cascade}"/><body>
<languagerules>
<languagerule languagerulename="A"><rule break="no"><beforebreak>\\bد\\.</beforebreak><afterbreak>\\s</afterbreak></rule></languagerule>
<languagerule languagerulename="D"><rule><beforebreak>{before}</beforebreak><afterbreak>\\s</afterbreak></rule></languagerule>
</languagerules>
<maprules><languagemap languagepattern="AR.*" languagerulename="A"/><languagemap languagepattern=".*" languagerulename="{name}"/></maprules>
</body></srx>"""


def document(cascade="yes", before="[.?!]", name="D"):
    return RULES.format(cascade=cascade, before=before, name=name).encode()


def cut(rules, text, language):
    places = [0, *rules.segmenter(language).breaks(text), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def test_cascade_adds_the_rules_of_every_map_that_covers_the_language():
    """Language codes are compared without case: OmegaT writes EN.* and means en-GB."""
    assert cut(srx.parse(document()), "التقى د. سامر. وغادر.", "ar-SY") == ["التقى د. سامر.", " وغادر."]


def test_without_cascade_only_the_first_map_counts():
    assert cut(srx.parse(document(cascade="no")), "التقى د. سامر. وغادر.", "ar-SY") == ["التقى د. سامر. وغادر."]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (document(before="([.?!"), 4, ("rule 1 of 'D'", "beforebreak")),
        (document(before="(a)\\1"), 4, ("rule 1 of 'D'", "reference")),
        (document(before="\\p{Nonsense}"), 4, ("rule 1 of 'D'",)),
        (document(name="Missing"), 6, ("'Missing'",)),
        (document()[:200], 3, ("not well-formed",)),
        (b"<tmx/>", 1, ("<tmx>",)),
        (b"", 1, ("not well-formed",)),
        (b"<srx/>", 0, ("languagemap",)),
    ],
)
def test_a_broken_file_names_its_line_and_the_rule(data, line, words):
    with pytest.raises(InputError) as caught:
        srx.parse(data, path="my.srx")
    assert (caught.value.path, caught.value.line) == ("my.srx", line)
    assert all(word in caught.value.message for word in words)
    assert caught.value.help


@pytest.mark.parametrize(
    ("old", "new", "line", "severity", "words"),
    [
        ('version="2.0"', 'version="3.0"', 1, "error", "version '3.0'"),
        (' cascade="yes"', "", 1, "warning", "<header> has no cascade"),
        ('cascade="yes"', 'cascade="1"', 1, "error", "cascade of <header> cannot be '1'"),
        ('break="no"', 'break="never"', 3, "error", "break of <rule> cannot be 'never'"),
        ('languagepattern="AR.*" ', "", 6, "warning", "<languagemap> has no languagepattern"),
        (' languagerulename="A"><rule', "><rule", 3, "warning", "<languagerule> has no languagerulename"),
        ("<rule>", "<rule><afterbreak/>", 4, "warning", "<rule> holds afterbreak, beforebreak"),
        ('<languagemap languagepattern="AR.*" languagerulename="A"/>', "", 3, "warning", "no language is mapped to the rules 'A'"),
        ("[.?!]", "[.?!", 4, "error", "never closed"),
    ],
)  # fmt: skip
def test_validation_finds_what_is_wrong_and_where(tmp_path, old, new, line, severity, words):
    """What the schemas say, and what keeps the rules from use."""
    path = tmp_path / "r.srx"
    path.write_bytes(document())
    assert list(srx.validate(path)) == []
    path.write_text(document().decode().replace(old, new, 1), encoding="utf-8")
    found = [item for item in srx.validate(path) if words in item.message]
    assert [(item.rule, item.line, item.severity.value) for item in found] == [("TB891", line, severity)]


@needs_samples
def test_validation_and_the_schema_agree(tmp_path, schema):
    """On every sample that can be used; the schema of version 2 is the judge."""
    judged = 0
    for path in sorted((FORMATS / "samples" / "srx").glob("*.srx")):
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(no_network=True, load_dtd=False))
        if root.get("version") == "2.0" and (schema.validate(root) or not list(srx.validate(path))):
            usable = path.name not in {"cc0-bad-regex.srx", "cc0-unknown-rule-name.srx"}
            assert (path.name, not list(srx.validate(path))) == (path.name, usable and schema.validate(root))
            judged += 1
    assert judged > 8
    (tmp_path / "ours.srx").write_bytes(source())
    assert list(srx.validate(tmp_path / "ours.srx")) == []


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        srx.read(tmp_path / "none.srx")


def test_external_entities_are_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    data = f'<!DOCTYPE srx [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode() + document(before="&e;")
    with pytest.raises(InputError) as caught:
        srx.parse(data)
    assert "secret" not in str(caught.value.excerpt)


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (r"\Q.\E", "a. b", ["a.", " b"]),
        (r"[\p{L}&amp;&amp;[^\p{Lu}]]\.", "a. B. c", ["a.", " B. c"]),
        (r"\x{2E}", "a. b", ["a.", " b"]),
        (r"[\p{STerm}]", "a? b", ["a?", " b"]),
        (r"\.[noauto]", "a. b", ["a.", " b"]),
        (r"(?U)(?i:MR)\.", "mr. b", ["mr.", " b"]),
        (r"(?&lt;word&gt;x)\.", "x. b", ["x.", " b"]),
        (r"a++\.", "aa. b", ["aa.", " b"]),
        (r"a{2,}\.", "a. aaa. b", ["a. aaa.", " b"]),
        (r"[]x]\.", "]. x. b", ["].", " x.", " b"]),
        (r"^\s*[0-9]+\.", "1. x 2. b", ["1.", " x 2. b"]),
    ],
)
def test_icu_expressions_mean_here_what_they_mean_there(before, text, expected):
    assert cut(srx.parse(document(before=before)), text, "en") == expected


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(FORMATS / "schemas" / "srx20.xsd", etree.XMLParser(no_network=True)))


@needs_samples
def test_the_shipped_file_is_valid_and_both_readers_agree_on_it(schema):
    """The core reads it without lxml; CAT tools and `formats.srx` read the same file."""
    schema.assertValid(etree.fromstring(source()))
    assert srx.parse(source()) == shipped_rules()
    assert srx.parse(source()).digest == shipped_rules().digest


expressions = st.text(st.characters(codec=None, blacklist_characters="\r"), max_size=8).map(
    lambda text: "".join(f"\\{c}" if c.isascii() and c.isprintable() and not c.isalnum() else c for c in text)
)
names = st.text("abcé <&\"'\n\t", min_size=1, max_size=6)


@st.composite
def rule_files(draw):
    rules = st.builds(Rule, st.booleans(), expressions, expressions)
    lists = draw(
        st.lists(
            st.builds(LanguageRules, names, st.lists(rules, min_size=1, max_size=4).map(tuple)),
            min_size=1,
            max_size=3,
            unique_by=lambda item: item.name,
        )
    )
    maps = draw(
        st.lists(
            st.builds(
                LanguageMap, st.sampled_from([".*", "[Ee]n.*", "ar"]), st.sampled_from([item.name for item in lists])
            ),
            min_size=1,
            max_size=3,
        )
    )
    return Rules(tuple(lists), tuple(maps), cascade=draw(st.booleans()), segment_subflows=draw(st.booleans()))


@given(rules=rule_files())
def test_what_is_written_is_read_back_and_segments_alike(rules):
    """Characters that XML cannot hold come back as escapes of the same meaning, hence the comparison by effect."""
    again = srx.parse(srx.serialise(rules).encode("utf-8"))
    assert (again.maps, again.cascade, again.segment_subflows, again.format_handle) == (
        rules.maps,
        rules.cascade,
        rules.segment_subflows,
        rules.format_handle,
    )
    texts = [
        rule.before.replace("\\", "") + rule.after.replace("\\", "")
        for item in rules.language_rules
        for rule in item.rules
    ]
    for text in texts:
        assert cut(again, text, "en") == cut(rules, text, "en")


@needs_samples
@given(rules=rule_files())
def test_what_is_written_is_valid(schema, rules):
    schema.assertValid(etree.fromstring(srx.serialise(rules).encode("utf-8")))


@pytest.mark.skipif(not FORMATS.exists(), reason="the shared sample files are not beside the repository")
@pytest.mark.parametrize("name", [path.name for path in sorted((FORMATS / "samples" / "srx").glob("*.srx"))])
def test_every_sample_is_read_or_refused_with_a_line(name):
    path = FORMATS / "samples" / "srx" / name
    if name in {"cc0-bad-regex.srx", "cc0-unknown-rule-name.srx"}:
        with pytest.raises(InputError) as caught:
            srx.read(path)
        assert caught.value.line
    else:
        rules = srx.read(path)
        text = "Mr. Holmes is from the U.K. Is Dr. Watson there too? Yes. نعم. لا؟ ثم.\n" + "a" * 5000
        assert "".join(cut(rules, text, "en")) == text


def test_writing_a_file(tmp_path):
    srx.write(shipped_rules(), tmp_path / "ours.srx")
    assert srx.read(tmp_path / "ours.srx") == shipped_rules()
