"""Findings on paper: one reporter a file, the same findings in each."""
