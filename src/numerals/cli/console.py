"""Console: stdout carries data alone; what is said to a person goes to stderr."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from numerals.errors import ExitCode

_TALLY_S = 0.2


def say(message: str) -> None:
    """Tell a person something."""
    print(message, file=sys.stderr)  # noqa: T201


def fail(message: str, code: ExitCode) -> ExitCode:
    """Tell a person what went wrong; give the code back to exit with."""
    say(f"numerals: {message}")
    return code


def say_if_fetching() -> None:
    """Tell that MNIST is about to be fetched, where it is: that takes a while, once."""
    from numerals.data.mnist import cache_dir, is_cached

    if not is_cached():
        say(f"fetching MNIST, once; it is kept in {cache_dir()}")


class Tally:
    """Counts on a terminal's last line, while the data itself goes elsewhere.

    Args:
        wanted: Whether there is anybody to see it.
    """

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr.isatty()
        self._count = 0
        self._shown = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def add(self) -> None:
        """Count one; show the count five times a second at most."""
        self._count += 1
        if self._wanted and time.monotonic() - self._shown >= _TALLY_S:
            self._shown = time.monotonic()
            print(f"\r{self._count:,} pictures", end="", file=sys.stderr, flush=True)  # noqa: T201

    def __exit__(self, *_: object) -> None:
        if self._wanted:
            print("\r" + " " * 30, end="\r", file=sys.stderr, flush=True)  # noqa: T201
