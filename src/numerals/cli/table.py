"""Table: the numbers of a picture as a grid, its rows and columns as rows and columns."""

from __future__ import annotations

from itertools import groupby

from numerals.cli.cells import safe_text
from numerals.reading import Reading, Status


def grids(reading: Reading) -> list[list[list[str]]]:
    """Give a picture's grids of cells; one a table on it, and one column for what is in none.

    What is missing in a table is an empty cell; the table begins at row 1 and column 1.
    """
    numbers = reading.numbers or ((reading,) if reading.text else ())
    numbered = list(zip(_tables(numbers), numbers, strict=True))
    return [
        _grid([number for _, number in group])
        for _, group in groupby(numbered, key=lambda pair: pair[0])
    ]


def head_line(reading: Reading) -> list[str]:
    """Give the line above a picture's grids: its source and, unless all is read, why."""
    head = [f"# {reading.source}"]
    if reading.status in (Status.ERROR, Status.UNREADABLE):
        head.append(f"{reading.status}: {reading.reason}")
    return head


def _tables(numbers: tuple[Reading, ...]) -> list[int]:
    """Number the tables that numbers in reading order belong to: each begins anew at its top."""
    table, last = 0, (0, 0)
    each: list[int] = []
    for number in numbers:
        # What stands in no row is in a column of its own, with what follows it there.
        place = (number.row or 0, number.column or 0)
        if each and ((place <= last and place != (0, 0)) or (place == (0, 0)) != (last == (0, 0))):
            table += 1
        each.append(table)
        last = place
    return each


def _grid(numbers: list[Reading]) -> list[list[str]]:
    places = {
        (number.row or i, number.column or 1): safe_text(number.text)
        for i, number in enumerate(numbers, 1)
    }
    rows, columns = (max(place[axis] for place in places) for axis in (0, 1))
    return [
        [places.get((row, column), "") for column in range(1, columns + 1)]
        for row in range(1, rows + 1)
    ]
