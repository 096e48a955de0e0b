"""Risk: the plot of what accepting more costs in errors. Needs the train extra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.figure import BLUE, VERMILION, new_figure, save_figure
from numerals.lab.percent import up
from numerals.model.acceptance import share
from numerals.model.calibrate import wilson

if TYPE_CHECKING:
    from pathlib import Path

    from numerals.lab.evaluate import Evaluation
    from numerals.lab.results import Figures
    from numerals.lab.selective import RiskCoverage, Stated

_INK = "#222222"
_PROMISED = "promised by the model; kept where above the curve"
#: So many points make the curve: more are no finer on paper.
_POINTS = 400
#: The scale of errors ends at the curve's end, but not below the largest error that is asked.
_LEAST_TOP = 0.022


def draw_risk(evaluation: Evaluation, figures: Figures, path: Path) -> None:
    """Draw the risk–coverage curve, and what the model promised, as `path`.png and `path`.svg.

    Raises:
        MissingExtraError: matplotlib is not installed.
        ValueError: No picture could be accepted at any threshold.
    """
    curve = figures.selective
    if not curve.most:
        raise ValueError("a curve needs a picture that can be accepted")
    figure = new_figure(7.4, 5.0)
    axes = figure.subplots()
    top = max(_LEAST_TOP, 1.15 * float((curve.wrong / curve.accepted)[-1]))
    _draw_curve(axes, curve, f"found on these {evaluation.unit}")
    # On one curve of both, neither the digits' promise nor the numbers' has its place.
    for row in figures.stated if figures.stated_of_numbers is None else ():
        _draw_promise(axes, row)
    # On a square root, an error of 0.1 % still stands clear of none.
    axes.set_yscale("function", functions=(lambda y: np.sqrt(np.maximum(y, 0)), np.square))
    ticks = [t for t in (0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1) if t <= top]
    axes.set_yticks(ticks, labels=[f"{100 * t:g} %" for t in ticks])
    axes.set_yticks([], minor=True)
    axes.set(xlim=(0, 1.0), ylim=(0, top))
    shares = np.arange(0, 1.01, 0.2)
    axes.set_xticks(shares, labels=[f"{100 * s:.0f} %" for s in shares])
    axes.set_xlabel(f"accepted, of all {evaluation.unit}", color=_INK)
    axes.set_ylabel("wrong, of the accepted", color=_INK)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left", fontsize=9)
    figure.suptitle(_title(evaluation, curve), fontsize=11, color=_INK)
    save_figure(figure, path)


def _draw_curve(axes: Any, curve: RiskCoverage, label: str) -> None:
    wanted = np.linspace(1, curve.most, min(_POINTS, curve.most))
    # The threshold that lets as many pass, or the next lower.
    k = np.unique(np.searchsorted(curve.accepted, wanted))
    accepted, wrong = curve.accepted[k], curve.wrong[k]
    pairs = zip(wrong.tolist(), accepted.tolist(), strict=True)
    low, high = np.array([wilson(w, n) for w, n in pairs]).T
    x = accepted / curve.of
    axes.plot(x, wrong / accepted, color=BLUE, lw=1.8, label=label)
    axes.fill_between(x, low, high, color=BLUE, alpha=0.15, lw=0, label="its 95 % interval")


def _draw_promise(axes: Any, row: Stated) -> None:
    """Mark what was promised: it is kept where the mark lies above the curve."""
    if row.coverage is None or not row.coverage.count:
        return
    first = not any(line.get_label() == _PROMISED for line in axes.lines)
    label = _PROMISED if first else None
    x = row.coverage.value
    axes.plot(x, row.max_error, "v", color=VERMILION, ms=7, label=label, clip_on=False)
    axes.annotate(
        share(row.max_error),
        (x, row.max_error),
        xytext=(-7, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=8,
        color=_INK,
        bbox={"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.75},
    )


def _title(evaluation: Evaluation, curve: RiskCoverage) -> str:
    area = curve.aurc or 0.0
    return (
        f"{evaluation.data}: what accepting more costs, {curve.of:,} {evaluation.unit}\n"
        f"area under the curve {up(area, 3)} %, model {evaluation.model} {evaluation.model_version}"
    )
