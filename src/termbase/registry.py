"""Names to things that are imported only when someone asks for them.

Built-in entries are dotted paths; others may add to a registry with an entry point of the group `termbase.<registry>`
(formats, rules, reporters). A miss lists what exists and suggests the nearest name.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

from termbase.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def load(path: str) -> Any:  # noqa: ANN401 (a registry holds modules and functions alike)
    """The module or, after a colon, the attribute that a dotted path names."""
    module, _, attribute = path.partition(":")
    found = import_module(module)
    return getattr(found, attribute) if attribute else found


class Registry:
    """A table of lazy things of one kind."""

    def __init__(self, kind: str, built_in: Mapping[str, str]) -> None:
        self.kind = kind
        self._built_in = dict(built_in)
        self._found: dict[str, str] | None = None

    def paths(self) -> dict[str, str]:
        """Every name with its dotted path, built-in ones first."""
        if self._found is None:
            from importlib.metadata import entry_points  # noqa: PLC0415 (slow; only when a table is listed or missed)

            others = {point.name: point.value for point in entry_points(group=f"termbase.{self.kind}s")}
            self._found = self._built_in | {name: path for name, path in others.items() if name not in self._built_in}
        return self._found

    def get(self, name: str) -> Any:  # noqa: ANN401
        """The thing of this name.

        Raises `UsageError` that lists the names there are.
        """
        path = self._built_in.get(name) or self.paths().get(name)
        if path is None:
            near = get_close_matches(name, self.paths(), n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(
                f"there is no {self.kind} called {name!r}",
                number=1,
                help=f"{hint}Known: {', '.join(sorted(self.paths()))}",
            )
        return load(path)
