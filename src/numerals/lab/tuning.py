"""Tuning: how a search went, and what mattered in it, as plots. Needs the train extra."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numerals.lab.figure import BLUE, GREEN, ORANGE, VERMILION, new_figure, save_figure

#: Of what is not told apart.
QUIET = "#666666"

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial of a study.

    Attributes:
        number: From 0.
        params: What it chose, by name.
        accuracies: On validation after each of its epochs, in [0, 1].
        value: What it is judged by; of one that was given up, that of its last epoch.
        complete: Whether it was run to its end.
        seconds: How long it took.
    """

    number: int
    params: dict[str, Any]
    accuracies: tuple[float, ...]
    value: float
    complete: bool
    seconds: float


def draw_history(trials: Sequence[Tried], path: Path, title: str) -> None:
    """Draw each trial's validation accuracy, and the best so far, as `path`.png and `path`.svg.

    Args:
        trials: In their order, at least one.
        path: Where to, without a suffix.
        title: What was searched.
    """
    figure = new_figure(8, 4)
    axes = figure.subplots()
    complete = [t for t in trials if t.complete]
    pruned = [t for t in trials if not t.complete]
    _dots(axes, [t.number for t in complete], complete, BLUE, "o", "run to the end")
    _dots(axes, [t.number for t in pruned], pruned, ORANGE, "x", "given up early")
    best, numbers, line = 0.0, [], []
    for t in complete:
        best = max(best, t.value)
        numbers.append(t.number)
        line.append(100 * best)
    axes.step(numbers, line, where="post", color=GREEN, label="best so far")
    axes.set(xlabel="trial", ylabel="validation accuracy (%)", title=f"{title}: history")
    axes.xaxis.get_major_locator().set_params(integer=True)
    _limit(axes, [t.number for t in trials], trials)
    axes.legend(frameon=False, loc="lower right")
    axes.grid(alpha=0.25)
    save_figure(figure, path)


def draw_importances(importances: Mapping[str, float], path: Path, title: str) -> None:
    """Draw how much of the differences between trials each choice explains."""
    figure = new_figure(6.4, 3)
    axes = figure.subplots()
    order = sorted(importances.items(), key=lambda item: item[1])
    bars = axes.barh([_words(n) for n, _ in order], [100 * s for _, s in order], color=BLUE)
    axes.bar_label(bars, fmt="%.0f %%", padding=3, fontsize=9)
    axes.set(xlabel="share of the differences explained (%)", title=f"{title}: what mattered")
    axes.set_xlim(0, 100 * max(importances.values()) * 1.15 + 1)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    save_figure(figure, path)


def draw_slices(trials: Sequence[Tried], path: Path, title: str) -> None:
    """Draw validation accuracy over each choice, a panel a choice."""
    names = [*trials[0].params]
    columns = min(3, len(names))
    rows = math.ceil(len(names) / columns)
    figure = new_figure(3.4 * columns, 3.1 * rows)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    complete = [t for t in trials if t.complete]
    pruned = [t for t in trials if not t.complete]
    best = max(complete, key=lambda t: t.value) if complete else None
    for axes, name in zip(panels, names, strict=False):
        numeric = name == "learning_rate"
        places = sorted({t.params[name] for t in trials})
        ticks = {value: i for i, value in enumerate(places)}

        def at(t: Tried, name: str = name, numeric: bool = numeric, ticks: Any = ticks) -> Any:
            return t.params[name] if numeric else ticks[t.params[name]]

        _dots(axes, [at(t) for t in complete], complete, BLUE, "o", "run to the end")
        _dots(axes, [at(t) for t in pruned], pruned, ORANGE, "x", "given up early")
        if best is not None:
            ring = {"facecolors": "none", "edgecolors": VERMILION, "s": 110, "linewidths": 1.8}
            axes.scatter([at(best)], [100 * best.value], label="best", **ring)
        if numeric:
            _by_logarithm(axes)
        else:
            axes.set_xticks(range(len(places)), [f"{v:g}" if v != str(v) else v for v in places])
            axes.set_xlim(-0.6, len(places) - 0.4)
        axes.set_xlabel(_words(name))
        axes.grid(alpha=0.25)
        _limit(axes, [at(t) for t in trials], trials)
    for axes in panels[::columns]:
        axes.set_ylabel("validation accuracy (%)")
    for axes in panels[len(names) :]:
        axes.axis("off")
    handles, labels = panels[0].get_legend_handles_labels()
    if len(panels) > len(names):
        panels[-1].legend(handles, labels, frameon=False, loc="center")
    else:
        panels[0].legend(handles, labels, frameon=False, fontsize=8)
    figure.suptitle(f"{title}: each choice by itself", fontsize=11)
    save_figure(figure, path)


def _dots(
    axes: Any, x: Sequence[float], trials: Sequence[Tried], colour: str, marker: str, label: str
) -> None:
    if trials:
        y = [100 * t.value for t in trials]
        axes.scatter(x, y, color=colour, marker=marker, s=28, alpha=0.8, label=label)


def _limit(axes: Any, x: Sequence[float], trials: Sequence[Tried]) -> None:
    """Show where trials differ: a failed one must not press all the others into a line.

    What lies lower is an arrow at the edge.
    """
    values = sorted(100 * t.value for t in trials)
    middle, top = values[len(values) // 2], values[-1]
    bottom = max(values[0], top - 4 * max(top - middle, 0.25))
    room = 0.08 * max(top - bottom, 0.1)
    axes.set_ylim(bottom - room, top + room)
    below = [place for place, t in zip(x, trials, strict=True) if 100 * t.value < bottom]
    if below:
        level = [bottom - room / 2] * len(below)
        axes.scatter(below, level, color=QUIET, marker="v", s=28, label="lower than shown")


def _by_logarithm(axes: Any) -> None:
    """Scale rates by their logarithm, with few and plain labels."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _words(name: str) -> str:
    return name.replace("_", " ")
