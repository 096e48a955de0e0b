"""Between: shapes that lie between two forms of a digit, as those of most hands do.

Forms are few and hands are many: who was taught one form writes it on the way to another. A form
leans towards a neighbour, which is drawn with as many strokes and runs near it all the way, so
that what lies between them is still that digit (convex combinations in the space of shapes;
Chawla et al. 2002, SMOTE, make examples of a class so).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from numerals.data.forms import Stroke

#: Neighbours are no farther apart than this on average, in heights of a digit.
_NEAR = 0.25
#: How far a form leans: from a little away from its neighbour to over half of the way.
_LEAN = (-0.25, 0.6)


class Shapes:
    """All forms of each digit, and what lies between them.

    Attributes:
        forms: The forms of each digit.
    """

    def __init__(self, forms: Mapping[int, Sequence[list[Stroke]]]) -> None:
        self.forms = forms

    @cached_property
    def _ways(self) -> dict[int, list[list[NDArray[np.float64]]]]:
        return {digit: neighbours(forms) for digit, forms in self.forms.items()}

    def lean(
        self, digit: int, i: int, rng: np.random.Generator
    ) -> dict[tuple[float, float], NDArray[np.float64]]:
        """Lean a digit's form `i` towards one of its neighbours: see `lean`."""
        return lean(self.forms[digit][i], self._ways[digit][i], rng)


def neighbours(forms: Sequence[list[Stroke]]) -> list[list[NDArray[np.float64]]]:
    """Find the neighbours of each form of a digit.

    Args:
        forms: All forms of the digit.

    Returns:
        For each form, how its points move to reach each neighbour, itself among them: float64
        (points, 2), in heights of a digit.
    """
    lines = [[np.array(stroke) for stroke in form] for form in forms]
    ways = [[_way(form, other) for other in lines] for form in lines]
    return [[way for way in row if way is not None] for row in ways]


def lean(
    form: list[Stroke], ways: Sequence[NDArray[np.float64]], rng: np.random.Generator
) -> dict[tuple[float, float], NDArray[np.float64]]:
    """Lean a form towards one of its neighbours, or a little away from it.

    Args:
        form: The strokes of a digit.
        ways: How its points move to reach each neighbour, of `neighbours`.
        rng: Chooses the neighbour and how far.

    Returns:
        How far each point of the form moves: float64 (2,), in heights of a digit.
    """
    moves = ways[int(rng.integers(len(ways)))]
    share = rng.uniform(*_LEAN)
    points = [point for stroke in form for point in stroke]
    # Where strokes meet, a point stands twice: it moves once, so that they still meet.
    return {point: share * move for point, move in zip(points, moves, strict=True)}


def _way(
    form: list[NDArray[np.float64]], other: list[NDArray[np.float64]]
) -> NDArray[np.float64] | None:
    """Find how each point moves to where another form is at that share of the stroke's length.

    None for forms that are no neighbours.
    """
    if len(form) != len(other):
        return None
    pairs = zip(form, other, strict=True)
    moves = np.concatenate([_along(b, _shares(a)) - a for a, b in pairs])
    far = float(np.hypot(*moves.T).mean())
    return moves if far <= _NEAR else None


def _shares(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell at which share of a stroke's length its points are, 0 … 1."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    return np.asarray(length / length[-1], np.float64)


def _along(points: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the points at these shares of a stroke's length: (N, 2)."""
    at = _shares(points)
    return np.column_stack([np.interp(shares, at, points[:, axis]) for axis in (0, 1)])
