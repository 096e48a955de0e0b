"""Risk–coverage curves: how many answers must be left to a person for how few mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.comparison.report.families import Curve, draw_families
from numerals.lab.comparison.report.sheet import name_axes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.report.answers import Answers
    from numerals.lab.comparison.report.findings import Standing

#: So many points make a curve: more are no finer on paper.
_POINTS = 120
#: Of fewer accepted answers, a share of wrong ones is noise.
_LEAST_ACCEPTED = 50
_SHARES = (0.0001, 0.001, 0.01, 0.1, 1.0)


def draw_risk_coverage(answered: Sequence[tuple[Standing, Answers]]) -> Any:
    """Draw the share of wrong answers among the surest, against how many those are."""
    # On a logarithmic scale none at all is drawn as half a mistake, on the lower edge.
    least = 0.5 / max(answers.right.size for _, answers in answered)
    curves = {s.system.name: _curve(answers, least) for s, answers in answered}
    figure, panels = draw_families([s for s, _ in answered], curves, ends=True)
    # From where the first of them errs: left of it, all lines lie on the lower edge.
    starts = [float(c.x[np.argmax(c.y > least)]) for c in curves.values() if (c.y > least).any()]
    left = max(0.0, float(np.floor(10 * min(starts, default=0.0) - 0.5)) / 10)
    # Above the highest line there must be room for the names of the lines.
    top = 6 * max(float(c.y[-1]) for c in curves.values())
    first = panels[0]
    first.set_yscale("log")
    first.set(xlim=(left, 1 + 0.02 * (1 - left)), ylim=(0.8 * least, max(top, 20 * least)))
    shares = [left, (left + 1) / 2, 1.0]
    first.set_xticks(shares, [f"{100 * s:.3g}" for s in shares])
    ticks = [t for t in _SHARES if 3 * least <= t <= top]
    first.set_yticks([least, *ticks], ["none", *(f"{100 * t:g} %" for t in ticks)])
    first.set_yticks([], minor=True)
    name_axes(figure, panels, "accepted: the surest answers, % of all", "wrong, of the accepted")
    return figure


def _curve(answers: Answers, least: float) -> Curve:
    found = answers.selective()
    wanted = np.linspace(min(_LEAST_ACCEPTED, found.most), found.most, _POINTS)
    k = np.unique(np.searchsorted(found.accepted, wanted))
    risk = found.wrong[k] / found.accepted[k]
    return Curve(found.accepted[k] / found.of, np.maximum(risk, least))
