"""The innermost loops of a room, compiled (`_kernel*.c`), or None where there was no compiler when termbase was installed.

Whoever uses them says the same in Python beside it; the tests hold both to the same answers.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any


@cache
def kernel_of(room: str) -> Any:  # noqa: ANN401 - an extension module has no type
    """The compiled loops of `memory`, `glossary` or `alignment`."""
    try:
        return import_module(f"termbase.{room}._kernel")
    except ImportError:
        return None
