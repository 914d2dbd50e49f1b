"""Opening text files that others made: compressed or not, in any encoding; bombs, damage and changes while reading are told."""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING

from termbase.errors import InputError
from termbase.formats import xmlsafe

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

CHUNK = 262_144
"""Bytes read at once."""

MAX_RATIO = 200
"""How many times its size a compressed file may grow, once it is past `MAX_SLACK`; real memories grow 5 to 30 times."""

MAX_SLACK = 64_000_000
"""Bytes that any compressed file may grow to."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip


LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is read whole."""


def blocks(path: Path) -> Generator[bytes, None, None]:
    """The bytes of a file, decompressed. Raises `InputError` for one that cannot be read, is damaged, or changes while it is read."""
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            compressed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            yield from _inflated(file, before.st_size, path) if compressed else _chunks(file)
            after = path.stat()
            if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
                raise InputError(
                    "the file changed while it was read", number=12, path=str(path), help="try again when it is whole"
                )
    except IsADirectoryError as error:
        raise InputError(
            "this is a folder, not a file", number=64, path=str(path), help="name the file inside it"
        ) from error
    except OSError as error:
        reason = (
            "there is no such file"
            if isinstance(error, FileNotFoundError)
            else f"cannot read it: {error.strerror or error}"
        )
        raise InputError(reason, number=1, path=str(path), help="check the path") from error


def _inflated(file: IO[bytes], size: int, path: Path) -> Iterator[bytes]:
    total = 0
    try:
        with gzip.GzipFile(fileobj=file) as stream:
            for block in _chunks(stream):
                total += len(block)
                if total > MAX_SLACK and total > MAX_RATIO * size:
                    raise InputError(
                        f"the compressed file grows more than {MAX_RATIO} times", number=13, path=str(path),
                        help="unpack it yourself if you trust it",
                    )  # fmt: skip
                yield block
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(
            f"damaged gzip data: {error}", number=65, path=str(path), help="fetch or export the file again"
        ) from error


def read_bytes(path: Path | str, *, largest: int = LARGEST) -> bytes:
    """The bytes of a whole file, decompressed. Raises `InputError` as `blocks` does, and for a file that is too large."""
    path = Path(path)
    pieces: list[bytes] = []
    total = 0
    with closing(blocks(path)) as found:
        for block in found:
            total += len(block)
            if total > largest:
                raise InputError(f"larger than {largest:,} bytes", number=2, path=str(path), help="split the file")
            pieces.append(block)
    return b"".join(pieces)


def decode(
    data: bytes, path: Path | str, encoding: str = "utf-8", *, declared: bool = False, help_: str = "save it as UTF-8"
) -> str:
    """The text of a whole file without its byte order mark, which goes before the encoding that is expected or `declared`.

    Raises `InputError` with the line of the first byte that does not fit, and `LookupError` for an encoding that is not known.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            data, encoding, declared = data[len(mark) :], name, False
            break
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise InputError(
            f"not {encoding.upper()}, which its header declares" if declared else f"not {encoding.upper()}",
            number=102 if declared else 4, path=str(path), line=line, help=help_,
        ) from error  # fmt: skip


class XmlSource:
    """The text of an XML file as UTF-8, in chunks, without byte order mark and with line feeds only.

    `remarks` tells what was guessed about the encoding against what the file says of itself.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.encoding = "utf-8"
        self.remarks: list[str] = []

    def chunks(self) -> Generator[bytes, None, None]:
        """Yield the text. Raises `InputError` as `blocks` does, and for an empty file or bytes that are not in its encoding."""
        with closing(blocks(self.path)) as raw:
            head = next(raw, b"")
            if not head.strip():
                raise InputError("the file is empty", number=3, path=str(self.path), help="export it again")
            start = self._find_encoding(head)
            yield from _line_feeds(self._decoded(head[start:], raw))

    def _find_encoding(self, head: bytes) -> int:
        """Settle the encoding by mark, by the look of the first bytes, by declaration; gives the length of the mark."""
        for mark, name in _MARKS:
            if head.startswith(mark):
                self.encoding = name
                return len(mark)
        for start, name in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
            if head.startswith(start):
                self.encoding = name
                self.remarks.append("UTF-16 without a byte order mark")
                return 0
        name = xmlsafe.declared_encoding(head)
        try:
            self.encoding = codecs.lookup(name).name
        except LookupError as error:
            raise InputError(
                f"the file says it is in {name!r}, an encoding that is not known", number=14, path=str(self.path), line=1,
                help="save it as UTF-8",
            ) from error  # fmt: skip
        if self.encoding.startswith(("utf-16", "utf-32")):
            self.remarks.append(f"the file says it is in {name} but its bytes are those of UTF-8")
            self.encoding = "utf-8"
        return 0

    def _decoded(self, head: bytes, raw: Iterator[bytes]) -> Iterator[bytes]:
        if self.encoding in ("utf-8", "ascii"):  # the XML parser itself says where bytes are no UTF-8
            yield head
            yield from raw
            return
        decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        line = 1
        block: bytes | None = head
        try:
            while block is not None:
                decoded = decoder.decode(block)
                line += decoded.count("\n")
                yield decoded.encode("utf-8", "surrogatepass")
                block = next(raw, None)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise InputError(
                f"bytes that are no {self.encoding}: {error.reason}", number=2, path=str(self.path), line=line,
                help="save the file as UTF-8",
            ) from error  # fmt: skip


def _chunks(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while block := stream.read(CHUNK):
        yield block


def _line_feeds(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Line ends as XML defines them, so that a line is counted once; a pair is never split between blocks."""
    held = b""
    for block in blocks:
        whole = held + block
        held = b""
        if b"\r" in whole:
            if whole.endswith(b"\r"):
                whole, held = whole[:-1], b"\r"
            whole = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if whole:
            yield whole
    if held:
        yield b"\n"
