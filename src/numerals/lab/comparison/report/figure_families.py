"""Curves by family: a panel each, with all other systems as faint lines behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.look import (
    GRID,
    KIN,
    accuracy_axis,
    grid_of,
    hide_rest,
    new_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.comparison.report.answers import Answers
    from numerals.lab.comparison.report.findings import Findings, Standing

_COLUMNS = 3
#: So many points make a risk–coverage curve: more are no finer on paper.
_POINTS = 120
#: Of fewer accepted answers, a share of wrong ones is noise.
_LEAST_ACCEPTED = 50


def draw_learning(findings: Findings) -> Any:
    """Draw accuracy against the number of training pictures, the seeds' range as a band."""
    curves = {s.system.name: findings.curve(s.system.name) for s in findings.ranking}
    figure, panels = _panels(findings)
    means = [float(np.mean(a)) for c in curves.values() for _, a in c]
    sizes = sorted({size for c in curves.values() for size, _ in c})
    for axes, (family, kin) in zip(panels, _families(findings), strict=False):
        for name, curve in curves.items():
            if name not in {s.system.name for s in kin}:
                axes.plot(*_line(curve), color=GRID, lw=0.9, zorder=1)
        for s, mark in zip(kin, _marks(len(kin)), strict=True):
            curve = curves[s.system.name]
            x, y = _line(curve)
            low, high = zip(*((min(a), max(a)) for _, a in curve), strict=True)
            axes.fill_between(x, low, high, color=mark.colour, alpha=0.18, lw=0, zorder=2)
            style = {"ls": mark.line, "marker": mark.marker, "ms": 4, "mec": "none", "lw": 1.6}
            axes.plot(x, y, color=mark.colour, label=s.title, zorder=3, **style)
        axes.set_xscale("log")
        axes.set_title(family)
        axes.legend(loc="lower right", fontsize=7, handlelength=3)
    axes = panels[0]
    accuracy_axis(axes.yaxis, min(means), max(means), findings.n)
    axes.set_xticks(sizes, [_short(s) for s in sizes])
    axes.set_xticks([], minor=True)
    figure.supxlabel("training pictures", size=9)
    figure.supylabel("right on the test set", size=9)
    return figure


def draw_risk_coverage(findings: Findings) -> Any:
    """Draw the share of wrong answers among the surest, against how many those are."""
    curves = {s.system.name: _risk(answers) for s, answers in findings.answered}
    figure, panels = _panels(findings)
    least = 0.5 / max(1, findings.n)
    for axes, (family, kin) in zip(panels, _families(findings), strict=False):
        for name, (x, y) in curves.items():
            if name not in {s.system.name for s in kin}:
                axes.plot(x, np.maximum(y, least), color=GRID, lw=0.9, zorder=1)
        for s, mark in zip(kin, _marks(len(kin)), strict=True):
            if s.system.name in curves:
                x, y = curves[s.system.name]
                style = {"ls": mark.line, "lw": 1.6, "label": s.title, "zorder": 3}
                axes.plot(x, np.maximum(y, least), color=mark.colour, **style)
        axes.set_yscale("log")
        axes.set_title(family)
        axes.legend(loc="upper left", fontsize=7, handlelength=3)
    axes = panels[0]
    top = max((float(y[-1]) for _, y in curves.values()), default=0.1)
    axes.set(xlim=(0, 1), ylim=(least, max(3 * top, 10 * least)))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    ticks = [t for t in (0.0001, 0.001, 0.01, 0.1, 1) if least <= t <= max(3 * top, 10 * least)]
    axes.set_yticks(ticks, [f"{100 * t:g} %" for t in ticks])
    axes.set_yticks([], minor=True)
    figure.supxlabel("accepted: the surest of all answers", size=9)
    figure.supylabel("wrong, of the accepted", size=9)
    return figure


def _panels(findings: Findings) -> tuple[Any, list[Any]]:
    count = len(_families(findings))
    rows, columns = grid_of(count, _COLUMNS)
    figure = new_sheet(0.4 + 2.5 * rows)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    hide_rest(panels, count)
    # A panel above an empty place is the lowest of its column, and needs its own labels.
    for axes in panels[max(0, count - columns) : count]:
        axes.tick_params(labelbottom=True)
    return figure, list(panels)


def _families(findings: Findings) -> list[tuple[str, list[Standing]]]:
    """Give the families in the zoo's order, each with its systems, the best first."""
    found: dict[str, list[Standing]] = {s.family: [] for s in findings.comparison.systems}
    for s in findings.ranking:
        found[s.system.family].append(s)
    return [(family, kin) for family, kin in found.items() if kin]


def _marks(count: int) -> list[Any]:
    return [KIN[i % len(KIN)] for i in range(count)]


def _line(curve: Sequence[tuple[int, list[float]]]) -> tuple[list[int], list[float]]:
    return [size for size, _ in curve], [float(np.mean(a)) for _, a in curve]


def _risk(answers: Answers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    curve = answers.selective()
    wanted = np.linspace(min(_LEAST_ACCEPTED, curve.most), curve.most, _POINTS)
    k = np.unique(np.searchsorted(curve.accepted, wanted))
    return curve.accepted[k] / curve.of, curve.wrong[k] / curve.accepted[k]


def _short(count: int) -> str:
    """Show 1,000 in full and 54,001 as '54k'."""
    return f"{count:,}" if count < 10000 else f"{round(count / 1000)}k"
