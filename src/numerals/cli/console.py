"""Console: stdout carries data alone; what is said to a person goes to stderr."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from numerals.errors import ExitCode
    from numerals.model.acceptance import Acceptance
    from numerals.reading import Reading, Status

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


def say_if_unkept(acceptance: Acceptance, asked: bool) -> bool:
    """Tell that nothing is promised where a user counts on it; return whether it was told.

    Args:
        acceptance: What is accepted.
        asked: Whether the user asked for a promise.
    """
    unkept = acceptance.promise is None and (asked or acceptance.accept >= 1)
    if unkept:
        say(acceptance.note)
    return unkept


def say_to_check(reading: Reading) -> None:
    """Tell which numbers of a picture want a look: a table's cells do not show it."""
    from numerals.cli.lines import check_lines

    for line in check_lines(reading):
        say(line)


class Tally:
    """Counts on a terminal's last line while the data goes elsewhere, and sums up at the end.

    Args:
        live: Whether to count as it goes; on a terminal alone.
    """

    def __init__(self, live: bool) -> None:
        self._live = live and sys.stderr.isatty()
        self._counts: Counter[Status] = Counter()
        self._shown = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def add(self, status: Status) -> None:
        """Count one; show the count five times a second at most."""
        self._counts[status] += 1
        if self._live and time.monotonic() - self._shown >= _TALLY_S:
            self._shown = time.monotonic()
            count = self._counts.total()
            print(f"\r{count:,} pictures", end="", file=sys.stderr, flush=True)  # noqa: T201

    @property
    def total(self) -> int:
        """How many were counted."""
        return self._counts.total()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._live:
            print("\r" + " " * 30, end="\r", file=sys.stderr, flush=True)  # noqa: T201
        # A single picture has said it all in its row; a run that broke off has no sum.
        if kind is None and self._counts.total() > 1:
            each = ", ".join(f"{n:,} {status}" for status, n in self._in_order() if n)
            say(f"{self._counts.total():,} pictures: {each}")

    def _in_order(self) -> list[tuple[Status, int]]:
        return [(status, self._counts[status]) for status in sorted(self._counts)]
