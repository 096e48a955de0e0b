"""Learning curves: what more training pictures bring each system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.families import Curve, draw_families
from numerals.lab.comparison.report.scale import accuracy_axis
from numerals.lab.comparison.report.sheet import name_axes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.report.findings import Findings, Standing


def draw_learning(findings: Findings, learners: Sequence[Standing]) -> Any:
    """Draw accuracy against the number of training pictures, the seeds' range as a band."""
    curves = {s.system.name: _curve(findings.curve(s.system.name)) for s in learners}
    figure, panels = draw_families(learners, curves, ends=False)
    sizes = sorted({int(size) for c in curves.values() for size in c.x})
    first = panels[0]
    first.set_xscale("log")
    first.set_xticks(sizes, [_short(s) for s in sizes])
    first.set_xticks([], minor=True)
    means = np.concatenate([c.y for c in curves.values()])
    accuracy_axis(first.yaxis, float(means.min()), float(means.max()), findings.n)
    name_axes(figure, panels, "training pictures", "right on the test set")
    return figure


def _curve(found: Sequence[tuple[int, list[float]]]) -> Curve:
    sizes = np.array([size for size, _ in found])
    mean, low, high = (np.array([f(a) for _, a in found]) for f in (np.mean, min, max))
    return Curve(sizes, mean, low, high)


def _short(count: int) -> str:
    """Show 1,000 in full and 54,001 as '54k'."""
    return f"{count:,}" if count < 10000 else f"{round(count / 1000)}k"
