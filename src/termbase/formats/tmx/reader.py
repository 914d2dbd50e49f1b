"""Reading TMX as a stream, in constant memory; with a list for problems, bad units are reported and the rest is kept."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from termbase.errors import InputError
from termbase.formats import xmlsafe
from termbase.formats.source import XmlSource
from termbase.formats.tmx.header import Header
from termbase.formats.tmx.mend import mend
from termbase.formats.tmx.parser import STRUCTURE, UNREADABLE, UnitParser, advance
from termbase.formats.tmx.plain import Lines, PlainReader, is_plain
from termbase.model import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from termbase.model import Unit

MAX_UNIT = 16_000_000
"""Bytes of one unit, or of what stands before the first one."""

NAMES = {UNREADABLE: "tmx-unreadable", STRUCTURE: "tmx-structure"}
"""Names of the rules of what is met while reading."""

_MAX_MENDS = 1_000
_LONGEST_END = (
    1_000  # bytes of an end tag that is found although blocks part it; a longer one ends with the unit behind it
)
_UNIT = re.compile(rb"<((?:[\w.-]+:)?)tu[\s>/]")
_ATTACKS = frozenset(
    {
        "limit on input amplification factor (from DTD and entities) breached",
        "recursive entity reference",
        "error in processing external entity reference",
    }
)
_PROBLEM_HELP = (
    "termbase validate lists every fault; termbase convert and termbase import mend what they can and keep the rest"
)


class Reader:
    """The units of a TMX file, one after another.

    `header` is known once iteration has begun, or after `read_header`. Without a list of problems the first fault raises `InputError`
    with its place. With one, what can be mended is mended, a unit that cannot is left out, and each is reported there; only a file that
    is no TMX, or an attack, still raises.
    """

    def __init__(self, path: Path | str, *, problems: list[Finding] | None = None) -> None:
        self.path = Path(path)
        self.header = Header()
        self._name = str(path)
        self._problems = problems
        self._parser = UnitParser(self._name, self._report)
        self._plain = PlainReader(self._name)
        self._set_prefix(b"")
        # Where the next bytes stand in the file.
        self._line, self._column = 1, 1
        # What was fed since the parser last stood between two units, and where that was.
        self._held: list[bytes] = []
        self._held_at = (1, 1)

    def __iter__(self) -> Generator[Unit, None, None]:
        """Yield every unit. Raises `InputError` with line and column."""
        source = XmlSource(self.path)
        rest = b""
        begun = False
        with closing(source.chunks()) as chunks:
            for chunk in chunks:
                for remark in source.remarks:
                    self._report(remark, 1, 1)
                source.remarks.clear()
                known = max(0, len(rest) - _LONGEST_END)
                rest += chunk
                if not begun:
                    begun, rest = self._begin(rest)
                    known = 0
                cut = self._last_end(rest, known) if begun else 0
                if cut:
                    yield from self._group(rest[:cut])
                    rest = rest[cut:]
                if len(rest) + sum(map(len, self._held)) > MAX_UNIT:
                    raise InputError(
                        f"a unit of more than {MAX_UNIT:,} bytes", number=15, path=self._name, line=self._line,
                        help="no translation unit is that long; is the file damaged?",
                    )  # fmt: skip
        yield from self._finish(rest, begun=begun)

    def read_header(self) -> Header:
        """The header, having read no further than it takes."""
        with closing(iter(self)) as units:
            next(units, None)
        return self.header

    def _report(self, message: str, line: int, column: int, rule: str = UNREADABLE) -> None:
        if self._problems is None:
            raise InputError(message, number=16, path=self._name, line=line, column=column, help=_PROBLEM_HELP)
        self._problems.append(
            Finding(rule, NAMES[rule], Category.MARKUP, Severity.ERROR, 1.0, message, self._name, line, column)
        )

    # What stands before the first unit

    def _begin(self, data: bytes) -> tuple[bool, bytes]:
        """Parse what stands before the first unit, once that is there; gives whether it is, and what is left."""
        position = 0
        while found := _UNIT.search(data, position):
            start = found.start()
            if data.rfind(b"<!--", 0, start) > data.rfind(b"-->", 0, start):
                position = data.find(b"-->", start)
                if position < 0:
                    break
                continue
            # What stands between the last tag and the unit goes with the unit: a stray ampersand there is the unit's fault, not the head's.
            cut = data.rfind(b">", 0, start) + 1
            self._feed_head(data[:cut])
            if self._parser.between_units:
                self._set_prefix(found[1])
                return True, data[cut:]
            position = found.end()
        return False, data

    def _feed_head(self, data: bytes) -> None:
        """Parse the beginning of the file, mending it."""
        whole = data
        for _ in range(_MAX_MENDS):
            self._parser = UnitParser(self._name, self._report)
            try:
                self._parser.feed(data, 1, 1)
                break
            except expat.ExpatError as error:
                data = self._mended(data, self._parser.error_offset(), error) or self._fail(error)
        self.header = self._parser.header
        self._line, self._column = advance(1, 1, whole)

    # Units

    def _set_prefix(self, prefix: bytes) -> None:
        """Take note of the namespace prefix with which the file writes its elements; nearly always none."""
        self._end_start = b"</" + prefix + b"tu"
        self._end_bytes = re.compile(re.escape(self._end_start) + rb"[ \t\n]*>")
        self._end_tag = re.compile(re.escape(self._end_start.decode()) + r"[ \t\n]*>")

    def _group(self, data: bytes) -> Iterator[Unit]:
        """The units of a piece of the file that ends with one."""
        plain = is_plain(data)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:  # the parser says where
            text, plain = data.decode("utf-8", "surrogateescape"), False
        fast = self._plain
        lines = Lines(text, self._line, self._column) if plain else None
        position = 0
        while position < len(text):
            if lines and not self._held:
                yield from fast.read(text, position, lines)
                position = fast.position
                self._line, self._column = lines.place(position)
            found = self._end_tag.search(text, position)
            if found:
                piece = text[position : found.end()].encode("utf-8", "surrogateescape")
                yield from self._slice(piece, found.end() - found.start())
                position = found.end()

    def _last_end(self, data: bytes, known: int) -> int:
        """Offset after the last end tag of a unit; 0 when there is none. Up to an offset it is known that there is none."""
        at = data.rfind(self._end_start, known)
        while at >= 0:
            found = self._end_bytes.match(data, at)
            if found:
                return found.end()
            at = data.rfind(self._end_start, known, at)
        return 0

    def _slice(self, data: bytes, tag: int) -> list[Unit]:
        """The unit that a slice of the file ends with; `tag` is the length of its end tag.

        An end tag in a comment ends no unit: then nothing is handed out until one does.
        """
        if not self._held:
            self._held_at = self._line, self._column
        self._held.append(data)
        try:
            self._parser.feed(data, self._line, self._column)
        except expat.ExpatError as error:
            # The parser was fed `data` only; what was fed before it and held is mended along.
            units = self._recover(self._parser.error_offset() + sum(map(len, self._held[:-1])), error, tag)
            self._line, self._column = advance(self._line, self._column, data)
            return units
        self._line, self._column = advance(self._line, self._column, data)
        if not self._parser.ended_with_unit(tag):
            return []
        self._held.clear()
        return self._ready()

    def _ready(self) -> list[Unit]:
        units, self._parser.ready = self._parser.ready, []
        return units

    def _recover(self, at: int, error: expat.ExpatError, tag: int) -> list[Unit]:
        """The unit of what is held, mended; nothing when it cannot be. `tag` is the length of its end tag."""
        data = b"".join(self._held)
        self._held.clear()
        place = self._held_at
        for _ in range(_MAX_MENDS):
            mended = self._mended(data, at, error)
            if mended is None:
                self._report(f"not well-formed XML: {_words(error)}; the unit is left out", *self._parser.error_place())
                first = _UNIT.search(data)
                other = _UNIT.search(data, first.end()) if first else None
                if other is None:
                    break
                place = advance(*place, data[: other.start()])
                mended = data[other.start() :]
            data = mended
            self._parser = self._parser.reentered()
            try:
                self._parser.feed(data, *place)
            except expat.ExpatError as another:
                error, at = another, self._parser.error_offset()
            else:
                if not self._parser.ended_with_unit(tag):
                    self._held, self._held_at = [data], place
                    return []
                return self._ready()
        self._parser = self._parser.reentered()
        return []

    def _mended(self, data: bytes, at: int, error: expat.ExpatError) -> bytes | None:
        """The data without one fault, which is reported; None when it cannot be mended."""
        if _words(error) in _ATTACKS:
            self._fail(error)
        self._check_encoding(data, at, error)
        mended = mend(data, at, error.code)
        if mended is None:
            return None
        self._report(f"{mended[1]}; mended", *self._parser.error_place())
        return mended[0]

    def _check_encoding(self, data: bytes, at: int, error: expat.ExpatError) -> None:
        if data[at : at + 1] < b"\x80":
            return
        try:
            data[at : at + 4].decode("utf-8")
        except UnicodeDecodeError as wrong:
            if wrong.start > 0 or wrong.reason == "unexpected end of data":
                return
            line, column = self._parser.error_place()
            raise InputError(
                f"byte 0x{data[at]:02X} is no UTF-8, which the file says it is in", number=2, path=self._name, line=line, column=column,
                help="correct the encoding in the first line (often windows-1252 or windows-1256), or save the file as UTF-8",
            ) from error  # fmt: skip

    def _fail(self, error: expat.ExpatError) -> bytes:
        line, column = self._parser.error_place()
        raise InputError(
            f"not well-formed XML: {_words(error)}", number=11, path=self._name, line=line, column=column,
            help="export the file again, or correct the place shown",
        ) from error  # fmt: skip

    # What stands after the last unit

    def _finish(self, rest: bytes, *, begun: bool) -> list[Unit]:
        """The last units, such as empty ones, and whether the file is complete."""
        if not begun:
            self._feed_head(rest)
            self._line, self._column = 1, 1
        try:
            if begun:
                self._parser.feed(rest, self._line, self._column)
            self._parser.close()
        except expat.ExpatError as error:
            if not begun:
                self._fail(error)
            self._report(
                f"the file does not end well: {_words(error)}; the units before are kept", *self._parser.error_place()
            )
        return self._ready()


def _words(error: expat.ExpatError) -> str:
    return xmlsafe.expat_message(error.code)
