"""Each documented recipe of continuous integration is run: in a scratch repository, from a fresh clone of this one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml
from lxml import etree

import container

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")
GIT = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always"]
FAULT = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="text"/>
<body><tu tuid="1"><tuv xml:lang="en"><seg>Two words</seg></tuv><tuv xml:lang="fr"><seg>Deux  mots</seg></tuv></tu></body></tmx>
"""


def snippet(name):
    """The YAML of the page that begins with a comment naming the file."""
    found = re.search(rf"```yaml\n# {re.escape(name)}\n(.*?)```", PAGE, re.DOTALL)
    return yaml.safe_load(found[1])


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clone of what is committed, as a user of the hooks and the action would get it."""
    folder = tmp_path_factory.mktemp("clone") / "termbase"
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so there is nothing to clone")
    subprocess.run([*GIT, "clone", "-q", "--no-hardlinks", str(ROOT), str(folder)], check=True)
    if not (folder / "action.yml").exists():
        pytest.skip("the recipes are not committed yet")
    return folder


@pytest.fixture
def scratch(tmp_path):
    """A repository with a project and one planted fault."""
    for name in ("tmx", "glossary"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "termbase.toml", tmp_path)
    (tmp_path / "planted.tmx").write_text(FAULT, encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "start"]):
        subprocess.run([*GIT, *command], cwd=tmp_path, check=True)
    return tmp_path


@pytest.fixture(scope="module")
def installed(clone, tmp_path_factory):
    """The environment after the install step of the action."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    steps = yaml.safe_load((clone / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    environment = os.environ | {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(clone),
    }
    environment.pop("PYTHONPATH", None)
    result = subprocess.run(
        ["bash", "-c", steps[0]["run"]], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return environment, steps[1]


@pytest.mark.slow
def test_the_action_annotates_and_writes_sarif(installed, scratch):
    environment, step = installed
    inputs = {"TERMBASE_PATHS": "", "TERMBASE_ARGUMENTS": "--select TB501", "TERMBASE_SARIF": "termbase.sarif"}
    assert set(inputs) == set(step["env"])
    script = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    clean = subprocess.run(script, cwd=scratch, env=environment | inputs, capture_output=True, text=True, check=False)
    assert (clean.returncode, clean.stdout) == (0, "")
    inputs["TERMBASE_PATHS"] = "planted.tmx"
    faulty = subprocess.run(script, cwd=scratch, env=environment | inputs, capture_output=True, text=True, check=False)
    assert faulty.returncode == 1
    assert faulty.stdout.startswith("::warning file=planted.tmx,line=3,")
    results = json.loads((scratch / "termbase.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["TB501"]


@pytest.mark.slow
def test_the_hooks_run_from_a_fresh_clone(clone, scratch, tmp_path_factory):
    if shutil.which("pre-commit", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("pre-commit is not installed")
    config = snippet(".pre-commit-config.yaml")
    (repository,) = config["repos"]
    head = subprocess.run(
        [*GIT, "rev-parse", "HEAD"], cwd=clone, check=True, capture_output=True, text=True
    ).stdout.strip()
    repository |= {"repo": str(clone), "rev": head}
    (scratch / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    subprocess.run([*GIT, "add", "-A"], cwd=scratch, check=True)
    environment = os.environ | {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("hooks")), "NO_COLOR": "1"}
    environment.pop("PYTHONPATH", None)
    command = [str(Path(sys.executable).parent / "pre-commit"), "run", "--all-files"]
    result = subprocess.run(command, cwd=scratch, env=environment, capture_output=True, text=True, check=False)
    outcomes = dict(re.findall(r"^(termbase .*?)\.{3,}(?:\(.*\))?(\w+)$", result.stdout, re.MULTILINE))
    assert outcomes == {
        "termbase check": "Failed",
        "termbase check (whole project)": "Passed",
        "termbase build --check": "Passed",
        "termbase glossary validate": "Passed",
    }, result.stdout
    assert "planted.tmx:3:" in result.stdout


def test_the_gitlab_recipe_writes_both_reports(scratch):
    job = snippet(".gitlab-ci.yml")["termbase"]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    commands = [command for command in job["script"] if not command.startswith("pip ")]  # termbase is installed here
    codes = [
        subprocess.run(["bash", "-c", command], cwd=scratch, env=environment, check=False).returncode
        for command in commands
    ]
    reports = job["artifacts"]["reports"]
    assert codes == [0, 0]
    assert json.loads((scratch / reports["codequality"]).read_text(encoding="utf-8")) == []
    assert etree.parse(scratch / reports["junit"]).getroot().get("failures") == "0"


def test_the_github_workflow_names_this_action():
    steps = snippet(".github/workflows/translations.yml")["jobs"]["termbase"]["steps"]
    uses = [step["uses"] for step in steps]
    assert any("/termbase@" in name for name in uses)
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    given = next(step["with"] for step in steps if "/termbase@" in step["uses"])
    assert set(given) <= set(inputs)
    assert steps[-1]["with"]["sarif_file"] == inputs["sarif-file"]["default"]


def test_the_line_for_any_other_server_reports_only_what_changed(tmp_path, project):
    """A fault in a file of the branch is reported; one that the main branch has already is not."""
    (line,) = re.findall(r"^termbase check --diff-base .*$", PAGE, re.MULTILINE)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    def report():
        code = subprocess.run(["bash", "-c", line], cwd=project, env=environment, check=False).returncode
        return code, [
            case.get("name") for case in etree.parse(project / "termbase.xml").iterfind(".//testcase[failure]")
        ]

    old = project / "tmx" / "2024-12-envoy-meeting" / "fr.txt"
    new = project / "tmx" / "2024-12-who-is-who" / "fr.txt"
    old.write_text(old.read_text(encoding="utf-8").replace(" de ", "  de ", 1), encoding="utf-8")
    origin = tmp_path / "origin.git"
    (project / ".gitignore").write_text("origin.git\ntermbase.xml\n.termbase\n", encoding="utf-8")
    for command in (
        ["init", "-q", "--bare", str(origin)],
        ["init", "-q", "-b", "main"],
        ["remote", "add", "origin", str(origin)],
        ["add", "-A"],
        ["commit", "-qm", "start"],
        ["push", "-q", "origin", "main"],
        ["switch", "-q", "-c", "work"],
    ):
        subprocess.run([*GIT, *command], cwd=project, check=True)
    assert report() == (0, [])
    new.write_text(new.read_text(encoding="utf-8").replace("Son vice", "Son  vice"), encoding="utf-8")
    subprocess.run([*GIT, "commit", "-qam", "a fault"], cwd=project, check=True)
    code, failures = report()
    assert code == 1
    assert len(failures) == 1
    assert "TB501" in failures[0]


@pytest.fixture
def engine(tmp_path_factory):
    """A container engine, and nothing left of it afterwards."""
    try:
        found = container.engine(tmp_path_factory.mktemp("containers"))
    except container.Missing as reason:
        pytest.skip(str(reason))
    try:
        yield found
    finally:
        found.close()


@pytest.mark.slow
def test_the_container_runs(engine, clone, scratch):
    """The image is built of what is committed; its user is not the owner of the project, as is usual in a container."""
    (arguments,) = re.findall(r'^docker run --rm -v "\$PWD:/project" termbase (.*)$', PAGE, re.MULTILINE)
    try:
        engine.build(clone)
    except container.Missing as reason:
        pytest.skip(str(reason))
    scratch.chmod(0o755)
    clean = engine.run(scratch, *arguments.split())
    assert clean.returncode == 0, clean.stderr
    faulty = engine.run(scratch, *arguments.split(), "planted.tmx")
    assert faulty.returncode == 1, faulty.stderr
    assert "TB501" in faulty.stdout
