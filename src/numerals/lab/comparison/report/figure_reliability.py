"""Reliability diagrams side by side: whether a confidence means how often it is right.

The diagram is DeGroot & Fienberg 1983, "The Comparison and Evaluation of Forecasters"; the error
in each title Naeini, Cooper & Hauskrecht 2015 (see `lab/metrics.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerals.lab.comparison.report.look import QUIET, family_mark, panel_title
from numerals.lab.comparison.report.sheet import Room, name_axes, panel_sheet
from numerals.lab.percent import up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.report.answers import Answers
    from numerals.lab.comparison.report.findings import Standing

_COLUMNS = 5
_SIZE = (1.4, 1.4)
_ROOM = Room(left=0.75, right=0.15, top=0.5, bottom=0.5, below=0.62)


def draw_reliability(answered: Sequence[tuple[Standing, Answers]]) -> Any:
    """Draw a diagram a system: what it says against what is true."""
    figure, panels = panel_sheet(len(answered), _COLUMNS, _SIZE, _ROOM)
    for axes, (s, answers) in zip(panels, answered, strict=True):
        _draw(axes, s, answers)
        axes.tick_params(labelsize=7)
    panels[0].set(xlim=(0, 1.04), ylim=(0, 1.04))
    panels[0].set_xticks([0, 0.5, 1], ["0", "50", "100 %"])
    panels[0].set_yticks([0, 0.5, 1], ["0", "50", "100 %"])
    name_axes(figure, panels, "confidence: what the system says of its answers", "of these, right")
    return figure


def _draw(axes: Any, standing: Standing, answers: Answers) -> None:
    axes.plot([0, 1], [0, 1], color=QUIET, lw=0.8, ls="--")
    points = answers.reliability()
    error = answers.calibration_error()
    mark = family_mark(standing.system.family)
    if points:
        said, right, counts = zip(*points, strict=True)
        axes.plot(said, right, color=mark.colour, lw=1.3)
        sizes = [8 + 60 * (n / max(counts)) ** 0.5 for n in counts]
        axes.scatter(said, right, sizes, marker=mark.marker, color=mark.colour, lw=0, zorder=3)
        axes.fill_between(said, said, right, color=mark.colour, alpha=0.15, lw=0)
    axes.set_title(
        panel_title(standing.rank, standing.title, f"off by {up(error)} points"), size=7.5
    )
