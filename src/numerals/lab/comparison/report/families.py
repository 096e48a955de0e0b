"""Families: a panel each, in which its systems stand out before all others as faint lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from numerals.lab.comparison.report.look import GRID, KIN, Mark, family_name
from numerals.lab.comparison.report.sheet import Room, panel_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from numerals.lab.comparison.report.findings import Standing

COLUMNS = 3
_SIZE = (2.5, 2.05)
_ROOM = Room(left=0.85, right=0.2, top=0.25, bottom=0.5, below=0.34)


class Curve(NamedTuple):
    """A system's line.

    Attributes:
        x: (K,), at least one point.
        y: (K,).
        low: (K,), the lower edge of its band; None without one.
        high: (K,), the upper one.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    low: NDArray[Any] | None = None
    high: NDArray[Any] | None = None


def draw_families(
    standings: Sequence[Standing], curves: Mapping[str, Curve], ends: bool
) -> tuple[Any, list[Any]]:
    """Draw the curves of all systems, a panel a family.

    Args:
        standings: Those that have a curve, the best first.
        curves: By the system's name.
        ends: Whether only the ends of a line are marked, not each point.

    Returns:
        The figure and its panels, which share their axes.
    """
    families: dict[str, list[Standing]] = {}
    for s in standings:
        families.setdefault(s.system.family, []).append(s)
    figure, panels = panel_sheet(len(families), COLUMNS, _SIZE, _ROOM)
    for axes, (family, kin) in zip(panels, families.items(), strict=True):
        own = {s.system.name for s in kin}
        for name, curve in curves.items():
            if name not in own:
                axes.plot(curve.x, curve.y, color=GRID, lw=0.9, zorder=1)
        for i, s in enumerate(kin):
            _draw(axes, curves[s.system.name], KIN[i % len(KIN)], s.title, ends)
        axes.set_title(family_name(family))
        axes.legend(loc="upper left", fontsize=7, handlelength=3, borderpad=0.1)
    return figure, panels


def _draw(axes: Any, curve: Curve, mark: Mark, label: str, ends: bool) -> None:
    if curve.low is not None and curve.high is not None:
        axes.fill_between(
            curve.x, curve.low, curve.high, color=mark.colour, alpha=0.18, lw=0, zorder=2
        )
    axes.plot(
        curve.x,
        curve.y,
        color=mark.colour,
        ls=mark.line,
        lw=1.6,
        marker=mark.marker,
        ms=4,
        mec="none",
        markevery=[0, -1] if ends else None,
        label=label,
        zorder=3,
    )
