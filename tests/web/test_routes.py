"""What is answered: the same as on the command line, on a page that nothing can be smuggled into, and as amaGama does."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving import client_of
from termbase.cli.app import main
from termbase.text.display import printable
from termbase.web.guard import name_of

TEXTS = [
    "Syrian Negotiations Commission",
    "The meeting is over.",
    "The SOC supports the return of all Syrians to their homes, Syrian Kurds included too.",
    "nothing of the kind anywhere xyzzy",
    "",
    "…<b>&amp;'\"",
]


def command(capsys, *arguments):
    capsys.readouterr()
    assert main([*arguments, "--format", "json"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({}, []),
        ({"from": "en", "to": "fr,ar"}, ["--from", "en", "--to", "fr,ar"]),
        ({"to": ["ar", "fr"], "min": 30, "limit": 2}, ["--to", "ar", "--to", "fr", "--min", "30", "--limit", "2"]),
    ],
)
def test_a_lookup_gives_the_object_of_the_command(client, capsys, text, parameters, options):
    answer = client.get("/api/lookup", params={"text": text, **parameters})
    assert answer.status_code == 200
    assert answer.json() == command(capsys, "lookup", text, *options)


@pytest.mark.parametrize("text", ["process", "réunion", "xyzzy", "<script>"])
@pytest.mark.parametrize(
    ("parameters", "options"),
    [({}, []), ({"lang": "fr", "to": "en", "limit": 1}, ["--lang", "fr", "--to", "en", "--limit", "1"])],
)
def test_a_concordance_gives_the_object_of_the_command(client, capsys, text, parameters, options):
    answer = client.get("/api/concordance", params={"text": text, **parameters})
    assert answer.status_code == 200
    assert answer.json() == command(capsys, "concordance", text, *options)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/lookup", 400, "text is missing"),
        ("/api/lookup?text=a&minimum=3", 400, "'minimum'"),
        ("/api/lookup?text=a&min=102", 400, "from 0 to 101"),
        ("/api/lookup?text=a&min=-1", 400, "'-1'"),
        ("/api/lookup?text=a&limit=0", 400, "from 1 to"),
        ("/api/lookup?text=a&limit=%D9%A3", 400, "whole number"),
        ("/api/lookup?text=a&limit=999999999999999999999", 400, "whole number"),
        ("/api/lookup?text=a&from=english", 400, "did you mean en?"),
        ("/api/lookup?text=a&to=fr,%3Cb%3E", 400, "no language tag"),
        ("/api/lookup?text=" + 10_001 * "a", 413, "at most 10000"),
        ("/api/concordance?text=a&min=3", 400, "'min'"),
        ("/api/concordance?text=" + 10_001 * "a", 413, "at most 10000"),
        ("/tmserver/english/fr/unit/a", 400, "did you mean en?"),
        ("/tmserver/en/%3Cb%3E/unit/a", 400, "no language tag"),
        ("/tmserver/en/EN/unit/a", 400, "both source and target"),
        ("/tmserver/en/fr/unit/", 400, "no text"),
        ("/tmserver/en/fr/unit/%20%0A", 400, "no text"),
        ("/tmserver/en/fr/unit/a?max_candidates=x", 400, "whole number"),
        ("/tmserver/en/fr/unit/" + 10_001 * "a", 413, "at most 10000"),
        ("/tmserver/en/fr", 404, "nothing at"),
        ("/nowhere", 404, "nothing at '/nowhere'"),
        ("/api/lookup/", 404, "nothing at"),
        ("/static/", 404, "nothing at"),
        ("/static/..%2Fapp.py", 404, "nothing at"),
        ("/static/%2e%2e/templates/page.html", 404, "nothing at"),
    ],
)
def test_what_cannot_be_answered_is_said_in_json(client, path, status, words):
    answer = client.get(path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "help"}
    assert words in f"{error['message']} {error['help']}"


@pytest.mark.parametrize("path", ["/?from=english&text=a", "/?text=" + 10_001 * "a", "/?min=a", "/nowhere"])
def test_a_browser_is_told_on_a_page(client, path):
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code in (400, 404, 413)
    assert answer.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/api/lookup?text=a", "/tmserver/en/fr/unit/a"])
def test_nothing_can_be_written(client, method, path):
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/", "/api/lookup?text=a", "/nowhere", "/static/page.css", "/tmserver/en/fr/unit/"])
def test_every_answer_keeps_to_itself(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; form-action 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("127.0.0.1:8765", True), ("localhost", True), ("LOCALHOST:1", True), ("[::1]:8765", True),
        ("evil.example", False), ("127.0.0.1.evil.example:8765", False), ("localhost:8765.evil.example", False), ("", False),
        ("evil.example:127.0.0.1", False), ("10.0.0.7:8765", False),
    ],
)  # fmt: skip
def test_only_names_of_this_machine_are_answered_to(client, pool, host, answered):
    """A site whose name was made to point here could otherwise read the memory (DNS rebinding)."""
    assert client.get("/api/lookup?text=SOC", headers={"host": host}).status_code == (200 if answered else 403)
    assert client_of(pool, any_host=True).get("/", headers={"host": host}).status_code == 200


@given(st.text())
def test_any_host_header_has_a_name(host):
    assert host.lower().startswith(name_of(host))


# the TM server


def unit(client, text, target="fr", **parameters):
    answer = client.get(f"/tmserver/en/{target}/unit/{quote(text, safe='')}", params=parameters)
    assert answer.status_code == 200
    return answer.json()


def test_a_tm_server_answers_as_amagama(client):
    """Every differing target of a full match is there; the newest comes first."""
    assert unit(client, "The meeting is over.") == [
        {"source": "The meeting is over.", "target": "La séance est levée.", "quality": 100, "rank": 100},
        {"source": "The meeting is over.", "target": "La réunion est finie.", "quality": 100, "rank": 100},
    ]


def test_a_tm_server_is_asked_for_fewer_and_better(client):
    text = "The meeting is over!"
    assert len(unit(client, text, max_candidates=1)) == 1
    assert unit(client, "The meeting is over now.", min_similarity=30)
    assert unit(client, "The meeting is over now.", min_similarity=100) == []


def test_a_text_of_any_signs_can_stand_in_the_path(client):
    assert unit(client, "Either/or? 100 % sure.", "ar")[0]["target"] == "هذا أو ذاك؟"
    lines = "\nEither/or? 100 %\nsure.\n"
    assert unit(client, lines, "ar")[0]["target"] == "هذا أو ذاك؟"
    assert client.get("/tmserver/en/ar/unit/", params={"source": lines}).json() == unit(client, lines, "ar")


def test_what_only_holds_the_text_is_no_suggestion(client):
    """A client would put the whole sentence in place of the term; as a lookup it is of use."""
    assert client.get("/api/lookup?text=Syrian+Negotiations+Commission&to=fr").json()["matches"]
    assert unit(client, "Syrian Negotiations Commission") == []


@pytest.mark.parametrize("target", ["de", "zh-Hant", "pt_br"])
def test_a_language_that_is_not_there_has_no_suggestions(client, target):
    assert unit(client, "The meeting is over.", target) == []


def test_tags_are_taken_as_weblate_writes_them(client):
    assert unit(client, "The meeting is over.", "fr_ca", max_candidates=1)[0]["target"] == "La séance est levée."


# the page


class Elements(HTMLParser):
    """Tags with their attributes, and the text outside of them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keep text."""
        self.text += data

    def named(self, name):
        """The attributes of every tag of a name."""
        return [attributes for tag, attributes in self.tags if tag == name]


def page(client, **parameters):
    answer = client.get("/", params=parameters)
    assert answer.status_code == 200
    return Elements(answer.text)


def test_the_page_shows_terms_and_every_rendering_of_a_full_match(client):
    shown = page(client, text="The meeting is over.", to="fr").text
    assert "100 %" in shown
    assert shown.index("La séance est levée.") < shown.index("La réunion est finie.")
    assert all(part in shown for part in ("exact", "renderings.tmx", "Rana", "20150101T000000Z"))
    shown = page(client, text="Syrian Negotiations Commission").text
    assert all(part in shown for part in ("هيئة التفاوض السورية", "forbidden", "full form", "name of the predecessor"))


def test_arabic_reads_from_the_right_on_a_line_of_its_own(client):
    shown = page(client, text="Syrian Negotiations Commission", to="ar")
    lines = [attributes for attributes in shown.named("span") if attributes.get("lang") == "ar"]
    assert lines
    assert all(attributes["dir"] == "rtl" for attributes in lines)


def test_a_concordance_marks_what_was_searched_for(client):
    shown = page(client, text="réunion", mode="concordance", **{"from": "fr"}, to="en")
    assert shown.named("mark")
    assert "The meeting is over." in shown.text
    here = [link for link in shown.named("a") if "aria-current" in link]
    assert "mode=concordance" in here[0]["href"]


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client):
    shown = page(client, text="process", mode="concordance")
    assert not shown.named("script")
    assert [form["method"] for form in shown.named("form")] == ["get"]
    addresses = [value for _, attributes in shown.tags for name, value in attributes.items() if name in ("href", "src")]
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert client.get("/static/page.css").headers["content-type"].startswith("text/css")
    labelled = {label.get("for") for label in shown.named("label")}
    assert "text" in labelled


def test_what_was_asked_is_asked_again_by_the_tabs(client):
    shown = page(client, text="a & b", **{"from": "fr"}, to="en")
    (concordance,) = [link["href"] for link in shown.named("a") if "mode=concordance" in link["href"]]
    again = Elements(client.get(concordance).text)
    assert [field["value"] for field in again.named("input") if field["name"] == "text"] == ["a & b"]


def test_what_a_memory_holds_is_text(client):
    """Markup in a source, a target, an author."""
    shown = page(client, text="Hostile", mode="concordance", to="fr")
    assert not shown.named("script")
    assert not shown.named("img")
    assert '<img src=x onerror="a()">' in shown.text
    assert "<script>a()</script>" in shown.text


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *(
                    "<script>",
                    "</script>",
                    "'",
                    '"',
                    "<",
                    ">",
                    "&",
                    "&lt;",
                    "{{",
                    "}}",
                    "{%",
                    "%}",
                    "javascript:",
                    "<!--",
                ),
                *("\x00", "\u202e", "\u2028", "\ufeff", "\n", "</title>", " onfocus=", "ar", "<img src=x>", "`", "\\"),
            ]
        ),
        max_size=12,
    ).map("".join),
)


@pytest.mark.parametrize("mode", ["lookup", "concordance"])
def test_a_query_adds_no_element_to_the_page(client, mode):
    """Whatever is asked: the elements of the page are those of the template, and the text comes back as it was shown."""
    allowed = {tag for tag, _ in page(client, text="Syrian Negotiations Commission").tags} | {"mark"}
    names = {name for _, attributes in page(client, text="Syrian Negotiations Commission").tags for name in attributes}

    @given(HOSTILE)
    def check(text):
        shown = page(client, text=text, mode=mode)
        assert {tag for tag, _ in shown.tags} <= allowed
        assert {name for _, attributes in shown.tags for name in attributes} <= names | {"role"}
        (field,) = [attributes for attributes in shown.named("input") if attributes["name"] == "text"]
        assert field["value"] == printable(text)

    check()


@given(HOSTILE, HOSTILE)
def test_no_address_is_a_fault(client, text, tag):
    for path in (f"/tmserver/en/{quote(tag, safe='')}/unit/{quote(text, safe='')}", f"/{quote(text, safe='')}"):
        assert client.get(path).status_code in (200, 400, 404)
    assert client.get("/api/lookup", params={"text": text, "to": tag}).status_code in (200, 400)
    page_of = client.get("/", params={"text": text, "from": tag, "to": tag})
    assert not Elements(page_of.text).named("script")


@pytest.mark.parametrize("path", ["/?text=a", "/api/lookup?text=a", "/tmserver/en/fr/unit/a"])
def test_a_fault_is_reported_to_us_and_not_to_the_asker(pool, monkeypatch, path):
    def broken(*_arguments, **_options):
        raise RuntimeError("secret of the house")

    reported = []
    monkeypatch.setattr("termbase.web.questions.look_up", broken)
    answer = client_of(pool, report=reported.append).get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "TB-E900" in answer.text
    assert [str(error) for error in reported] == ["secret of the house"]
