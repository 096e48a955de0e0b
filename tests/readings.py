"""Readings made by hand: numbers and pages, for what shows them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from numerals.reading import Alternative, Box, Digit, Reading, Status

WHY = {
    Status.REVIEW: "it could be 11",
    Status.UNREADABLE: "does not look like a number",
}


def digit(value: str, sure: float = 0.9, box: Box = Box(1, 2, 30, 40)) -> Digit:  # noqa: B008
    rest = (1 - sure) / 9
    table = tuple(Alternative(v, sure if v == value else rest) for v in "0123456789")
    return Digit(value, box, table, np.zeros((28, 28), np.uint8))


def number(
    text: str,
    status: Status = Status.ACCEPTED,
    sure: float = 0.9,
    box: tuple[int, int, int, int] = (10, 20, 60, 30),
    **more: object,
) -> Reading:
    """A number whose characters stand side by side in its box."""
    x, y, w, h = box
    wide = w // max(1, len(text))
    digits = tuple(
        digit(c, sure, Box(x + i * wide, y, wide, h)) for i, c in enumerate(text) if c.isdigit()
    )
    plain = text.isdigit()
    fields = {"kind": "number", "box": Box(*box), "value": Decimal(text) if plain else None}
    return Reading("n", text, sure if text else 0.0, status, WHY.get(status, ""), digits,
                   **(fields | more))  # fmt: skip


def form(**options: object) -> Reading:
    """A page of 300×200 with a table of two rows and three columns, one cell empty."""
    cells = [
        ("1,204.50", Status.ACCEPTED, 1, 1),
        ("17", Status.REVIEW, 1, 3),
        ("007", Status.ACCEPTED, 2, 1),
        ("", Status.UNREADABLE, 2, 2),
        ("450", Status.ACCEPTED, 2, 3),
    ]
    numbers = [
        number(text, status, box=(100 * column - 90, 90 * row - 60, 60, 30), row=row, column=column)
        for text, status, row, column in cells
    ]
    thumbnail = np.full((200, 300, 3), 250, np.uint8)
    return Reading.of_page(str(options.pop("source", "form.png")), numbers, thumbnail=thumbnail,
                           **options)  # fmt: skip
