"""The command line: one command a file; only `console` prints."""
