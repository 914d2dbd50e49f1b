"""The benches run on any data of their form: other programs rely on their commands (DESIGN, section 7). Here on a handful of lines."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"

SENTENCES = {
    "en": ["The council met on 12 May 2024.", "It discussed the camps.", "Nobody left early.", "The vote is tomorrow."],
    "fr": ["Le conseil s’est réuni le 12 mai 2024.", "Il a parlé des camps. Personne n’est parti tôt.", "Le vote est demain."],
}  # fmt: skip
GOLD = "0\t0\n1,2\t1\n3\t2\n"


def run(script, *arguments, cwd):
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def documents(tmp_path):
    """A folder of the evaluation's form: PAIR/CLASS.VARIANT/DOCUMENT."""
    folder = tmp_path / "data" / "en-fr" / "small.clean" / "one"
    folder.mkdir(parents=True)
    for language, sentences in SENTENCES.items():
        (folder / f"{language}.txt").write_text("\n".join(sentences) + "\n", encoding="utf-8")
    (folder / "gold.tsv").write_text(GOLD, encoding="utf-8")
    return tmp_path / "data"


def test_alignment_measures_ours_and_a_peer(documents, tmp_path):
    table = run("alignment.py", documents, cwd=tmp_path)
    row = next(line for line in table.splitlines() if line.startswith("en-fr/small.clean"))
    assert row.split()[1:4] == ["1", "1.0000", "1.0000"]
    assert "galechurch" in table


def test_alignment_reads_the_ladder_that_hunalign_prints(documents, tmp_path):
    """The program itself cannot be had everywhere; this one prints the ladder of the gold, in hunalign's form, and checks what it was asked."""
    program = tmp_path / "hunalign"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "assert sys.argv[1:3] == ['-utf', '-realign'] and open(sys.argv[3]).read() == '', sys.argv\n"
        "assert [len(open(name, encoding='utf-8').readlines()) for name in sys.argv[4:]] == [4, 3]\n"
        "print('0\\t0\\t0.3\\n1\\t1\\t0.9\\n3\\t2\\t0.8\\n4\\t3\\t0.5')\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    table = run("alignment.py", documents, "--hunalign", program, cwd=tmp_path)
    (heading,) = [line for line in table.splitlines() if line.startswith("class ")]
    row = next(line for line in table.splitlines() if line.startswith("en-fr/small.clean"))
    assert heading.split()[-8:-5] == ["termbase", "galechurch", "hunalign"]
    assert re.findall(r"\d\.\d{4} \d\.\d{4}", row)[-1] == "1.0000 1.0000"


def test_segmentation_scores_a_folder(tmp_path):
    line = {"id": "a", "lang": "fr", "text": "M. Haddad est là. Il parle.", "sents": ["M. Haddad est là.", "Il parle."]}
    for name in ("press.jsonl", "real.jsonl"):
        (tmp_path / name).write_text(json.dumps(line) + "\n", encoding="utf-8")
    (tmp_path / "golden_rules.json").write_text("[]", encoding="utf-8")
    assert "1.000 (1.00)" in run("segmentation.py", tmp_path, "--system", "termbase", cwd=tmp_path)


def test_terms_write_a_prediction_for_each_line(tmp_path):
    terms = [{"source": "negotiation process", "target": ["processus de négociation"]}]
    lines = [
        {"id": "good", "src": "The negotiation process goes on.", "tgt": "Le processus de négociation continue.", "lang": "fr", "terms": terms},
        {"id": "bad", "src": "The negotiation process goes on.", "tgt": "Les pourparlers continuent.", "lang": "fr", "terms": terms},
    ]  # fmt: skip
    data = tmp_path / "data.jsonl"
    data.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    run("terms.py", data, "--predictions", tmp_path / "out.jsonl", cwd=tmp_path)
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert found == [{"id": "good", "flags": []}, {"id": "bad", "flags": ["negotiation process"]}]


@pytest.mark.parametrize(("part", "flagged"), [({}, ["develop"]), ({"part_of_speech": "verb"}, [])])
def test_terms_may_have_a_part_of_speech(tmp_path, part, flagged):
    """Data may say what the fixed format leaves open: طور is a phase, or a verb."""
    terms = [{"source": "develop", "target": ["طور"], **part}]
    line = {"id": "a", "src": "They develop it.", "tgt": "إنهم يطورونه.", "lang": "ar", "terms": terms}
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert json.loads(run("terms.py", data, cwd=tmp_path))["flags"] == flagged


@pytest.mark.slow
def test_memory_measures_a_table_and_its_queries(tmp_path):
    rows = [
        f"The committee of district {number} met in building {number % 7}.\tTexte {number}." for number in range(300)
    ]
    (tmp_path / "memory.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "queries.tsv").write_text(
        "exact\tThe committee of district 4 met in building 4.\nnear\tThe committee of the district 9 met in a building.\n",
        encoding="utf-8",
    )
    printed = run("memory.py", "memory.tsv", "queries.tsv", "--peers", "2", "--oracle", "2", cwd=tmp_path)
    assert "exact lookup" in printed
    assert "1 of 1 found" in printed
    for wanted, got in re.findall(r"recall by our measure at \d+: (\d+) of (\d+)", printed):
        assert wanted == got
    assert printed.count("recall by our measure") == 3
