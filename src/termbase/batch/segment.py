"""The sentences of every text in a folder."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import termbase
from termbase.batch.find import find_texts
from termbase.batch.outputs import check_outputs
from termbase.batch.task import Made, Plan, Task
from termbase.text.language import checked
from termbase.text.segment import source as rules_source
from termbase.workflows.segment import sentences_of

if TYPE_CHECKING:
    from pathlib import Path

    from termbase.batch.task import Maker
    from termbase.workflows.project import Project


def plan_segmentation(project: Project, folder: Path, into: Path, language: str) -> Plan:
    """What `termbase segment` prints for every text of a folder, at the same place below `into`.

    Texts whose names say that they are in another language of the project are left out. Raises `UsageError` for what is no language tag and when
    results would lie among the texts, `InputError` for a folder without texts.
    """
    checked(language, project.config.languages)
    found = find_texts(folder, language, project.config.languages)
    method = json.dumps(["segment", termbase.__version__, sha256(rules_source()).hexdigest()])
    tasks = tuple(Task(item.name, item.texts, method) for item in found.documents)
    check_outputs(folder, into, tasks)
    return Plan(into, tasks, found.left_out, _segmenter)


def _segmenter() -> Maker:
    """The rules are compiled when the first text is cut, and kept."""
    return _cut


def _cut(task: Task) -> Made:
    ((language, path),) = task.texts.items()
    found = sentences_of(path, language)
    text = "".join(f"{sentence.line}\n" for sentence in found)
    return Made(text.encode("utf-8"), f"{len(found)} sentence{'s' * (len(found) != 1)}")
