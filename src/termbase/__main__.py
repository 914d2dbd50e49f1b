"""`python -m termbase`."""

from termbase.cli.app import main

main()
