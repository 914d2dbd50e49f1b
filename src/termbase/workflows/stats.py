"""What a project holds, in numbers: releases, glossary, memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.formats import tmx
from termbase.memory.maintenance import statistics
from termbase.workflows.analyse import Volume

if TYPE_CHECKING:
    from collections.abc import Mapping

    from termbase.memory.maintenance import Statistics
    from termbase.workflows.project import Project


@dataclass(frozen=True, slots=True)
class ReleaseStatistics:
    """One release."""

    units: int
    """Units of its built memory; 0 when it was not built."""

    words: Mapping[str, int]
    """Words of the units by language, counted as `analyse` counts them."""


@dataclass(frozen=True, slots=True)
class GlossaryStatistics:
    """The glossary."""

    concepts: int
    """All concepts."""

    domains: Mapping[str, int]
    """Concepts by domain."""

    terms: Mapping[str, Mapping[str, int]]
    """Terms by language, then by status."""


@dataclass(frozen=True, slots=True)
class ProjectStatistics:
    """All of a project."""

    releases: Mapping[str, ReleaseStatistics]
    """By name."""

    glossary: GlossaryStatistics
    """The glossary."""

    memory: Statistics
    """The memory."""


def stats(project: Project) -> ProjectStatistics:
    """Count everything. Raises the errors of whatever cannot be read."""
    project.require()
    return ProjectStatistics(
        {name: _release(project, name) for name in project.release_names()},
        _glossary(project),
        statistics(project.memory),
    )


def _release(project: Project, name: str) -> ReleaseStatistics:
    built = project.releases / f"{name}.tmx"
    units = 0
    volumes = {language: Volume() for language in project.config.languages}
    for unit in tmx.read(built) if built.exists() else ():
        units += 1
        for variant in unit.variants:
            volumes.setdefault(variant.language, Volume()).add(variant.text)
    return ReleaseStatistics(units, {language: volume.words for language, volume in volumes.items()})


def _glossary(project: Project) -> GlossaryStatistics:
    domains: Counter[str] = Counter()
    terms: dict[str, Counter[str]] = {language: Counter() for language in project.config.languages}
    for concept in project.glossary:
        domains[concept.domain] += 1
        for term in concept.terms:
            terms.setdefault(term.language, Counter())[term.status.value] += 1
    return GlossaryStatistics(
        len(project.glossary), dict(sorted(domains.items())), {k: dict(v) for k, v in terms.items()}
    )
