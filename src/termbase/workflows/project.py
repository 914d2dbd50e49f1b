"""The project that a command works in: its configuration, glossary, releases and memory, each opened when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from termbase import config as configuration
from termbase.errors import UsageError
from termbase.glossary.concepts import Glossary
from termbase.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.config import Config
    from termbase.memory.sqlite import SqliteMemory
    from termbase.model import Unit


@dataclass(frozen=True)
class Project:
    """A folder with `termbase.toml`, or none and then the defaults."""

    config: Config
    """Its settings."""

    memory_url: str = ""
    """Address of the memory, when it was given on the command line."""

    @cached_property
    def glossary(self) -> Glossary:
        """The project's glossary; empty when the folder is absent."""
        folder = self.config.path(self.config.glossary)
        return Glossary.load(folder) if folder.exists() else Glossary()

    @cached_property
    def releases(self) -> Path:
        """The folder of the releases."""
        return self.config.path(self.config.releases)

    def release_names(self) -> list[str]:
        """Names of the release folders that hold a text of the source language or of any other, sorted."""
        names = {
            file.parent.name for language in self.config.languages for file in self.releases.glob(f"*/{language}.txt")
        }
        return sorted(names)

    @cached_property
    def memory(self) -> SqliteMemory:
        """The memory, brought up to date with the TMX files of the releases folder; one that others share only by `index_releases`.

        Raises `UsageError` where there is neither a project nor a memory: a look-up must not leave an empty one behind in any folder.
        """
        if not self.memory_url and not self.has_memory():
            self.require()
        copies = self.config.path(".termbase") if self.releases.is_dir() else None
        memory = Memory.open(self._resolved_url(), penalties=self.config.memory.penalties, copies=copies)
        if not memory.shared:
            _synchronise(memory, self.releases)
        return memory

    def index_releases(self) -> None:
        """Bring the memory up to date with the releases, also one that others share: they then see this checkout's."""
        _synchronise(self.memory, self.releases)

    def keep_up(self) -> None:
        """Bring a memory that has been open for a while in step with the releases, as opening it does."""
        if not self.memory.shared:
            self.index_releases()

    @property
    def memory_folder(self) -> Path:
        """Where files that belong to the memory lie: beside the database, or in `.termbase` for a server."""
        url = self._resolved_url()
        return (
            Path(url.removeprefix("sqlite:///")).parent
            if url.startswith("sqlite:///")
            else self.config.path(".termbase")
        )

    def has_memory(self) -> bool:
        """Whether there is a memory already; asking does not make one."""
        url = self._resolved_url()
        return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()

    def require(self) -> None:
        """Raise `UsageError` where there is no project: no releases folder, where the configuration looks for it."""
        if not self.releases.is_dir():
            raise UsageError(
                f"there is no project here: no folder {self.releases}",
                number=5,
                help="termbase init starts one; elsewhere, name its configuration with --config, or a memory with --memory",
            )

    def memory_state(self) -> str:
        """One line on the health of the memory; raises `MemoryFault` when it is damaged."""
        return self.memory.verify()

    def _resolved_url(self) -> str:
        url = self.memory_url or self.config.memory.url
        if url.startswith("sqlite:///") and not self.memory_url:
            return f"sqlite:///{self.config.path(url.removeprefix('sqlite:///'))}"
        return url


def open_project(config: str = "", memory: str = "") -> Project:
    """The project of the current folder, or of a configuration file."""
    return Project(configuration.load(Path(config) if config else None), memory)


def _synchronise(memory: SqliteMemory, releases: Path) -> None:
    from termbase.memory.synchronise import synchronise  # noqa: PLC0415

    for _ in synchronise(memory, releases, _read_units):
        pass


def _read_units(path: Path) -> Iterator[Unit]:
    """The units of a TMX file; the XML library is imported only when a file has changed."""
    from termbase.formats import tmx  # noqa: PLC0415

    yield from tmx.read(path)
