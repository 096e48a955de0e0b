"""Numbers: how well whole numbers are read, beyond right and wrong.

The interval of the character error rate is the score interval of a rate (Rao 1948; for counts, as
that of a Poisson rate) with the dispersion that the pictures show (McCullagh & Nelder 1989,
"Generalized Linear Models", 6.2): characters of one picture are wrong together, so the picture is
the unit, not the character.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerals.lab.metrics import Share
from numerals.lab.strings import edit_distance, edits
from numerals.model.calibrate import Z95

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.outcome import Outcome
    from numerals.lab.strings import Edit

#: Among so many answers, the one given included, the right one is looked for.
ANSWERS = 5


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Characters to insert, delete or replace, of those that are written.

    Attributes:
        edits: How many, at least 0.
        characters: Of how many that are written.
        interval: The 95 % interval of the rate, (0, inf) of nothing.
    """

    edits: int
    characters: int
    interval: tuple[float, float]

    @property
    def value(self) -> float | None:
        """The rate, at least 0; over 1 where far more is read than written. None of nothing."""
        return self.edits / self.characters if self.characters else None


@dataclass(frozen=True, slots=True)
class OfLength:
    """How well the numbers of one length are read.

    Attributes:
        digits: How many digits they have.
        right: Read exactly, of them.
        error_rate: Of their characters.
    """

    digits: int
    right: Share
    error_rate: ErrorRate


@dataclass(frozen=True, slots=True)
class NumberFigures:
    """What is to be said of numbers, over all pictures that show something.

    Attributes:
        error_rate: Of the characters; where nothing was read, all are missing.
        length_right: With as many digits as are written.
        among: The right number is among the `ANSWERS` likeliest: the text and its alternatives.
        constrained: Right, of the answers that only the knowledge of the field made possible.
        by_length: By the count of digits that are written, rising.
        confusions: What was taken for what, the commonest first, where something was read.
    """

    error_rate: ErrorRate
    length_right: Share
    among: Share
    constrained: Share
    by_length: tuple[OfLength, ...]
    confusions: tuple[tuple[Edit, int], ...]


def number_figures(outcomes: Sequence[Outcome]) -> NumberFigures:
    """Come to the figures of the pictures that show something, each with its reading."""
    same_length = [_digits(o.read) == _digits(o.truth) for o in outcomes]
    among = [any(o.is_right(text) for text in o.answers[:ANSWERS]) for o in outcomes]
    constrained = [o for o in outcomes if o.reading.constrained]
    lengths = sorted({_digits(o.truth) for o in outcomes})
    taken = Counter(edit for o in outcomes if o.read for edit in edits(o.read, o.truth))
    return NumberFigures(
        error_rate=_rate(outcomes),
        length_right=Share(sum(same_length), len(outcomes)),
        among=Share(sum(among), len(outcomes)),
        constrained=Share(sum(o.right for o in constrained), len(constrained)),
        by_length=tuple(
            _of_length(n, [o for o in outcomes if _digits(o.truth) == n]) for n in lengths
        ),
        # By count, and where that is the same by what they are: the order is always one.
        confusions=tuple(sorted(taken.items(), key=lambda item: (-item[1], item[0]))),
    )


def error_rate(edits: Sequence[int], lengths: Sequence[int]) -> ErrorRate:
    """Sum up the edits of pictures, and say between which ends the true rate may lie.

    Args:
        edits: (N,), each at least 0: a picture's edits.
        lengths: (N,), each at least 1: its written characters.

    Raises:
        ValueError: The two differ in length.
    """
    if len(edits) != len(lengths):
        raise ValueError(f"{len(edits)} counts of edits for {len(lengths)} texts")
    wrong, of = sum(edits), sum(lengths)
    if not of:
        return ErrorRate(0, 0, (0.0, math.inf))
    width = Z95**2 * _dispersion(np.array(edits), np.array(lengths)) / of
    middle = wrong / of + width / 2
    # The root of what is 0 but for rounding must not be of less.
    half = math.sqrt(width * wrong / of + width**2 / 4)
    return ErrorRate(wrong, of, (max(0.0, middle - half), middle + half))


def _dispersion(edits: NDArray[np.int64], lengths: NDArray[np.int64]) -> float:
    """Tell by how much the edits of pictures spread more than single characters would.

    Where no error was seen, or only one picture was, a picture may yet be wrong in all it says.
    """
    n, wrong, of = len(edits), int(edits.sum()), int(lengths.sum())
    if n == 1 or not wrong:
        return of / n
    rest = edits - wrong / of * lengths
    variance = n / (n - 1) * float((rest**2).sum()) / of
    return max(1.0, variance / (wrong / of))


def _of_length(digits: int, outcomes: Sequence[Outcome]) -> OfLength:
    right = Share(sum(o.right for o in outcomes), len(outcomes))
    return OfLength(digits, right, _rate(outcomes))


def _rate(outcomes: Sequence[Outcome]) -> ErrorRate:
    wrong = [edit_distance(o.read, o.truth) for o in outcomes]
    return error_rate(wrong, [len(o.truth) for o in outcomes])


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)
