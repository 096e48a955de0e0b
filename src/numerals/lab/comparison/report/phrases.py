"""Phrases: what sentences about a comparison are put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from numerals.lab.comparison.report.findings import spread
from numerals.lab.percent import decimals, down, up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.report.findings import Standing


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the comparison found.

    Attributes:
        about: A few words.
        text: Sentences.
    """

    about: str
    text: str


def plus_minus(values: Sequence[float], places: int) -> str:
    """Show the spread over the seeds in points, or say that one run has none."""
    deviation = spread(values)
    return "one run" if deviation is None else f"± {up(deviation, places)}"


def listed(words: Sequence[str]) -> str:
    """Join words: 'a', 'a and b', 'a, b and c'; with semicolons where they have commas."""
    *first, last = words
    joint = "; " if any("," in word for word in words) else ", "
    return f"{joint.join(first)} and {last}" if first else last


def plain(name: str) -> str:
    """Show a name of several words."""
    return name.replace("-", " ")


def percent(s: Standing) -> str:
    """Show a system's accuracy."""
    return f"{down(s.accuracy, decimals(s.n))} %"


def mistakes(s: Standing) -> int:
    """Count a system's mistakes on the mean of its seeds."""
    return s.n - s.share.count
