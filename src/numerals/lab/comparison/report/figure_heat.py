"""Heat maps: a row a system, a column a class or a corruption, coloured by what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.look import mistakes_map, words_on
from numerals.lab.comparison.report.scale import mistakes_ticks
from numerals.lab.comparison.report.sheet import new_sheet
from numerals.lab.percent import UNDEFINED, down

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.comparison.report.findings import Standing

#: The scale of mistakes is at least so wide: small differences must not look large.
_LEAST_TOP = 0.02
#: More columns than these leave no room for figures in the cells.
_FIGURES = 17


def draw_by_class(standings: Sequence[Standing], classes: Sequence[str]) -> Any:
    """Draw each system's F1 of each class, and the mean of all."""
    values = np.array([[*s.by_class, float(np.mean(s.by_class))] for s in standings])
    return _draw(standings, values, [*classes, "all"], "F1, %", turned=False)


def draw_corruptions(standings: Sequence[Standing], names: Sequence[str]) -> Any:
    """Draw each system's accuracy under each corruption, beside the clean one and the mean."""
    rows = []
    for s in standings:
        found = [s.corrupted.get(name, np.nan) for name in names]
        rows.append([s.accuracy, *found, _mean(found)])
    columns = ["clean", *(n.replace("-", " ") for n in names), "mean"]
    return _draw(standings, np.array(rows), columns, "right, %", turned=True)


def _mean(values: Sequence[float]) -> float:
    known = [v for v in values if not np.isnan(v)]
    return float(np.mean(known)) if known else float("nan")


def _draw(
    standings: Sequence[Standing],
    values: NDArray[np.float64],
    columns: Sequence[str],
    what: str,
    turned: bool,
) -> Any:
    from matplotlib.colors import PowerNorm

    figure = new_sheet((1.45 if turned else 0.85) + 0.3 * len(standings))
    axes = figure.subplots()
    wrong = 1 - values
    top = max(_LEAST_TOP, float(np.nanmax(wrong)))
    norm = PowerNorm(0.5, vmin=0, vmax=top)
    # The mean stands apart from what it is the mean of.
    edges = np.array([*range(len(columns)), len(columns) - 0.85, len(columns) + 0.15])
    gapped = np.insert(wrong, len(columns) - 1, np.nan, axis=1)
    mesh = axes.pcolormesh(
        edges,
        np.arange(len(standings) + 1),
        np.ma.masked_invalid(gapped),
        cmap=mistakes_map(),
        norm=norm,
        edgecolors="#ffffff",
        lw=0.8,
    )
    centres = [*(i + 0.5 for i in range(len(columns) - 1)), len(columns) - 0.35]
    if len(columns) <= _FIGURES:
        for row, column in np.ndindex(values.shape):
            value = values[row, column]
            shade = mistakes_map()(0.0 if np.isnan(value) else float(norm(1 - value)))
            text = UNDEFINED if np.isnan(value) else down(float(value))
            axes.text(
                centres[column],
                row + 0.5,
                text,
                ha="center",
                va="center",
                size=7,
                color=words_on(shade),
            )
    axes.set_yticks(
        np.arange(len(standings)) + 0.5, [f"{s.title}  {s.rank}" for s in standings], size=8
    )
    turn = {"rotation": 40, "ha": "left", "rotation_mode": "anchor"} if turned else {}
    axes.set_xticks(centres, columns, size=8, **turn)
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(mesh, ax=axes, location="right", fraction=0.02, pad=0.015, aspect=30)
    ticks = mistakes_ticks(top, 0.5 * len(standings))
    bar.set_ticks(ticks, labels=[f"{100 * (1 - t):g}" for t in ticks], size=7)
    bar.set_label(what, size=8)
    bar.outline.set_visible(False)
    return figure
