"""XLIFF 1.2 and 2.0/2.1: read the translations, write a file, pre-translate one in place, validate."""

from termbase.formats.xliff.pretranslate import Pretranslated, pretranslate
from termbase.formats.xliff.segments import read
from termbase.formats.xliff.validate import validate
from termbase.formats.xliff.writer import FLAVOURS, write

__all__ = ["FLAVOURS", "Pretranslated", "pretranslate", "read", "validate", "write"]
