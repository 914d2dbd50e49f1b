"""Text as its readers see it: languages, sentences, tokens, folding, scripts, direction, numbers. No file is opened here."""
