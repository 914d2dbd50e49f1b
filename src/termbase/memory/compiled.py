"""The innermost loops, compiled (`_kernel*.c`), or None where there was no compiler when termbase was installed.

Whoever uses them says the same in Python beside it; the tests hold both to the same answers.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

kernel: Any
try:
    kernel = import_module("termbase.memory._kernel")
except ImportError:
    kernel = None
