"""The CNN against the RNN, as the report that numerals began with had it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.amounts import duration
from numerals.lab.comparison.report.look import INK, family_mark
from numerals.lab.comparison.report.sheet import new_sheet
from numerals.lab.percent import decimals, down

if TYPE_CHECKING:
    from numerals.lab.comparison.report.findings import Standing


def draw_duel(cnn: Standing, rnn: Standing) -> Any:
    """Draw accuracy, training time and latency of both, seed by seed and on the mean."""
    figure = new_sheet(3.4)
    panels = figure.subplots(1, 3)
    measures = (
        ("accuracy", "right on the test set", 100.0, "%"),
        ("fit_seconds", "time to train", 1.0, "s"),
        ("latency_ms", "time for one picture", 1.0, "ms"),
    )
    for axes, (measure, title, factor, unit) in zip(panels, measures, strict=True):
        for place, standing in enumerate((cnn, rnn)):
            _draw(axes, place, standing, measure, factor)
        axes.set_title(f"{title}, {unit}")
        axes.set_xticks([0, 1], [textwrap.fill(s.title, 16) for s in (cnn, rnn)])
        axes.set_xlim(-0.6, 1.6)
        axes.grid(visible=False, axis="x")
        if measure == "accuracy":
            low, high = axes.get_ylim()
            room = 0.12 * (high - low)
            axes.set_ylim(low - room, min(100, high + room))
        else:
            axes.set_ylim(0, 1.18 * axes.get_ylim()[1])
    return figure


def _draw(axes: Any, place: int, standing: Standing, measure: str, factor: float) -> None:
    values = np.array(standing.values(measure)) * factor
    if not len(values):
        axes.text(place, 0.5, "not measured", transform=axes.get_xaxis_transform(), ha="center")
        return
    mark = family_mark(standing.system.family)
    mean = float(values.mean())
    if measure != "accuracy":
        # Times have a true zero, and so a bar tells their ratio; accuracies have none in sight.
        axes.bar(place, mean, 0.62, color=mark.colour, alpha=0.28, lw=0)
    spread = np.linspace(-0.12, 0.12, len(values)) if len(values) > 1 else [0.0]
    axes.plot(place + np.asarray(spread), values, mark.marker, color=mark.colour, ms=6, mec="none")
    axes.hlines(mean, place - 0.31, place + 0.31, color=mark.colour, lw=2)
    axes.annotate(
        _shown(mean, measure, standing.n),
        (place, max(values.max(), mean)),
        xytext=(0, 7),
        textcoords="offset points",
        ha="center",
        weight="bold",
        color=INK,
    )


def _shown(mean: float, measure: str, n: int) -> str:
    if measure == "accuracy":
        return f"{down(mean / 100, decimals(n))} %"
    return duration(mean if measure == "fit_seconds" else mean / 1000)
