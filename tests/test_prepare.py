"""A digit, a number or a page: told by looking."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from examples.make import draw
from numerals.prepare import prepare
from tests import sheets


def look(pixels) -> str:
    """Tell what a picture is prepared to be read as."""
    prepared = prepare(pixels, "picture", "auto")
    if prepared.kind == "page":
        return "page"
    return "number" if any(part.frame is None for part in prepared.parts) else "digit"


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit(digit: str) -> None:
    assert look(draw(digit)) == "digit"


def test_a_digit_in_its_cell_with_bits_of_the_grid() -> None:
    rng = np.random.default_rng(0)
    page = sheets.table([["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]], rng, height=110)
    assert look(page[222:348, 222:348]) == "digit"


@pytest.mark.parametrize("scale", [0.4, 1.0, 4.0])
def test_a_number(scale: float) -> None:
    rng = np.random.default_rng(1)
    strip = sheets.paper(90, 300, rng)
    sheets.write(strip, "20417", 20, 15, 50, rng)
    assert look(sheets.scale(strip, scale)) == "number"


@pytest.mark.parametrize("scale", [1.0, 6.0])
def test_a_number_in_its_cell_is_no_page(scale: float) -> None:
    rng = np.random.default_rng(2)
    cell = sheets.paper(60, 110, rng)
    sheets.write(cell, "129", 18, 12, 34, rng)
    cv2.line(cell, (0, 55), (109, 56), sheets.BLACK, 2)
    cv2.line(cell, (105, 0), (104, 59), sheets.BLACK, 2)
    assert look(sheets.scale(cell, scale)) == "number"


def test_a_number_on_a_patterned_ground_is_no_page() -> None:
    rng = np.random.default_rng(3)
    strip = sheets.paper(240, 900, rng)
    for x in range(-240, 900, 14):
        cv2.line(strip, (x, 0), (x + 240, 239), (200, 205, 200), 1, cv2.LINE_AA)
    sheets.write(strip, "150000", 80, 40, 150, rng)
    assert look(strip) == "number"


@pytest.mark.parametrize("kind", ["table", "columns", "lines", "photo"])
def test_a_page(kind: str) -> None:
    rng = np.random.default_rng(4)
    page = {
        "table": lambda: sheets.table([["12", "7"]] * 5, rng, [150, 150]),
        "columns": lambda: sheets.two_columns(rng)[0],
        "lines": lambda: sheets.free(rng)[0],
        "photo": lambda: sheets.photograph(sheets.two_columns(rng)[0], rng),
    }[kind]()
    assert look(page) == "page"


def test_nothing_is_no_page() -> None:
    assert look(np.full((1000, 800), 255, np.uint8)) == "digit"
