"""Confusion: the matrix of what is taken for what, as a plot. Needs the train extra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.figure import VERMILION, drawable, new_figure, save_figure
from numerals.lab.metrics import OTHER
from numerals.lab.percent import decimals, down, up

if TYPE_CHECKING:
    from pathlib import Path

    from numerals.lab.evaluate import Evaluation
    from numerals.lab.results import Figures

_RIGHT_FILL, _RIGHT_INK = "#DCE9F3", "#1F4E79"
_INK, _QUIET, _LINE = "#222222", "#C4C4C4", "#FFFFFF"
#: The scale of mistakes ends at the commonest one, but never below this share of a row: a lone
#: slip must not look like a catastrophe.
_LEAST_TOP = 0.01
#: Where the scale may have a label.
_ROUND = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
#: How near two labels may come, as a share of the scale's length.
_APART = 0.11


def draw_confusion(evaluation: Evaluation, figures: Figures, path: Path) -> None:
    """Draw the confusion matrix as `path`.png and `path`.svg.

    Only mistakes are coloured, by their share of the row and on a square-root scale, so that
    the diagonal does not drown them.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    names = [drawable(name) for name in evaluation.classes]
    more = max(0, len(names) - 10) * 0.36 + max(0, max(map(len, names)) - 1) * 0.07
    figure = new_figure(7.4 + more, 7.0 + more)
    axes = figure.subplots()
    shares = _shares(figures)
    top = max(_LEAST_TOP, float(shares.max()))
    mesh = _draw_cells(axes, figures, shares, top)
    _draw_edges(axes, figures, names)
    bar = figure.colorbar(mesh, ax=axes, location="bottom", shrink=0.5, aspect=32, pad=0.01)
    bar.set_label("mistaken for this, of all of the row", fontsize=9, color=_INK)
    ticks = _ticks(top)
    bar.set_ticks(ticks, labels=[f"{100 * t:g} %" for t in ticks], fontsize=8)
    bar.outline.set_visible(False)
    figure.suptitle(title(evaluation, figures), fontsize=11, color=_INK)
    save_figure(figure, path)


def title(evaluation: Evaluation, figures: Figures) -> str:
    """Say in two lines what was read, how well, and by which model."""
    right = figures.accuracy
    places = decimals(right.of)
    low, high = right.interval
    shown = figures.single_digit
    matter = "" if shown == right.of else f", here the {shown:,} of a single digit"
    of = f"{right.of:,} {evaluation.unit}"
    return (
        f"{evaluation.data}: {down(right.value, places)} % of {of} read right"
        f"{matter}\n95 % interval {down(low, places)} – {up(high, places)} %, "
        f"model {evaluation.model} {evaluation.model_version}"
    )


def _shares(figures: Figures) -> Any:
    """Give the mistakes as shares of their row: float64 (classes, classes + 1), the diagonal 0."""
    counts = figures.confusion.astype(np.float64)
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    np.fill_diagonal(shares, 0)
    return shares


def _ticks(top: float) -> list[float]:
    """Choose round shares from 0 to `top` whose labels keep apart on the square-root scale."""
    ticks = [0.0]
    for share in _ROUND:
        if share <= top and (share / top) ** 0.5 - (ticks[-1] / top) ** 0.5 > _APART:
            ticks.append(share)
    return ticks


def _draw_cells(axes: Any, figures: Figures, shares: Any, top: float) -> Any:
    from matplotlib.colors import LinearSegmentedColormap, PowerNorm

    colours = LinearSegmentedColormap.from_list("mistakes", ["#FFFFFF", "#F7C9A9", VERMILION])
    norm = PowerNorm(0.5, vmin=0, vmax=top)
    # The last column stands apart: it is no digit.
    n = len(shares)
    edges = np.array([*np.arange(n + 1), n + 0.15, n + 1.15])
    gapped = np.insert(shares, n, np.nan, axis=1)
    mesh = axes.pcolormesh(
        edges, np.arange(n + 1), gapped, cmap=colours, norm=norm, edgecolors=_LINE, lw=1
    )
    centres = _centres(n)
    for row, column in np.ndindex(figures.confusion.shape):
        count = int(figures.confusion[row, column])
        place = (centres[column], row + 0.5)
        if row == column and figures.digits[row].support:
            axes.add_patch(_cell(column, row))
            axes.text(*place, f"{count:,}", color=_RIGHT_INK, weight="bold", **_CENTRED)
        elif count:
            axes.text(*place, f"{count:,}", color=_INK, **_CENTRED)
        else:
            axes.text(*place, "·", color=_QUIET, **_CENTRED)
    return mesh


def _draw_edges(axes: Any, figures: Figures, names: list[str]) -> None:
    """Label rows and columns, with each class's recall and precision beside them."""
    n = len(names)
    axes.set(xlim=(0, n + 2.5), ylim=(n + 1, 0), aspect="equal")
    long = max(map(len, names)) > 2
    turned = {"rotation": 90} if long else {}
    axes.set_xticks(_centres(n), [*names, OTHER], fontsize=8 if long else 11, **turned)
    axes.set_yticks(np.arange(n) + 0.5, names, fontsize=8 if long else 11)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.set_xlabel(
        f"read as  ({OTHER} is nothing, or no single digit)", fontsize=10, color=_INK, labelpad=8
    )
    axes.set_ylabel("written", fontsize=10, color=_INK)
    # Both labels go along the classes, not along the two rims for the scores.
    axes.xaxis.label.set_x((n + 1) / 2 / (n + 2.5))
    axes.yaxis.label.set_y(1 - n / 2 / (n + 1))
    for spine in axes.spines.values():
        spine.set_visible(False)
    small = {"fontsize": 8, "color": "#666666", "va": "center"}
    for i, scores in enumerate(figures.digits):
        axes.text(n + 2.4, i + 0.5, down(scores.recall), ha="right", **small)
        axes.text(i + 0.5, n + 0.4, down(scores.precision), ha="center", **small)
    axes.text(n + 2.4, -0.32, "recall %", ha="right", **small)
    axes.text(n + 0.15, n + 0.4, "precision %", ha="left", **small)


_CENTRED = {"ha": "center", "va": "center", "fontsize": 9}


def _centres(n: int) -> list[float]:
    return [*(i + 0.5 for i in range(n)), n + 0.65]


def _cell(column: int, row: int) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((column, row), 1, 1, facecolor=_RIGHT_FILL, edgecolor=_LINE, lw=1)
