"""The documents in a folder, at any depth."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from termbase.errors import InputError
from termbase.model import Language
from termbase.workflows.align import name_and_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SUFFIXES = (".txt", ".text", ".md")
"""Names of texts, in any case. What lies beside them in an archive (PDF, pictures, memories) is none, and is left out."""


@dataclass(frozen=True, slots=True)
class Document:
    """The versions of one text."""

    name: PurePosixPath
    """Where it lies below the folder: the folder that holds `en.txt`, or the file without language and suffix."""

    texts: Mapping[str, Path]
    """Files by language tag as written, in the order of the project's languages; the first is the pivot."""

    problem: InputError | None = None
    """Why it cannot be aligned, when its names say so already."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds."""

    documents: tuple[Document, ...]
    """In the order of their names, part by part."""

    left_out: tuple[Path, ...]
    """Files that belong to no document, and links to folders, which are not followed. Hidden files are not looked at."""


def find_documents(folder: Path, languages: Sequence[str]) -> Found:
    """The documents of a folder in these languages or a region of them.

    Only known languages count: else `new.txt` and `all.txt` were two. Raises `InputError` for a folder that cannot be read or holds none.
    """
    # A folder `visit` and files `visit.en.txt` are two documents, of one name.
    texts: dict[tuple[PurePosixPath, str], list[tuple[str, Path]]] = {}
    left_out: list[Path] = []
    primaries = [Language(tag).primary for tag in languages]
    for path in _files(folder):
        name, tag = name_and_language(path)
        if _is_text(path) and tag and Language(tag).primary in primaries:
            home = PurePosixPath(path.parent.relative_to(folder).as_posix())
            # The folder itself may be a document: its name is then all there is to call it by.
            document = home / name if name or home.parts else PurePosixPath(folder.resolve().name)
            texts.setdefault((document, name), []).append((tag, path))
        else:
            left_out.append(path)
    if not texts:
        raise InputError(
            "there is no document here",
            number=120,
            path=str(folder),
            help=f"a folder with {' and '.join(f'{tag}.txt' for tag in languages)}, or files such as release.{languages[0]}.txt",
        )

    def order(item: tuple[str, Path]) -> tuple[int, int, str]:
        tag = Language(item[0])
        return primaries.index(tag.primary), item[0] not in languages, tag

    return Found(
        tuple(_document(key[0], sorted(texts[key], key=order)) for key in sorted(texts)), tuple(sorted(left_out))
    )


def find_texts(folder: Path, language: str, languages: Sequence[str]) -> Found:
    """Every text of a folder as a document of its own; `name` is then the whole name of the file.

    A text whose name says that it is in another of `languages` is left out. Raises `InputError` for a folder that cannot be read or holds no text.
    """
    others = {Language(tag).primary for tag in languages} - {Language(language).primary}
    documents, left_out = [], []
    for path in _files(folder):
        if _is_text(path) and Language(name_and_language(path)[1]).primary not in others:
            documents.append(Document(PurePosixPath(path.relative_to(folder).as_posix()), {language: path}))
        else:
            left_out.append(path)
    if not documents:
        raise InputError(
            "there is no text here", number=121, path=str(folder), help=f"texts end in {', '.join(SUFFIXES)}"
        )
    return Found(tuple(sorted(documents, key=lambda document: document.name)), tuple(sorted(left_out)))


def _document(name: PurePosixPath, texts: Sequence[tuple[str, Path]]) -> Document:
    first: dict[str, Path] = {}
    for tag, path in texts:
        other = first.setdefault(Language(tag).canonical, path)
        if other != path:
            problem = InputError(
                f"{tag} is there twice: the other is {other.name}",
                number=122,
                path=str(path),
                help="one text a language; move one away",
            )
            return Document(name, dict(texts), problem)
    if len(first) < 2:
        ((tag, path),) = texts
        return Document(
            name,
            dict(texts),
            InputError(
                f"there is no text beside it in another language than {tag}",
                number=123,
                path=str(path),
                help="aligning takes two: put the other text there, named alike",
            ),
        )
    return Document(name, dict(texts))


def _is_text(path: Path) -> bool:
    # What is no regular file, such as a pipe, could make reading wait for ever.
    return path.suffix.lower() in SUFFIXES and path.is_file()


def _files(folder: Path) -> Iterator[Path]:
    """Everything that is no folder, hidden names apart; a link to a folder is given as it is."""
    if not folder.is_dir():
        reason = "this is no folder" if folder.exists() else "there is no such folder"
        raise InputError(reason, number=1, path=str(folder), help="name the folder that holds the texts")
    for root, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        yield from (Path(root) / name for name in [*files, *links] if not name.startswith("."))


def _refuse(error: OSError) -> None:
    """Half of an archive must not pass for all of it."""
    raise InputError(
        f"cannot read the folder: {error.strerror}",
        number=1,
        path=str(error.filename),
        help="check its permissions, or move it away",
    ) from error
