"""Grid crossings: where ruled lines meet, and which of them are a table's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.grid import bounds, spacing
from numerals.image.groups import unite

if TYPE_CHECKING:
    from collections.abc import Collection

    from numerals.image.grid import Line

#: A line reaches another if so many pixels are missing at most, half its thickness apart.
_REACH = 2.5
#: Lines further apart than so many pixels do not meet.
_NEAR = 20.0
#: Lines of a table are parallel to so many pixels for each of their length, and as thick to this
#: share.
_PARALLEL, _AS_THICK = 0.04, 0.4
#: Lines of a single row, of which so many are looked at, differ by so much at most.
_BESIDE, _ASTRAY = 3, 0.08
#: Paper is ruled if so many lines cross nothing that are this share as long as those of a table.
_RULES, _AS_LONG = 4, 0.8
#: Two of them lie as far apart as the others, by this factor.
_AS_FAR = 1.25
#: A stroke is at most so many times as high as they are apart.
_TALLEST = 2.0


def keep_crossing(level: list[Line], upright: list[Line]) -> tuple[list[Line], list[Line]]:
    """Keep the lines that cross others at least twice.

    Rules under words, strokes and what a neighbour's table cut by the picture's edge leaves
    hanging are no part of a table. Nor, where lines run through several cells, is one that
    crosses but a single one: it is a stroke from edge to edge, or of a digit whose strokes cross.
    """
    while True:
        rows, columns = crossings(level, upright)
        keep_row = [_holds(i, level, rows, columns) for i in range(len(rows))]
        keep_column = [_holds(j, upright, columns, rows) for j in range(len(columns))]
        if all(keep_row) and all(keep_column):
            return level, upright
        level = [line for line, keep in zip(level, keep_row, strict=True) if keep]
        upright = [line for line, keep in zip(upright, keep_column, strict=True) if keep]


def leave_strokes(
    level: list[Line], upright: list[Line], rules: list[Line]
) -> tuple[list[Line], list[Line]]:
    """Leave out strokes from one rule of the paper to the next, such as 1s, and these two rules.

    Args:
        level: The nearly level lines of tables.
        upright: The nearly upright ones.
        rules: All level lines: where many as long as a row's cross nothing, the paper is ruled.
    """
    bare = [line for line in rules if not any(line is other for other in level)]
    kept: tuple[list[Line], list[Line]] = [], []
    for rows, columns in tables_of(level, upright):
        if not _are_rules(rows, columns, bare):
            kept[0].extend(rows)
            kept[1].extend(columns)
    return kept


def tables_of(level: list[Line], upright: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Part lines into tables: those that cross each other, or a third."""
    columns, _ = crossings(level, upright)
    meet = [(i, len(level) + j) for i, crossed in enumerate(columns) for j in crossed]
    table = unite(list(range(len(level) + len(upright))), meet)
    tables: dict[int, tuple[list[Line], list[Line]]] = {name: ([], []) for name in table.values()}
    for i, line in enumerate(level):
        tables[table[i]][0].append(line)
    for j, line in enumerate(upright, len(level)):
        tables[table[j]][1].append(line)
    return list(tables.values())


def cut_to_crossings(level: list[Line], upright: list[Line]) -> tuple[list[Line], list[Line]]:
    """Cut or lengthen lines to between their outermost crossings; leave out what crosses none."""
    rows, columns = crossings(level, upright)
    return (
        [_between(line, list(c.values())) for line, c in zip(level, rows, strict=True) if c],
        [_between(line, list(c.values())) for line, c in zip(upright, columns, strict=True) if c],
    )


def _holds(
    which: int,
    lines: list[Line],
    crossed: list[dict[int, float]],
    across: list[dict[int, float]],
) -> bool:
    """Tell whether a line is a table's, by what it and those beside it cross."""
    if len(crossed[which]) < 2:
        return False
    # Strokes of one digit cross each other, but make none of them a table's.
    long = {k for k, other in enumerate(across) if len(other) > 2}
    own = crossed[which].keys() & long
    fellows = [k for k, other in enumerate(crossed) if len(other) > 2 and own <= other.keys()]
    if not 1 <= len(own) <= 3:
        return True
    if len(fellows) < 2:  # in a table of one row, lines are no longer than strokes
        beside = [lines[k] for k, other in enumerate(crossed) if k != which and own <= other.keys()]
        return len(beside) < 2 or _is_parallel(lines[which], beside)
    if len(own) == 3:  # strokes of two rows, one below the other, hardly stand as lines do
        longer = [lines[k] for k in fellows if own < crossed[k].keys() & long]
        return len(longer) < 2 or _is_like(lines[which], longer)
    # No stroke runs from side to side over cells, as a line above a heading does.
    return len(own) == 2 and any(_apart(own, crossed[k], long) for k in fellows)


def _is_parallel(line: Line, others: list[Line]) -> bool:
    """Tell whether a line runs about as the nearest of others do."""
    slopes = [other.slope for other in others]
    if len(others) < _BESIDE:  # of a box's two sides and a stroke between, the sides are parallel
        near = min(abs(line.slope - slope) for slope in slopes)
        return near <= _ASTRAY or max(slopes) - min(slopes) > _ASTRAY
    x = (line.start + line.end) / 2
    nearest = sorted(others, key=lambda other: abs(other.at(x) - line.at(x)))[:_BESIDE]
    return abs(line.slope - float(np.median([other.slope for other in nearest]))) <= _ASTRAY


def _is_like(line: Line, others: list[Line]) -> bool:
    """Tell whether a line runs as others do, and is as thick."""
    usual = float(np.median([other.thickness for other in others]))
    slope = float(np.median([other.slope for other in others]))
    return abs(line.slope - slope) <= _PARALLEL and abs(line.thickness - usual) <= _AS_THICK * usual


def _apart(two: Collection[int], others: dict[int, float], long: Collection[int]) -> bool:
    """Tell whether a long third is crossed between two, by where a line crosses them all."""
    first, last = sorted(others[k] for k in two)
    return any(first < at < last for k, at in others.items() if k in long)


def meeting(row: Line, column: Line) -> tuple[float, float]:
    """Find the x and y at which a level line and an upright one meet, as far as both may go on."""
    x = float(column.ys[len(column.ys) // 2])
    for _ in range(3):
        y = row.at(x)
        x = column.at(y)
    return x, y


def crossings(
    level: list[Line], upright: list[Line]
) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
    """Find where lines meet: for each level one x by upright lines; for each upright one y."""
    rows: list[dict[int, float]] = [{} for _ in level]
    columns: list[dict[int, float]] = [{} for _ in upright]
    around = np.array([-_NEAR, _NEAR, -_NEAR, _NEAR])
    near = (bounds(level) + around)[:, None], (bounds(upright) + around)[None]
    (left, right, top, foot), (upper, lower, first, last) = (np.moveaxis(n, -1, 0) for n in near)
    may_meet = (left <= last) & (right >= first) & (upper <= foot) & (lower >= top)
    for i, row in enumerate(level):
        for j in np.flatnonzero(may_meet[i]).tolist():
            column = upright[j]
            reach, rise = _REACH + column.thickness / 2, _REACH + row.thickness / 2
            x, y = meeting(row, column)
            if (
                row.start - reach <= x < row.end + reach
                and column.start - rise <= y < column.end + rise
            ):
                rows[i][j], columns[j][i] = x, y
    return rows, columns


def _are_rules(rows: list[Line], columns: list[Line], bare: list[Line]) -> bool:
    """Tell whether what is crossed is one of the paper's rules, or two, one after the other.

    These run on beyond what crosses them; lines that are not as long are strokes as well, as the
    bar of a 4 or of a 7.
    """
    long = _AS_LONG * max((len(row.ys) for row in rows), default=0)
    rules = [row for row in rows if len(row.ys) >= long]
    alike = [line for line in bare if len(line.ys) >= long]
    if len(alike) < _RULES or not columns or not 0 < len(rules) <= 2:
        return False
    apart = spacing(alike)
    if len(rules) == 2 and not 1 / _AS_FAR <= spacing(rules) / max(apart, 1.0) <= _AS_FAR:
        return False
    strokes = [*columns, *(row for row in rows if len(row.ys) < long)]
    if max(len(stroke.ys) for stroke in strokes) > _TALLEST * apart:
        return False
    at = [meeting(rule, column)[0] for rule in rules for column in columns]
    first, last = min(rule.start for rule in rules), max(rule.end for rule in rules)
    return max(min(at) - first, last - max(at)) > apart


def _between(line: Line, crossings: list[float]) -> Line:
    """Cut or lengthen a line to run from its first crossing to its last."""
    return line.between(int(np.floor(min(crossings))), int(np.ceil(max(crossings))) + 1)
