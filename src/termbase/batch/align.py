"""A memory of every document in a folder."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import termbase
from termbase.batch.find import find_documents
from termbase.batch.outputs import check_outputs
from termbase.batch.task import Made, Plan, Task
from termbase.glossary.concepts import Glossary
from termbase.text.segment import source as rules_source
from termbase.workflows.align import align_files, align_segments, document, lexicon_for, units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from termbase.alignment import Lexicon
    from termbase.batch.find import Document
    from termbase.model import Concept
    from termbase.workflows.align import AlignRequest
    from termbase.workflows.project import Project


def plan_alignment(project: Project, folder: Path, into: Path, request: AlignRequest) -> Plan:
    """What `termbase align -o` would write for every document of a folder, at the same place below `into`.

    Of the request, words and whether lines are sentences count; rules and embeddings are those of the house. Raises `InputError` for a folder
    without documents, `UsageError` when results would lie among the texts or two documents have one name.
    """
    found = find_documents(folder, project.config.languages)
    lexicons: dict[tuple[str, ...], Lexicon] = {}
    methods: dict[tuple[str, ...], str] = {}
    for item in found.documents:
        tags = tuple(item.texts)
        if not item.problem and tags not in lexicons:
            lexicons[tags] = lexicon_for(project, tags, request)
            methods[tags] = _method(project.glossary, tags, lexicons[tags], pre_segmented=request.pre_segmented)
    tasks = tuple(_task(item, methods.get(tuple(item.texts), "")) for item in found.documents)
    check_outputs(folder, into, tasks)
    prepare = partial(_Aligner, project.glossary.concepts, lexicons, pre_segmented=request.pre_segmented)
    return Plan(into, tasks, found.left_out, prepare)


def _task(item: Document, method: str) -> Task:
    output = item.name.with_name(f"{item.name.name}.tmx")
    # The name goes into the memory: into its identifiers, its origin and its date.
    return Task(output, item.texts, f"{method} {item.name.name}", item.problem)


def _method(glossary: Glossary, tags: Sequence[str], lexicon: Lexicon, *, pre_segmented: bool) -> str:
    """All that decides about a memory beside its texts and its name. Signing an alignment of nothing costs nothing."""
    nothing = align_segments({tag: [] for tag in tags}, glossary=glossary, lexicon=lexicon)
    concepts = repr([replace(concept, place=None) for concept in glossary])
    return json.dumps(
        [
            "align",
            termbase.__version__,
            str(nothing.signature),
            sha256(rules_source()).hexdigest(),
            sha256(concepts.encode("utf-8", "surrogatepass")).hexdigest(),
            pre_segmented,
        ]
    )


class _Aligner:
    """Aligns documents, one after another, with words that are loaded once."""

    def __init__(
        self, concepts: tuple[Concept, ...], lexicons: Mapping[tuple[str, ...], Lexicon], *, pre_segmented: bool
    ) -> None:
        self._glossary = Glossary(concepts)
        self._lexicons = lexicons
        self._pre_segmented = pre_segmented

    def __call__(self, task: Task) -> Made:
        aligned = align_files(
            task.texts,
            name=task.output.stem,
            glossary=self._glossary,
            lexicon=self._lexicons[tuple(task.texts)],
            pre_segmented=self._pre_segmented,
        )
        found = list(units(aligned))
        return Made(
            document(aligned, found),
            f"{len(found)} unit{'s' * (len(found) != 1)}",
            tuple(map(str, aligned.alignment.warnings)),
        )
