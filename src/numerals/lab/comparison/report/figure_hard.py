"""Hard pictures: those that all, some and none of the systems read wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.lab.comparison.report.look import GRID, INK, QUIET
from numerals.lab.comparison.report.sheet import new_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.comparison.report.answers import Hard

#: At most so many pictures a sheet.
MOST = 36
_COLUMNS = 12
_SIDE, _GAP = 28, 4


class Pick(NamedTuple):
    """Which pictures a sheet shows.

    Attributes:
        kind: 'all', 'some' or 'none' of the systems read them wrong.
        total: How many there are.
        shown: Indices of those that are shown, at most `MOST`.
    """

    kind: str
    total: int
    shown: list[int]


def picks(hard: Hard, labels: NDArray[np.int64], classes: int) -> list[Pick]:
    """Choose the pictures: of 'some', those that divide the systems most; of 'none', all classes.

    Nothing is drawn by lot: the same answers give the same sheets.
    """
    every = np.flatnonzero(hard.wrong == hard.systems)
    some = np.flatnonzero((hard.wrong > 0) & (hard.wrong < hard.systems))
    none = np.flatnonzero(hard.wrong == 0)
    divided = some[np.argsort(np.abs(hard.wrong[some] - hard.systems / 2), kind="stable")]
    turn = [none[labels[none] == c][: -(-MOST // max(1, classes))] for c in range(classes)]
    spread = [int(t[i]) for i in range(MOST) for t in turn if i < len(t)]
    return [
        Pick("all", len(every), every[:MOST].tolist()),
        Pick("some", len(some), divided[:MOST].tolist()),
        Pick("none", len(none), spread[:MOST]),
    ]


def draw_hard(
    pick: Pick,
    images: NDArray[np.uint8],
    labels: NDArray[np.int64],
    hard: Hard,
    classes: Sequence[str],
) -> Any:
    """Draw the picked pictures as ink on paper, each with its truth and what it was taken for."""
    rows = max(1, -(-len(pick.shown) // _COLUMNS))
    figure = new_sheet(0.1 + 1.02 * rows)
    axes = figure.subplots()
    axes.set_axis_off()
    step, high = _SIDE + _GAP, _SIDE + 14
    for place, i in enumerate(pick.shown):
        row, column = divmod(place, _COLUMNS)
        x, y = column * step, row * high
        axes.imshow(
            255 - images[i],
            cmap="gray",
            vmin=0,
            vmax=255,
            interpolation="none",
            extent=(x, x + _SIDE, y + _SIDE, y),
        )
        truth, taken = classes[labels[i]], int(hard.taken_for[i])
        read = f" read {classes[taken]}" if taken >= 0 and pick.kind != "none" else ""
        style = {"ha": "center", "va": "center"}
        axes.text(x + _SIDE / 2, y + _SIDE + 3.2, f"{truth}{read}", size=7, color=INK, **style)
        if pick.kind == "some":
            count = f"{hard.wrong[i]} of {hard.systems}"
            axes.text(x + _SIDE / 2, y + _SIDE + 8, count, size=6, color=QUIET, **style)
        axes.plot(
            [x, x + _SIDE, x + _SIDE, x, x], [y, y, y + _SIDE, y + _SIDE, y], color=GRID, lw=0.5
        )
    axes.set(xlim=(-1, _COLUMNS * step), ylim=(rows * high, -1), aspect="equal")
    return figure
