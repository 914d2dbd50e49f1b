"""The same findings in every format; each format is read back by what its readers use."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import replace

import pytest
from lxml import etree, html

from termbase.checks.runner import all_rules
from termbase.errors import InputError
from termbase.model import Category, Finding, Fix, Place, Severity
from termbase.reports.base import REPORTERS, Report

ARABIC = "أكد البحرة, أن «الائتلاف» يتابع\u2069"
FINDINGS = (
    Finding(
        "TB205", "arabic-punctuation", Category.PUNCTUATION, Severity.WARNING, 0.97, "Latin “,” in Arabic: use “،”, 100% sure", "tmx/a b/ar.txt", 3, 11,
        "u1", "ar", "", "Al-Bahra said, <the SOC> follows & waits", ARABIC, Fix(True, "،", 10, 11), "f" * 32, "", (Place("tmx/a b/en.txt", 3),),
    ),
    Finding("TB101", "term-missing", Category.TERMINOLOGY, Severity.ERROR, 0.95, "line one\nline two", "x.tmx", 7, 1, "u2", "fr", "soc", "SOC", "La\x0b", None,
        "e" * 32, "baseline"),
    Finding("TB405", "missing-translation", Category.UNTRANSLATED, Severity.INFO, 0.8, "there is no ar version", "x.tmx", 9, 1, "u3", fingerprint="d" * 32),
    Finding("TB405", "missing-translation", Category.UNTRANSLATED, Severity.INFO, 0.8, "there is no ar version", "x.tmx", 19, 1, "u3", fingerprint="d" * 32),
)  # fmt: skip
ERROR = InputError("not well-formed", number=11, path="bad.tmx", line=2, column=5, help="export it again")
REPORT = Report(FINDINGS, 2, 40, (ERROR,), rules=all_rules())


def render(name, report=REPORT):
    return REPORTERS.get(name)(report)


def test_json_has_the_fixed_keys():
    value = json.loads(render("json"))
    assert value["schema"] == 1
    assert value["tool"]["name"] == "termbase"
    assert list(value["findings"][0]) == [
        "rule", "name", "category", "severity", "confidence", "message", "path", "line", "column", "unit", "lang", "concept",
        "source_text", "target_text", "fix", "fingerprint", "suppressed",
    ]  # fmt: skip
    assert value["findings"][0]["fix"] == {"safe": True, "replacement": "،"}
    assert [finding["suppressed"] for finding in value["findings"]] == [False, True, False, False]
    assert value["findings"][0]["target_text"] == ARABIC


def test_jsonl_has_one_finding_a_line():
    lines = render("jsonl").splitlines()
    assert [json.loads(line)["rule"] for line in lines] == [finding.rule for finding in FINDINGS]


def test_sarif_marks_what_is_suppressed_and_keeps_it():
    log = json.loads(render("sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"] == {"termbase/v1": result["partialFingerprints"]["termbase/v1"]}
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
    assert ["suppressions" in result for result in run["results"]] == [False, True, False, False]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "tmx/a%20b/ar.txt"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"] == "TB-E311"


def test_sarif_validates(tmp_path):
    """Judged by the SARIF committee's own validator where it is installed; .ci/run installs it."""
    tool = os.environ.get("SARIF_MULTITOOL")
    if not tool:
        pytest.skip("SARIF_MULTITOOL does not name the SARIF validator")
    path = tmp_path / "out.sarif"
    path.write_text(render("sarif"), encoding="utf-8")
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    result = subprocess.run([tool, "validate", path], capture_output=True, text=True, check=False, env=environment)
    assert result.returncode == 0, result.stdout
    assert "error" not in result.stdout, result.stdout


def test_github_commands_escape_what_would_end_them():
    first, *_, last = render("github").splitlines()
    assert first == (
        "::warning file=tmx/a b/ar.txt,line=3,col=11,title=TB205 arabic-punctuation::Latin “,” in Arabic: use “،”, 100%25 sure"
    )
    assert last == "::error file=bad.tmx,line=2,title=TB-E311::not well-formed. export it again"


def test_gitlab_fingerprints_are_unique():
    """GitLab shows findings of one fingerprint once."""
    entries = json.loads(render("gitlab"))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 3
    assert entries[0]["location"] == {"path": "tmx/a b/ar.txt", "lines": {"begin": 3}}
    assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "critical", "blocker"}


def test_junit_counts_agree():
    root = etree.fromstring(render("junit").encode())
    assert (root.get("failures"), root.get("errors"), root.get("skipped")) == ("3", "1", "1")
    assert len(root.findall(".//failure")) == 3
    assert len(root.findall(".//skipped")) == 1
    assert "\ufffd" not in root.find(".//failure").text


def test_junit_of_a_clean_run_is_not_empty():
    root = etree.fromstring(render("junit", Report((), 1, 4)).encode())
    assert [case.get("name") for case in root.iter("testcase")] == ["4 units of 1 documents"]


def test_checkstyle_groups_by_file():
    root = etree.fromstring(render("checkstyle").encode())
    assert [file.get("name") for file in root] == ["tmx/a b/ar.txt", "x.tmx", "bad.tmx"]
    assert root.find("file/error").get("severity") == "warning"


def test_html_reads_arabic_from_the_right_and_loads_nothing():
    text = render("html")
    page = html.fromstring(text)
    quotations = page.findall(".//blockquote")
    assert [(item.get("lang"), item.get("dir")) for item in quotations[:2]] == [("en", "ltr"), ("ar", "rtl")]
    assert quotations[0].text == FINDINGS[0].source_text
    assert not re.search(r"(?:src|href)\s*=|@import|url\(", text)


def test_html_keeps_the_places_of_two_arabic_terms_in_a_message():
    """With a direction guessed from the first letter, “A is forbidden; use B” would read “B is forbidden; use A”."""
    finding = replace(FINDINGS[0], message="“لجنة” is forbidden; use “هيئة <b>”")
    page = html.fromstring(render("html", Report((finding,), rules=all_rules())))
    message = page.find(".//article/p/bdi")
    assert message.get("dir") == "ltr"
    assert [item.text for item in message.findall("bdi")] == ["لجنة", "هيئة <b>"]
    assert message.text_content() == finding.message


def test_html_marks_what_a_fix_replaces_and_shows_spaces_by_number():
    finding = replace(FINDINGS[0], target_text="الأول , ثم", fix=Fix(True, "\u00a0", 5, 6))
    page = html.fromstring(render("html", Report((finding,), 1, 1, rules=all_rules())))
    assert page.find(".//blockquote/mark").text == " "
    assert page.findall(".//blockquote")[1].text_content() == finding.target_text
    assert "Fix: U+00A0" in page.text_content()
    assert "1 unit of 1 document;" in page.text_content()


def test_text_shows_source_and_target_on_lines_of_their_own():
    lines = render("text").splitlines()
    assert lines[0].startswith("tmx/a b/ar.txt:3:11: warning[TB205 arabic-punctuation]")
    assert lines[2] == f"  ar      {ARABIC}"
    assert lines[-1] == "3 findings (2 info, 1 warning), 1 suppressed, 1 input not read in 40 units of 2 documents"


def test_concise_is_a_line_a_finding():
    assert len(render("concise").splitlines()) == 3


@pytest.mark.parametrize("name", sorted(REPORTERS.paths()))
def test_hostile_text_breaks_no_format(name):
    """Control characters, markup and lone surrogates come in from memories of all ages."""
    nasty = "\x00\x1b[31m]]><script>\ud800{}\u202e%0A::error::\n"
    report = Report(
        (replace(FINDINGS[0], message=nasty, path=nasty, unit=nasty, source_text=nasty, target_text=nasty),),
        rules=all_rules(),
    )
    text = render(name, report)
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif name in ("junit", "checkstyle"):
        etree.fromstring(text.encode())
    elif name == "html":
        assert "<script>" not in text
    elif name == "github":
        assert len(text.splitlines()) == 1
    elif name in ("text", "concise"):
        assert "\x1b[31m" not in text
