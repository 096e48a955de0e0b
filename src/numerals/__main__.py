"""`python -m numerals` is `numerals`."""

from numerals.cli import main

main()
