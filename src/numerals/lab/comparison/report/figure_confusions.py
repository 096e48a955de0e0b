"""Confusion matrices side by side: who takes what for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.look import QUIET, mistakes_map, panel_title
from numerals.lab.comparison.report.scale import mistakes_ticks
from numerals.lab.comparison.report.sheet import BOTTOM, Room, panel_sheet
from numerals.lab.percent import decimals, down, up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.comparison.report.answers import Answers
    from numerals.lab.comparison.report.findings import Standing

_COLUMNS = 5
_SIZE = (1.45, 1.45)
_ROOM = Room(left=0.35, right=0.1, top=0.5, bottom=1.0, below=0.82)
#: The scale ends at the commonest confusion of all, but not below this share of a row.
_LEAST_TOP = 0.01
#: More classes than these have no room for their names.
_NAMED = 16


def draw_confusions(answered: Sequence[tuple[Standing, Answers]], classes: Sequence[str]) -> Any:
    """Draw a matrix a system, only mistakes coloured, all on one scale; best first."""
    figure, panels = panel_sheet(len(answered), _COLUMNS, _SIZE, _ROOM, shared=False)
    shares = [_mistakes(answers) for _, answers in answered]
    top = max(_LEAST_TOP, *(float(s.max()) for s in shares))
    mesh = None
    for axes, (s, _), share in zip(panels, answered, shares, strict=True):
        mesh = _draw(axes, share, top, classes)
        places = decimals(s.n)
        axes.set_title(
            panel_title(s.rank, s.title, f"{down(s.accuracy, places)} % right"), size=7.5
        )
        axes.set_xlabel(_commonest(share, classes), size=7, color=QUIET, labelpad=2)
    height = figure.get_size_inches()[1]
    place = figure.add_axes((0.25, (BOTTOM + 0.45) / height, 0.5, 0.12 / height))
    bar = figure.colorbar(mesh, cax=place, orientation="horizontal")
    bar.set_label("mistaken for this, of all pictures of the row (square-root scale)", size=8)
    ticks = mistakes_ticks(top, 4.5)
    bar.set_ticks(ticks, labels=[f"{100 * t:g} %" for t in ticks], size=7)
    bar.outline.set_visible(False)
    return figure


def _mistakes(answers: Answers) -> NDArray[np.float64]:
    """Give (classes, classes): of the pictures of the row, the share read as the column."""
    counts = answers.confusion().astype(np.float64)
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    np.fill_diagonal(shares, 0)
    return np.asarray(shares)


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
    row, column = divmod(int(shares.argmax()), len(classes))
    share = float(shares[row, column])
    if not share:
        return "no mistakes"
    return f"{up(share)} % of {classes[row]} read as {classes[column]}"
