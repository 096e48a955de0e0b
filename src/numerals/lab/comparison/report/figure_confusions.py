"""Confusion matrices side by side: who takes what for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.look import (
    QUIET,
    grid_of,
    hide_rest,
    mistakes_map,
    new_sheet,
)
from numerals.lab.percent import decimals, down, up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.comparison.report.answers import Answers
    from numerals.lab.comparison.report.findings import Standing

_COLUMNS = 5
#: The scale ends at the commonest confusion of all, but not below this share of a row.
_LEAST_TOP = 0.01
#: More classes than these have no room for their names.
_NAMED = 16


def draw_confusions(answered: Sequence[tuple[Standing, Answers]], classes: Sequence[str]) -> Any:
    """Draw a matrix a system, only mistakes coloured, all on one scale; best first."""
    rows, columns = grid_of(len(answered), _COLUMNS)
    figure = new_sheet(0.7 + 2.05 * rows)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    hide_rest(panels, len(answered))
    shares = [_mistakes(answers) for _, answers in answered]
    top = max(_LEAST_TOP, *(float(s.max()) for s in shares))
    mesh = None
    for axes, (s, _), share in zip(panels, answered, shares, strict=False):
        mesh = _draw(axes, share, top, classes)
        places = decimals(s.n)
        axes.set_title(f"{s.rank}  {s.title}\n{down(s.accuracy, places)} % right", size=7.5)
        axes.set_xlabel(_commonest(share, classes), size=7, color=QUIET, labelpad=2)
    bar = figure.colorbar(
        mesh, ax=list(panels), location="bottom", fraction=0.04, aspect=50, shrink=0.6, pad=0.02
    )
    bar.set_label("mistaken for this, of all pictures of the row (square-root scale)", size=8)
    ticks = [t for t in (0, 0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8) if t <= top]
    bar.set_ticks(ticks, labels=[f"{100 * t:g} %" for t in ticks], size=7)
    bar.outline.set_visible(False)
    return figure


def _mistakes(answers: Answers) -> NDArray[np.float64]:
    """Give (classes, classes): of the pictures of the row, the share read as the column."""
    counts = answers.confusion().astype(np.float64)
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    np.fill_diagonal(shares, 0)
    return shares


def _draw(axes: Any, shares: NDArray[np.float64], top: float, classes: Sequence[str]) -> Any:
    from matplotlib.colors import PowerNorm

    k = len(classes)
    norm = PowerNorm(0.5, vmin=0, vmax=top)
    mesh = axes.imshow(shares, cmap=mistakes_map(), norm=norm, interpolation="none")
    # The diagonal is what is right; it stays grey, and shows where the rows lie.
    axes.imshow(
        np.ma.masked_equal(np.eye(k), 0), cmap="Greys", vmin=0, vmax=4, interpolation="none"
    )
    axes.grid(visible=False)
    if k <= _NAMED:
        axes.set_xticks(range(k), classes, size=6)
        axes.set_yticks(range(k), classes, size=6)
    else:
        axes.set_xticks([])
        axes.set_yticks([])
    axes.tick_params(length=0, pad=2)
    axes.spines[:].set_visible(False)
    return mesh


def _commonest(shares: NDArray[np.float64], classes: Sequence[str]) -> str:
    row, column = np.unravel_index(int(shares.argmax()), shares.shape)
    share = float(shares[row, column])
    if not share:
        return "no mistakes"
    return f"{up(share)} % of {classes[row]} read as {classes[column]}"
