"""Sentence alignment over any number of languages: features, lexicon, dynamic programming, confidence."""

from termbase.alignment.aligner import Alignment, Signature, align
from termbase.alignment.diagnose import TextWarning
from termbase.alignment.lexicon import Lexicon, packaged
from termbase.alignment.parameters import Parameters

__all__ = ["Alignment", "Lexicon", "Parameters", "Signature", "TextWarning", "align", "packaged"]
