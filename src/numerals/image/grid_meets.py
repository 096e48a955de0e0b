"""Grid meets: lines that stop short of those they were drawn to meet, as lines by hand do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerals.image.grid import spacing
from numerals.image.grid_crossings import crossings, meeting, tables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.image.grid import Line

#: A line that goes so far into a cell, as a share of it, is meant to go through.
_INTO = 0.5
#: The line that it was to meet may stop short of it, too, by this share of a cell.
_SHORT = 0.4
#: Only what crosses more than this share of what the table's longest line does is lengthened.
_LONG = 0.5


def meet_lines(level: list[Line], upright: list[Line]) -> tuple[list[Line], list[Line]]:
    """Lengthen lines that end within a cell of their table, past its middle, to its other side.

    Args:
        level: Nearly level lines of tables.
        upright: Nearly upright ones, with x and y exchanged.
    """
    met = [(_meet(r, c), _meet(c, r)) for r, c in tables_of(level, upright)]
    return [line for rows, _ in met for line in rows], [line for _, c in met for line in c]


def _meet(lines: Sequence[Line], across: Sequence[Line]) -> list[Line]:
    """Lengthen the level `lines` of one table."""
    crossed, _ = crossings(list(lines), list(across))
    slack = _SHORT * spacing(lines)
    long = _LONG * max((len(here) for here in crossed), default=0)
    return [
        _lengthened(line, here, across, slack) if len(here) > long else line
        for line, here in zip(lines, crossed, strict=True)
    ]


def _lengthened(line: Line, here: dict[int, float], across: Sequence[Line], slack: float) -> Line:
    """Lengthen a line at either end, to the next that it nearly meets."""
    met = [_where(line, other, slack) for k, other in enumerate(across) if k not in here]
    at = [x for x in met if x is not None]
    first, last = min(here.values()), max(here.values())
    before = max((x for x in at if x < first), default=first)
    behind = min((x for x in at if x > last), default=last)
    start, end = line.start, line.end
    if first - start >= _INTO * (first - before):
        start = min(start, round(before))
    if end - last >= _INTO * (behind - last):
        end = max(end, round(behind) + 1)
    return line.between(start, end)


def _where(line: Line, other: Line, slack: float) -> float | None:
    """Find where a line would meet another if both went on; None where they do not, by far."""
    x, y = meeting(line, other)
    return x if other.start - slack <= y < other.end + slack else None
