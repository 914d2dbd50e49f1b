"""The page of `termbase review --html`: what is in it, and what its script does, in node and in a browser."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from importlib.resources import files

import pytest
from lxml import html

from termbase.alignment.keys import key_of, sentence_ids
from termbase.alignment.replay import replay
from termbase.formats import decisions
from termbase.model import Bead, BeadStatus
from termbase.reports.review_html import render

SCRIPT = files("termbase.reports") / "review.js"
TEXTS = {
    "en": ["The envoy arrived.", "He met the president.", "They spoke of aid. </script><b>&amp;", "Talks go on."],
    "ar": ["وصل المبعوث.", "والتقى الرئيس.", "وبحثا المساعدات.", "والمحادثات مستمرة."],
    "fr": [
        "L’envoyé est arrivé.",
        "Il a rencontré le président.",
        "Ils ont parlé d’aide.",
        "Les pourparlers continuent.",
    ],
}


def page_data(texts, beads):
    return {
        "release": "2024-12-visit",
        "sentences": {
            language: [
                {"id": id_, "text": text, "place": f"tmx/2024-12-visit/{language}.txt:{line}:1"}
                for line, (id_, text) in enumerate(zip(sentence_ids(rows), rows, strict=True), 1)
            ]
            for language, rows in texts.items()
        },
        "beads": [
            {"sides": {tag: list(side) for tag, side in bead.sides.items()}, "confidence": bead.confidence, "status": bead.status.value}
            for bead in beads
        ],
    }  # fmt: skip


def visit(*confidences):
    """A release of one bead a sentence."""
    return page_data(
        TEXTS,
        [
            Bead(dict.fromkeys(TEXTS, (place,)), confidence, BeadStatus.REVIEW if confidence < 0.5 else BeadStatus.AUTO)
            for place, confidence in enumerate(confidences)
        ],
    )


def test_the_page_holds_everything_and_loads_nothing():
    text = render(visit(0.3, 0.9, 0.4, 0.9))
    assert "src=" not in text
    assert not re.search(r"https?:|url\(|@import|//[a-z]+\.", text)
    page = html.document_fromstring(text)
    assert page.get("lang") == "en"
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert page.xpath("//th/text()") == ["confidence", "en", "fr", "ar"]
    (data,) = page.xpath("//script[@type='application/json']/text()")
    read = json.loads(data)
    assert read["sentences"]["en"][2]["text"] == TEXTS["en"][2]
    assert read["columns"] == [{"tag": "en", "dir": "ltr"}, {"tag": "fr", "dir": "ltr"}, {"tag": "ar", "dir": "rtl"}]
    assert len(page.xpath("//script")) == 2
    assert not page.xpath("//b")


def test_every_button_has_its_key_and_every_key_is_one_of_the_script():
    page = html.document_fromstring(render(visit(0.3, 0.9, 0.4, 0.9)))
    script = SCRIPT.read_text(encoding="utf-8")
    for button in page.xpath("//button[@data-key]"):
        key = button.get("data-key")
        assert button.xpath("kbd/text()") == [key]
        assert re.search(rf'^    "?{re.escape(key)}"?(: |,)', script, re.MULTILINE), key


NODE = """
const { Session } = require(process.argv[1]);
const sessions = JSON.parse(require("fs").readFileSync(0, "utf8"));
const made = sessions.map(({ data, moves }) => {
  const session = new Session(data, () => new Date("2024-12-03T09:30:00.123Z"));
  const refused = moves.filter(([name, place, ...rest]) => session[name](place % session.beads.length, ...rest)).length;
  return { lines: session.save("R. Reviewer"), beads: session.beads, open: session.open, refused };
});
console.log(JSON.stringify(made));
"""


def in_node(sessions):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so the page's script is not run")
    run = subprocess.run(
        [node, "-e", NODE, "--", str(SCRIPT)],
        input=json.dumps(sessions), capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def some_session(seed):
    """Random beads over made-up sentences, some of them said twice, and random moves; some moves are impossible."""
    rng = random.Random(seed)  # noqa: S311 (test data, not secrets)
    texts = {tag: [] for tag in TEXTS}
    beads = []
    for _ in range(rng.randint(2, 7)):
        sizes = {tag: rng.choice((0, 1, 1, 2)) for tag in texts}
        if not any(sizes.values()):
            sizes["en"] = 1
        start = {tag: len(rows) for tag, rows in texts.items()}
        for tag, size in sizes.items():
            texts[tag] += [f"{tag} says {rng.randint(1, 6)}" for _ in range(size)]
        sides = {tag: tuple(range(start[tag], len(texts[tag]))) for tag in texts}
        beads.append(Bead(sides, round(rng.random(), 4)))
    moves = []
    for _ in range(rng.randint(1, 6)):
        place = rng.randint(0, 1)
        moves.append(
            rng.choice(
                [
                    ["settle", place, rng.choice(["accept", "reject"])],
                    ["merge", place],
                    ["split", place, {tag: rng.randint(0, 1) for tag in texts}],
                    ["shift", place, rng.choice(list(texts)), rng.choice(["next", "bead"])],
                    ["undo", 0],
                ]
            )
        )
    return texts, beads, moves


def test_what_the_page_shows_is_what_replaying_its_decisions_gives(tmp_path):
    """Two hundred random sessions: the beads, the status of each, and every line is a decision.

    A part of a bead that was joined and cut again is as sure, in the log, as the automatic beads it touches; the page keeps the least of all.
    """
    sessions = [some_session(seed) for seed in range(200)]
    answers = in_node([{"data": page_data(texts, beads), "moves": moves} for texts, beads, moves in sessions])
    refused = 0
    for (texts, beads, _), answer in zip(sessions, answers, strict=True):
        log = tmp_path / "decisions.jsonl"
        log.write_text(answer["lines"], encoding="utf-8")
        made = [entry.decision for entry in decisions.read(log)]
        ids = {tag: sentence_ids(rows) for tag, rows in texts.items()}
        result = replay(beads, ids, made, list)
        assert not result.stale
        shown = {key_of(bead["sides"], ids): bead for bead in answer["beads"]}
        assert {key_of(bead.sides, ids) for bead in result.beads} == shown.keys()
        for bead in result.beads:
            theirs = shown[key_of(bead.sides, ids)]
            assert bead.status.value == theirs["status"]
            assert bead.status in ("accepted", "rejected") or bead.confidence >= theirs["confidence"]
        refused += answer["refused"]
    assert refused


def test_the_beginning_of_a_bead_is_one_line_that_the_log_takes(tmp_path):
    """Breaks, controls and a pair of surrogates at the cut."""
    texts = {"en": ["One\u2028two\x85 three\t four\n" + "\U0001f54a" * 80], "fr": ["Un."]}
    beads = [Bead({"en": (0,), "fr": (0,)})]
    (answer,) = in_node([{"data": page_data(texts, beads), "moves": [["settle", 0, "accept"]]}])
    log = tmp_path / "decisions.jsonl"
    log.write_text(answer["lines"], encoding="utf-8")
    (entry,) = decisions.read(log)
    assert entry.decision.text == "One two three four " + "\U0001f54a" * 41
    assert entry.decision.when == "2024-12-03T09:30:00Z"


DRIVER = """<script>
const said = [];
const press = (key, more = {}) => {
  // Keys go to what has the focus, as a person's do.
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  said.push(document.getElementById("said").textContent);
};
let saved = "";
window.Blob = class { constructor(parts) { saved = parts.join(""); } };
URL.createObjectURL = () => "blob:none";
HTMLAnchorElement.prototype.click = function () { said.push(this.download); };
%s
const pre = document.createElement("pre");
pre.id = "result";
pre.textContent = JSON.stringify({ said, saved, count: document.getElementById("count").textContent });
document.body.append(pre);
</script>
"""


def in_browser(tmp_path, data, script):
    """The page after a script has pressed its keys: the document, and what was said and saved."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no Chromium is installed, so the page is not opened")
    page = tmp_path / "review.html"
    page.write_text(render(data).replace("</body>", DRIVER % script + "</body>"), encoding="utf-8")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", timeout=300)
    document = html.document_fromstring(run.stdout)
    found = document.xpath("//pre[@id='result']/text()")
    assert found, run.stderr[-2000:] + run.stdout[-500:]
    return document, json.loads(found[0])


@pytest.mark.slow
def test_a_reviewer_works_through_the_queue_with_the_keyboard(tmp_path):
    """Two beads wait. The first is accepted, the second merged with its neighbour and rejected, undone, accepted; then all is saved."""
    document, result = in_browser(
        tmp_path,
        visit(0.3, 0.9, 0.4, 0.9),
        """
        press("Enter");
        press("m");
        press("x");
        press("u");
        press("j", {ctrlKey: true});
        press("Enter", {ctrlKey: true});
        press("m");
        press("d");
        document.getElementById("who").value = "R. Reviewer";
        document.getElementById("who").blur();
        press("d");
        """,
    )
    lines = [json.loads(line) for line in result["saved"].splitlines()]
    assert [line["action"] for line in lines] == ["accept", "merge", "accept"]
    assert {line["who"] for line in lines} == {"R. Reviewer"}
    assert lines[0]["text"] == "The envoy arrived."
    assert lines[2]["bead"].count("+") == 3
    assert result["count"] == "0 to review of 3 beads; 3 decisions"
    assert result["said"] == [
        "accepted, 1 left", "merged, 1 left", "rejected, 0 left, nothing waits for review", "undone, 1 left", "undone, 1 left",
        "accepted, 0 left, nothing waits for review", "choose a bead first", "say who you are first: the log keeps it", "2024-12-visit.decisions.jsonl",
        "saved; now run: termbase review 2024-12-visit --apply 2024-12-visit.decisions.jsonl",
    ]  # fmt: skip
    assert not document.xpath("//tbody/tr")


@pytest.mark.slow
def test_the_queue_shows_neighbours_and_each_language_in_its_own_direction(tmp_path):
    document, result = in_browser(tmp_path, visit(0.3, 0.9, 0.9, 0.9), "press('j')")
    rows = document.xpath("//tbody/tr")
    assert [row.get("class").split() for row in rows] == [["review"], ["auto", "context"]]
    assert [row.get("aria-current") for row in rows] == ["true", "false"]
    assert [(cell.get("lang"), cell.get("dir")) for cell in rows[0].xpath("td[@dir]")] == [
        ("en", "ltr"),
        ("fr", "ltr"),
        ("ar", "rtl"),
    ]
    assert rows[0].xpath("td[@lang='ar']/p/text()") == [TEXTS["ar"][0]]
    assert result["said"] == ["no further bead below"]


@pytest.mark.slow
def test_beads_are_cut_and_sentences_moved_in_the_language_that_is_chosen(tmp_path):
    """With an Arabic keyboard, on which j is another letter."""
    document, result = in_browser(
        tmp_path,
        visit(0.9, 0.9, 0.9, 0.9),
        """
        press("ت", {code: "KeyJ"});
        press("l"); press("l");
        press("]");
        press("[");
        press("e");
        press("m");
        press("c"); press("c");
        press("s");
        press("f");
        """,
    )
    assert result["said"] == [
        "", "fr", "ar", "moved down, 2 left", "moved up, 2 left", "correct the text in tmx/2024-12-visit/ar.txt:2:1",
        "merged, 1 left", "", "", "split, 2 left", "",
    ]  # fmt: skip
    assert [
        [len(cell.xpath("p")) for cell in row.xpath("td[@dir]")]
        for row in document.xpath("//tbody/tr[contains(@class, 'review')]")
    ] == [[1, 1, 0], [1, 1, 2]]


@pytest.mark.slow
def test_of_a_long_text_the_page_shows_what_stands_around_the_current_bead(tmp_path):
    """Thousands of rows at once would make every key take seconds."""
    count = 3000
    texts = {tag: [f"{tag} says {number}" for number in range(count)] for tag in TEXTS}
    beads = [Bead(dict.fromkeys(texts, (place,)), 0.9) for place in range(count)]
    document, result = in_browser(
        tmp_path,
        page_data(texts, beads),
        """
        said.push(document.querySelectorAll("tbody tr").length);
        document.getElementById("later").click();
        said.push(document.getElementById("earlier").textContent);
        press("Enter");
        press("u");
        """,
    )
    assert result["said"] == [61, "1 earlier bead", "accepted, 0 left, nothing waits for review", "undone, 0 left"]
    rows = document.xpath("//tbody/tr")
    assert len(rows) == 121
    assert [row.xpath("td[@lang='en']/p/text()") for row in rows if row.get("aria-current") == "true"] == [
        ["en says 61"]
    ]
    assert document.xpath("//button[@id='later']/text()") == [f"{count - 122} later beads"]
