"""The error tree. Every error a user can cause is one of these, carries a stable code, and says what to do next.

    TermbaseError             exit code 2
    ├── UsageError     TB-E1  options or arguments that do not go together
    ├── ConfigError    TB-E2  termbase.toml or [tool.termbase]
    ├── InputError     TB-E3  a file that cannot be read: missing, empty, binary, wrong encoding, malformed
    ├── GlossaryError  TB-E4  a glossary entry that makes no sense
    ├── MemoryFault    TB-E5  the index: damaged, locked, no space
    └── OutputError    TB-E6  a file that cannot be written

Anything else that reaches the boundary in `cli.app` is our fault: exit code 3, and a log to paste into an issue.
"""

from __future__ import annotations


class TermbaseError(Exception):
    """What went wrong, where, and what to do next."""

    prefix = "TB-E0"

    def __init__(
        self,
        message: str,
        *,
        number: int = 0,
        path: str = "",
        line: int = 0,
        column: int = 0,
        excerpt: str = "",
        width: int = 1,
        help: str = "",  # noqa: A002 (the word users see)
    ) -> None:
        """Build an error.

        `line` and `column` are 1-based, 0 for unknown; `excerpt` is the offending line of the user's file and `width` the number of
        characters to underline from `column`.
        """
        super().__init__(message)
        self.message = message
        self.code = f"{self.prefix}{number:02d}"
        self.path = path
        self.line = line
        self.column = column
        self.excerpt = excerpt
        self.width = width
        self.help = help

    @property
    def where(self) -> str:
        """`path:line:column`, as far as it is known."""
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(part for part in parts if part)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UsageError(TermbaseError):
    """Options or arguments that do not go together."""

    prefix = "TB-E1"


class ConfigError(TermbaseError):
    """A configuration file that cannot be understood."""

    prefix = "TB-E2"


class InputError(TermbaseError):
    """A file that cannot be read."""

    prefix = "TB-E3"


class GlossaryError(TermbaseError):
    """A glossary entry that makes no sense."""

    prefix = "TB-E4"


class MemoryFault(TermbaseError):
    """The memory index cannot be used."""

    prefix = "TB-E5"


class OutputError(TermbaseError):
    """A file that cannot be written."""

    prefix = "TB-E6"
