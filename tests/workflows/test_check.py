from __future__ import annotations

import json
import subprocess

import pytest

from termbase.cli.app import main
from termbase.errors import InputError
from termbase.formats import tmx
from termbase.workflows.check import Request, check, write_baseline
from termbase.workflows.fix import fix
from termbase.workflows.project import open_project

PLANTED = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>
  <body>
    <!-- kept as it is -->
    <tu tuid="one"   changedate='20240101T000000Z'>
      <tuv xml:lang="en"><seg>Source &amp; date: today</seg></tuv>
      <tuv xml:lang="fr"><seg>Source &amp; date : aujourd&#8217;hui</seg></tuv>
      <tuv xml:lang="ar"><seg>المصدر,  اليوم</seg></tuv>
    </tu>
    <tu tuid="two"><note>termbase: ignore TB501 layout of the poster</note>
      <tuv xml:lang="en"><seg>Two words</seg></tuv>
      <tuv xml:lang="fr"><seg>Deux  mots</seg></tuv>
    </tu>
  </body>
</tmx>
"""


@pytest.fixture
def planted(project):
    path = project / "planted.tmx"
    path.write_text(PLANTED, encoding="utf-8")
    return path


def run(*paths, **options):
    return check(open_project(), Request(tuple(map(str, paths)), **options))


def test_this_projects_releases_are_clean(project):
    assert run().findings == ()


def test_the_evaluation_release_is_clean(project, shared):
    """A real release against the real glossary: not one false finding."""
    assert [finding.message for finding in run(shared / "releases" / "2024-12-envoy-meeting").open] == []


def test_findings_point_at_what_a_person_wrote(project):
    path = project / "tmx" / "2024-12-who-is-who" / "fr.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Son vice-président", "Son  vice-président"), encoding="utf-8")
    (finding,) = run().open
    line = path.read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert finding.path.endswith("fr.txt")
    assert line[finding.column - 1 : finding.column + 1] == "  "


def test_fingerprints_survive_lines_inserted_above(planted):
    before = [finding.fingerprint for finding in run(planted).open]
    moved = PLANTED.replace(
        "    <!-- kept",
        "\n\n\n    <tu><tuv xml:lang='en'><seg>New.</seg></tuv><tuv xml:lang='fr'><seg>Neuf.</seg></tuv></tu>\n    <!-- kept",
    )
    planted.write_text(moved, encoding="utf-8")
    after = run(planted).open
    assert [finding.fingerprint for finding in after] == before
    assert after[0].line > 8


def test_a_baseline_silences_what_was_there_and_nothing_else(planted, project):
    first = run(planted)
    assert first.open
    assert write_baseline("known.json", first) == len(first.open)
    again = run(planted, baseline="known.json")
    assert not again.open
    assert {finding.suppressed for finding in again.findings} == {"baseline", "inline"}
    planted.write_text(PLANTED.replace("aujourd&#8217;hui", "aujourd&#8217;hui , vraiment  oui"), encoding="utf-8")
    assert run(planted, baseline="known.json").open


def test_a_baseline_entry_that_is_gone_is_said_and_pruned(planted, project):
    write_baseline("known.json", run(planted))
    planted.write_text(PLANTED.replace("المصدر,  اليوم", "المصدر، اليوم"), encoding="utf-8")
    report = run(planted, baseline="known.json")
    assert report.stale
    write_baseline("known.json", report)
    assert run(planted, baseline="known.json").stale == 0


@pytest.mark.parametrize("text", ["", "[]", "{", '{"findings": [{}]}'])
def test_a_broken_baseline_is_an_error(planted, project, text):
    (project / "known.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        run(planted, baseline="known.json")


def test_an_inline_suppression_is_marked(planted):
    hidden = [finding for finding in run(planted).findings if finding.suppressed]
    assert [(finding.rule, finding.unit, finding.suppressed) for finding in hidden] == [("TB501", "two", "inline")]


@pytest.mark.parametrize(
    ("note", "message"),
    [("termbase: ignore TB203", "the suppression of TB203 is unused"), ("termbase: ignore", "names no rule")],
)
def test_a_suppression_that_hides_nothing_is_reported(planted, note, message):
    planted.write_text(PLANTED.replace("termbase: ignore TB501 layout of the poster", note), encoding="utf-8")
    assert any(finding.rule == "TB901" and message in finding.message for finding in run(planted).open)


def test_a_path_can_be_silenced_by_configuration(planted, project):
    (project / "termbase.toml").write_text(
        'languages = ["en", "ar", "fr"]\n[check.path-ignore]\n"*.tmx" = ["TB2", "doubled-space"]\n', encoding="utf-8"
    )
    report = run(planted)
    assert {finding.suppressed for finding in report.findings} == {"config", "inline"}


def test_fixes_change_their_spans_and_nothing_else(planted):
    """Comments, attributes, entities and layout stay byte for byte."""
    (mended,) = fix(open_project(), Request((str(planted),))).files
    expected = PLANTED.replace("date : aujourd", "date\u00a0: aujourd").replace("المصدر,  اليوم", "المصدر، اليوم")
    assert planted.read_text(encoding="utf-8") == expected == mended.after
    assert fix(open_project(), Request((str(planted),))).files == ()


def test_a_diff_changes_nothing(planted):
    (mended,) = fix(open_project(), Request((str(planted),)), write=False).files
    assert planted.read_text(encoding="utf-8") == PLANTED == mended.before
    assert "\u00a0: aujourd" in mended.diff


def test_fixes_of_a_release_go_into_its_texts(project):
    path = project / "tmx" / "2024-12-who-is-who" / "fr.txt"
    good = path.read_bytes()
    path.write_bytes(good.replace("\u00a0:".encode(), b" :").replace(b"Son vice", b"Son  vice"))
    (mended,) = fix(open_project(), Request()).files
    assert mended.fixes >= 2
    assert path.read_bytes() == good


def test_a_bad_file_does_not_hide_the_findings_of_the_others(planted, project):
    (project / "bad.tmx").write_text("<tmx><body>", encoding="utf-8")
    report = run("bad.tmx", planted)
    assert report.exit_code == 2
    assert report.open
    assert len(report.errors) == 1


def test_globs_and_folders_find_documents_once(planted, project):
    assert run("*.tmx", "planted.tmx").documents == 1
    assert run(project).documents == 3  # two releases, whose TMX is not read beside them, and the planted file


def test_only_changed_files_are_checked(planted, project):
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], cwd=project, check=True)
    assert run(project, diff_base="HEAD").documents == 0
    path = project / "tmx" / "2024-12-who-is-who" / "ar.txt"
    path.write_text(path.read_text(encoding="utf-8") + "جملة أخرى.\n", encoding="utf-8")
    (project / "new.tmx").write_text(PLANTED, encoding="utf-8")
    assert run(project, diff_base="HEAD").documents == 2


def test_a_rule_that_crashes_is_reported_and_the_run_goes_on(planted, monkeypatch):
    from termbase.checks.rules import doubled_space

    def crash(unit, _context):
        raise ZeroDivisionError(unit.id)

    monkeypatch.setattr(doubled_space, "check", crash)
    report = run(planted)
    crashed = [finding for finding in report.findings if "failed on this unit" in finding.message]
    assert {finding.unit for finding in crashed} == {"one", "two"}
    assert {finding.rule for finding in report.open} >= {"TB203", "TB205"}


def test_parallel_and_serial_runs_agree(planted, project, monkeypatch):
    for number in range(3):
        (project / f"copy{number}.tmx").write_text(PLANTED, encoding="utf-8")
    serial = run("*.tmx")
    monkeypatch.setattr("termbase.workflows.check._PARALLEL_FROM", 0)
    assert run("*.tmx", jobs=2).findings == serial.findings


def test_every_format_gives_the_same_exit_code(planted, capsys):
    codes = {
        main(["check", str(planted), "--format", name])
        for name in ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "html")
    }
    assert codes == {1}
    assert main(["check", str(planted), "--format", "json", "--exit-zero"]) == 0
    capsys.readouterr()


def test_a_report_goes_to_a_file_whole(planted, project):
    assert main(["check", str(planted), "--format", "json", "--output-file", "out/report.json"]) == 1
    assert json.loads((project / "out" / "report.json").read_text(encoding="utf-8"))["summary"]["findings"] > 0


def test_units_of_a_memory_are_checked_as_those_of_its_release(project):
    """The TMX file alone gives what the texts give: nothing."""
    for path in (project / "tmx").glob("*.tmx"):
        assert list(tmx.read(path))
        assert run(path).findings == ()
