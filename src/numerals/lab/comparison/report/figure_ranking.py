"""The ranking: each system's accuracy with its interval, and what tells neighbours apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerals.lab.comparison.report.amounts import probability
from numerals.lab.comparison.report.look import INK, QUIET, family_mark
from numerals.lab.comparison.report.scale import accuracy_axis
from numerals.lab.comparison.report.sheet import new_sheet
from numerals.lab.comparison.report.significance import LEVEL
from numerals.lab.percent import decimals, down

if TYPE_CHECKING:
    from numerals.lab.comparison.report.findings import Findings


def draw_ranking(findings: Findings) -> Any:
    """Draw the mean of each system, its 95 % interval, its seeds, and p between neighbours."""
    ranking = findings.ranking
    figure = new_sheet(0.9 + 0.32 * len(ranking))
    axes = figure.subplots()
    places = decimals(findings.n)
    lows, highs = [], []
    for y, s in enumerate(ranking):
        mark = family_mark(s.system.family)
        low, high = s.share.interval
        values = s.values("accuracy")
        axes.hlines(y, low, high, color=mark.colour, lw=2.2, alpha=0.75)
        axes.plot(values, [y] * len(values), "|", color=INK, ms=9, mew=1)
        axes.plot(s.accuracy, y, mark.marker, color=mark.colour, ms=7, mec="none")
        lows += [low, *values]
        highs += [high, *values]
        _beside(axes, y, 1.02, f"{down(s.accuracy, places)} %", INK, "bold")
    for y, s in enumerate(ranking[:-1]):
        clear = s.below is not None and s.below < LEVEL
        told = "p " + probability(s.below) if clear else "p " + probability(s.below) + "  ≈"
        _beside(axes, y + 0.5, 1.125, told, INK if clear else QUIET, "normal")
    accuracy_axis(axes.xaxis, min(lows), max(highs), findings.n)
    axes.set_yticks(range(len(ranking)), [f"{s.title}  {s.rank}" for s in ranking])
    axes.set_ylim(len(ranking) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("right on the test set (stretched towards 100 %)")
    return figure


def _beside(axes: Any, y: float, x: float, text: str, colour: str, weight: str) -> None:
    axes.text(
        x,
        y,
        text,
        transform=axes.get_yaxis_transform(),
        va="center",
        color=colour,
        weight=weight,
        size=8,
    )
