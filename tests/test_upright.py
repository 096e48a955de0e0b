"""A page that lies on its side or upside down is read as its numbers stand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image

from numerals.reader import Reader
from tests import sheets

if TYPE_CHECKING:
    from numerals.reading import Reading


def squares(rng):
    """Single digits in squares, as of a puzzle."""
    texts = [
        [t if rng.random() < 0.6 else "" for t in sheets.numbers(rng, 6, 1, 1)] for _ in "1" * 6
    ]
    return sheets.table(texts, rng, [70] * 6, height=70)


def narrow(rng):
    """Short numbers in low, wide cells, in which nothing is as high as a digit once they lie."""
    return sheets.table([sheets.numbers(rng, 3, 2, 3) for _ in range(8)], rng, [220] * 3, height=56)


PAGES = {
    "squares": squares,
    "wide cells": narrow,
    "free": lambda rng: sheets.free(rng)[0],
    "ruled": lambda rng: sheets.free(rng, ruled=50)[0],
    "photographed": lambda rng: sheets.photograph(narrow(rng), rng),
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def turned_by(page: np.ndarray, quarters: int) -> np.ndarray:
    return np.ascontiguousarray(np.rot90(page, quarters))


def told(reading: Reading) -> list[tuple[str, int | None, int | None]]:
    return [(n.text, n.row, n.column) for n in reading.numbers]


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("kind", PAGES)
def test_it_is_read_as_if_it_lay_upright(kind: str, quarters: int, reader: Reader) -> None:
    page = PAGES[kind](np.random.default_rng(31))
    upright = reader.read(page)
    assert (upright.kind, upright.turned) == ("page", 0)
    reading = reader.read(turned_by(page, quarters))
    assert reading.turned == 90 * quarters
    assert {n.turned for n in reading.numbers} == {reading.turned}
    same = set(told(upright)) & set(told(reading))
    assert len(same) >= 0.9 * len(set(told(upright)))
    assert len(reading.numbers) <= len(upright.numbers) + 1


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_boxes_are_in_the_picture_as_it_came(quarters: int, reader: Reader) -> None:
    page = narrow(np.random.default_rng(32))
    there = turned_by(page, quarters)
    found = {(n.row, n.column): n for n in reader.read(there).numbers}
    for before in reader.read(page).numbers:
        after = found[before.row, before.column]
        assert after.box is not None
        assert before.box is not None
        for a, b in zip(
            (before.box, before.digits[0].box), (after.box, after.digits[0].box), strict=True
        ):
            marked = np.zeros(page.shape[:2], np.uint8)
            marked[a.y : a.y + a.h, a.x : a.x + a.w] = 1
            rows, columns = np.nonzero(turned_by(marked, quarters))
            wanted = (columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1)
            np.testing.assert_allclose(b, wanted, atol=4)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_so_is_the_sign_before_a_number(quarters: int, reader: Reader) -> None:
    page, rng = np.full((900, 900, 3), 240, np.uint8), np.random.default_rng(5)
    for i, text in enumerate(("348", "296", "751", "482", "625")):
        cv2.line(page, (180, 160 + 150 * i), (215, 160 + 150 * i), (30, 30, 90), 5)
        sheets.write(page, text, 230, 125 + 150 * i, 70, rng)
    upright = {n.text: n.box for n in reader.read(page).numbers}
    assert upright["-348"].x <= 183
    for number in reader.read(turned_by(page, quarters)).numbers:
        sides = {number.box.w, number.box.h}
        assert sides == {upright[number.text].w, upright[number.text].h}


def test_dashes_are_no_1s_that_lie(reader: Reader) -> None:
    """In a logbook most cells may be struck out; dashes on their ends would be read for sure."""
    rng = np.random.default_rng(33)
    texts = [
        [t if rng.random() < 0.3 else "" for t in sheets.numbers(rng, 4, 2, 2)] for _ in "1" * 9
    ]
    page = sheets.table(texts, rng, [160] * 4, height=60)
    for row, column in np.argwhere([[not text for text in line] for line in texts]).tolist():
        x, y = 120 + 160 * column + 60, 120 + 60 * row + 30
        cv2.line(page, (x, y), (x + 40, y + int(rng.integers(-3, 4))), sheets.BLUE, 4, cv2.LINE_AA)
    for reading in (reader.read(page), Reader(expect="page").read(page)):
        assert reading.turned == 0


@pytest.mark.parametrize("length", [40, 60, 80])
def test_a_table_of_dashes_alone_is_not_turned(length: int, reader: Reader) -> None:
    """On their side they are 1s in cells as high as these are wide: nothing else tells."""
    page = sheets.table([[""] * 3] * 5, np.random.default_rng(35), [220] * 3, height=90)
    for row in range(5):
        for column in range(3):
            x, y = 120 + 220 * column + 70, 120 + 90 * row + 45
            cv2.line(page, (x, y), (x + length, y), sheets.BLUE, 4, cv2.LINE_AA)
    reading = reader.read(page)
    assert (reading.turned, reading.numbers) == (0, ())


def test_that_a_file_has_more_pictures_is_said_of_a_turned_page_too() -> None:
    page = Image.fromarray(turned_by(narrow(np.random.default_rng(31)), 1))
    file = io.BytesIO()
    page.save(
        file, "GIF", save_all=True, append_images=[page.transpose(Image.Transpose.ROTATE_180)]
    )
    reading = Reader(expect="page").read(file.getvalue())
    assert reading.turned == 90
    assert all("pictures; this is the first" in n.reason for n in reading.numbers)


@pytest.mark.parametrize("seed", range(4))
def test_scrawls_are_not_turned(seed: int) -> None:
    rng = np.random.default_rng(seed)
    page = sheets.paper(700, 700, rng)
    for row in range(5):
        for column in range(4):
            way = np.cumsum(rng.integers(-14, 15, (9, 2)), axis=0)
            way += np.array([100 + 150 * column, 90 + 130 * row])
            cv2.polylines(page, [way.astype(np.int32)], False, sheets.BLUE, 4, cv2.LINE_AA)
    assert Reader(expect="page").read(page).turned == 0


def test_a_blank_table_is_not_turned() -> None:
    page = sheets.table([[""] * 4] * 5, np.random.default_rng(34), [120] * 4, height=60)
    reading = Reader(expect="page").read(page)
    assert (reading.turned, reading.numbers) == (0, ())
