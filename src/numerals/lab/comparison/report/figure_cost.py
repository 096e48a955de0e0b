"""Accuracy against cost: what a system's mistakes are paid with, and which are worth it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.amounts import duration, size
from numerals.lab.comparison.report.findings import front
from numerals.lab.comparison.report.look import INK, QUIET, family_mark
from numerals.lab.comparison.report.scale import accuracy_axis
from numerals.lab.comparison.report.sheet import new_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numerals.lab.comparison.report.findings import Findings, Standing

_POWERS = tuple(10.0**p for p in range(-4, 12))
#: The costs that are drawn, each with its name, how a value is shown, and what may be a label.
COSTS: dict[str, tuple[str, Callable[[float], str], Sequence[float]]] = {
    "fit_seconds": ("time to train", duration, (*_POWERS[:5], 10, 60, 600, 3600, 36000)),
    "latency_ms": ("time for one picture", lambda ms: duration(ms / 1000), _POWERS),
    "model_bytes": ("size of the model", size, _POWERS),
}
_KEY_COLUMNS = 3
#: What takes less than can be told is drawn as this, in the cost's unit.
_LEAST = 0.001


def draw_cost(findings: Findings) -> Any:
    """Draw a panel a cost, each system by its family's mark and its number in the ranking."""
    ranking = findings.ranking
    rows, columns = -(-len(ranking) // _KEY_COLUMNS), _KEY_COLUMNS
    figure = new_sheet(3.9 + 0.2 * rows)
    plots, key = figure.subfigures(2, 1, height_ratios=[3.9, 0.2 * rows + 0.1])
    panels = plots.subplots(1, len(COSTS), sharey=True)
    for axes, (cost, (title, show, labels)) in zip(panels, COSTS.items(), strict=True):
        _draw(axes, findings, cost)
        _label(axes, show, labels)
        axes.set_title(title)
    accuracies = [s.accuracy for s in ranking]
    accuracy_axis(panels[0].yaxis, min(accuracies), max(accuracies), findings.n)
    panels[0].set_ylabel("right on the test set")
    _draw_key(key, findings, rows, columns)
    return figure


def _draw(axes: Any, findings: Findings, cost: str) -> None:
    known = [(s, max(p, _LEAST)) for s in findings.ranking if (p := s.mean(cost)) is not None]
    axes.set_xscale("log")
    if not known:
        axes.text(0.5, 0.5, "not measured", transform=axes.transAxes, ha="center", color=QUIET)
        return
    on_front = front(findings.ranking, cost)
    price_of = {s.rank: p for s, p in known}
    best = [(price_of[s.rank], s.accuracy) for s in on_front]
    prices = [p for _, p in known]
    far = max(prices) * 3
    x, y = zip(*best, strict=True)
    axes.step([*x, far], [*y, y[-1]], where="post", color=QUIET, lw=1, ls="--", zorder=1)
    ahead = {s.rank for s in on_front}
    for s, price in known:
        mark = family_mark(s.system.family)
        on = s.rank in ahead
        filled = {"mfc": mark.colour if on else "none", "mec": mark.colour, "mew": 1.3}
        axes.plot(price, s.accuracy, mark.marker, ms=7, zorder=3, **filled)
    _number(axes, known, ahead)
    axes.set_xlim(min(prices) / 2.2, far)


def _number(axes: Any, known: list[tuple[Standing, float]], ahead: set[int]) -> None:
    """Write each one's number beside its mark, on whichever side is freer."""
    prices = np.log10([p for _, p in known])
    heights = -np.log10(np.maximum(1e-6, [1 - s.accuracy for s, _ in known]))
    wide, high = max(np.ptp(prices), 1e-9), max(np.ptp(heights), 1e-9)
    for i, (s, price) in enumerate(known):
        dx, dy = (prices - prices[i]) / wide, (heights - heights[i]) / high
        near = (np.abs(dy) < 0.05) & (np.abs(dx) < 0.16) & (np.arange(len(known)) != i)
        left = bool((near & (dx >= 0)).any()) and not bool((near & (dx < 0)).any())
        axes.annotate(
            str(s.rank),
            (price, s.accuracy),
            xytext=(-4 if left else 4, 3),
            textcoords="offset points",
            va="bottom",
            ha="right" if left else "left",
            size=7.5,
            weight="bold" if s.rank in ahead else "normal",
            color=INK,
            zorder=4,
        )


def _label(axes: Any, show: Callable[[float], str], labels: Sequence[float]) -> None:
    """Label at most four values, in words a person uses."""
    low, high = axes.get_xlim()
    within = [value for value in labels if low <= value <= high]
    ticks = within[:: max(1, -(-len(within) // 4))]
    axes.set_xticks(ticks, [_round(show(t)) for t in ticks])
    axes.set_xticks([], minor=True)


def _round(text: str) -> str:
    """Drop the zeros of '1.00 ms', '10.0 s' and '10 min 0 s'."""
    text = re.sub(r"(min|h) 0 \w+$", r"\1", text)
    number, _, unit = text.partition(" ")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {unit}"


def _draw_key(area: Any, findings: Findings, rows: int, columns: int) -> None:
    axes = area.subplots()
    axes.set_axis_off()
    axes.set(xlim=(0, columns), ylim=(rows - 0.4, -0.6))
    for i, s in enumerate(findings.ranking):
        column, row = divmod(i, rows)
        mark = family_mark(s.system.family)
        axes.plot(column + 0.03, row, mark.marker, color=mark.colour, ms=6, mec="none")
        axes.text(column + 0.15, row, f"{s.rank}", va="center", ha="right", size=8, weight="bold")
        axes.text(column + 0.18, row, s.title, va="center", size=8)
