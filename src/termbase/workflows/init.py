"""Starting a project in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.formats.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

_CONFIG = """\
# Settings of this termbase project. Every setting and its default: docs/reference/configuration.md
languages = ["en", "ar", "fr"]   # the first is the source language
"""

_GLOSSARY = """\
# One table a concept. The first term of a language is the preferred one; the others are admitted unless a status says otherwise.
#
# [security-council]
# kind = "body"
# en = ["Security Council"]
# ar = ["مجلس الأمن"]
# fr = ["Conseil de sécurité"]
"""


def init(folder: Path) -> list[Path]:
    """Lay out a project and give the files that were made; what exists already is left alone."""
    made = []
    for path, text in ((folder / "termbase.toml", _CONFIG), (folder / "glossary" / "terms.toml", _GLOSSARY)):
        if not path.exists():
            write_text(path, text)
            made.append(path)
    releases = folder / "tmx"
    if not releases.exists():
        releases.mkdir(parents=True)
        made.append(releases)
    return made
