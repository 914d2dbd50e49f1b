"""Sentence alignment over any number of languages: features, lexicon, dynamic programming, confidence."""
