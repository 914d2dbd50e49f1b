"""The translation memory: scoring, exact fuzzy search, concordance, and the stores that keep it."""
