"""Consistency checks: rules, the runner that applies them, suppression and baselines."""
