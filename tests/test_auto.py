"""Without being told what is there: a digit alone, or a number that looks like one at first."""

import cv2
import numpy as np
import pytest

from numerals.reader import Reader
from numerals.reading import Reading, Status

INK = 30


def sheet(width: int = 260) -> np.ndarray:
    return np.full((120, width), 245, np.uint8)


def five(page: np.ndarray, x: int) -> None:
    flag = [(x + 44, 26), (x + 8, 28), (x + 4, 56)]
    cv2.polylines(page, [np.array(flag)], False, INK, 4, cv2.LINE_AA)
    cv2.ellipse(page, (x + 20, 72), (24, 20), 0, -130, 130, INK, 4, cv2.LINE_AA)


def zero(page: np.ndarray, x: int, y: int, high: int) -> None:
    cv2.ellipse(page, (x, y), (round(0.35 * high), high // 2), 0, 0, 360, INK, 4, cv2.LINE_AA)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_a_digit_alone_is_one(reader: Reader) -> None:
    page = sheet(120)
    five(page, 40)
    assert (reader.read(page).text, reader.read(page).kind) == ("5", "digit")


@pytest.mark.parametrize("high", [26, 34, 44])
def test_a_small_digit_beside_it_is_not_lost(reader: Reader, high: int) -> None:
    page = sheet()
    five(page, 40)
    zero(page, 135, 92 - high // 2, high)
    reading = reader.read(page)
    assert (reading.text, reading.kind) == ("50", "number")


@pytest.mark.parametrize("x", [20, 45])
def test_a_bare_one_beside_it_is_not_lost(reader: Reader, x: int) -> None:
    page = sheet()
    cv2.line(page, (x, 28), (x, 92), INK, 4, cv2.LINE_AA)
    zero(page, 100, 60, 64)
    assert reader.read(page).text == "10"


@pytest.mark.parametrize("paper", [0, 1, 2])
@pytest.mark.parametrize("x", [18, 110])
def test_a_bare_one_that_ends_a_tight_picture_is_not_lost(
    reader: Reader, x: int, paper: int
) -> None:
    page = sheet()
    five(page, 40)
    cv2.line(page, (x, 28), (x, 92), INK, 4, cv2.LINE_AA)
    left, top, width, height = cv2.boundingRect((page < 130).astype(np.uint8))
    tight = page[top - paper : top + height + paper, left - paper : left + width + paper]
    assert reader.read(tight).text == ("15" if x < 40 else "51")


@pytest.mark.parametrize("lean", [14, 18, 22])
def test_a_narrow_number_whose_digits_overlap_is_no_digit(reader: Reader, lean: int) -> None:
    page = sheet(140)
    cv2.line(page, (40 + lean, 28), (40, 92), INK, 4, cv2.LINE_AA)
    cv2.ellipse(page, (70, 60), (14, 34), lean, 0, 360, INK, 4, cv2.LINE_AA)
    assert (reader.read(page).text, reader.read(page).kind) == ("10", "number")


def test_pieces_beside_it_that_nobody_reads_are_a_doubt(reader: Reader) -> None:
    """A faint 1 in pieces, which the network of numbers passes over."""
    page = sheet()
    five(page, 60)
    assert reader.read(page).status is Status.ACCEPTED
    for y in range(28, 86, 14):
        cv2.line(page, (150, y), (151, y + 5), 120, 2)
    reading = reader.read(page)
    assert (reading.text, reading.status) == ("5", Status.REVIEW)
    assert "beside it may be another digit" in reading.reason


def beside_a_line(reader: Reader, ink: int, thick: int) -> Reading:
    page = sheet(130)
    five(page, 40)
    cv2.line(page, (122, 20), (122, 96), ink, thick, cv2.LINE_AA)
    return reader.read(page)


def test_a_printed_line_at_the_edge_is_no_doubt(reader: Reader) -> None:
    reading = beside_a_line(reader, 150, 2)
    assert reading.text == "5"
    assert reading.doubts == ()


def test_one_of_the_same_pen_is_a_digit_or_a_doubt(reader: Reader) -> None:
    reading = beside_a_line(reader, INK, 4)
    assert reading.text == "51" or any("may be a digit" in d for d in reading.doubts)
