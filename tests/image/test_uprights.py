"""Bare strokes at a number's ends: found where paper surrounds all ink, and nowhere else."""

import cv2
import numpy as np
import pytest

from numerals.image.strip import cut_strip
from numerals.reader import Reader
from numerals.reading import Status

PEN = 4


def sheet() -> np.ndarray:
    return np.full((120, 260), 245, np.uint8)


def stroke(page: np.ndarray, *points: tuple[int, int], ink: int = 30, pen: int = PEN) -> None:
    cv2.polylines(page, [np.array(points, np.int32)], False, ink, pen, cv2.LINE_AA)


def zero(page: np.ndarray, x: int, pen: int = PEN) -> None:
    cv2.ellipse(page, (x, 60), (22, 32), 0, 0, 360, 30, pen, cv2.LINE_AA)


def found(page: np.ndarray) -> list[int]:
    """Where uprights were found, in pixels of the picture."""
    strip = cut_strip(page)
    assert strip is not None
    scale = strip.box.w / strip.text
    return [round(strip.box.x + scale * (a + b) / 2) for a, b in strip.uprights]


def test_at_both_ends() -> None:
    page = sheet()
    stroke(page, (40, 28), (40, 92))
    zero(page, 100)
    assert found(page) == pytest.approx([40], abs=2)
    stroke(page, (170, 28), (166, 92))
    assert found(page) == pytest.approx([40, 168], abs=2)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda p: stroke(p, (200, 0), (200, 119)), id="a line through the picture"),
        pytest.param(lambda p: stroke(p, (230, 60), (259, 60)), id="a line from the edge"),
        pytest.param(lambda p: stroke(p, (30, 100), (60, 100), (60, 119)), id="a grid below"),
    ],
)
def test_where_there_may_be_a_cell_none_is(spoil) -> None:
    page = sheet()
    stroke(page, (40, 28), (40, 92))
    zero(page, 100)
    spoil(page)
    assert found(page) == []


def test_strokes_that_are_no_bare_upright() -> None:
    page = sheet()
    stroke(page, (30, 92), (52, 28))  # too slanted
    zero(page, 100)
    stroke(page, (160, 30), (200, 30), (180, 92))
    assert found(page) == []
    alone = sheet()
    stroke(alone, (100, 28), (100, 92))
    assert found(alone) == []


@pytest.mark.parametrize("line", [{"ink": 90}, {"pen": 1}, {"pen": 10}])
def test_what_another_pen_drew_is_none(line: dict[str, int]) -> None:
    page = sheet()
    stroke(page, (40, 28), (40, 92), **line)
    zero(page, 100)
    assert found(page) == []


@pytest.mark.parametrize(
    ("x", "top", "foot"),
    [
        (20, 28, 92),
        (45, 28, 92),
        (45, 22, 96),
        (20, 24, 94),
        (20, 22, 96),
        (30, 22, 96),
        (40, 22, 96),
    ],
)
@pytest.mark.parametrize("pen", [2, 4])
def test_a_bare_one_is_read_where_no_cell_can_be(x: int, top: int, foot: int, pen: int) -> None:
    """Networks that see strips alone pass over it as over a cell's side, and say 0."""
    page = sheet()
    stroke(page, (x, top), (x, foot), pen=pen)
    zero(page, 100, pen)
    assert Reader(expect="number").read(page).text == "10"


@pytest.mark.parametrize(("x", "top", "foot"), [(20, 18, 98), (20, 15, 100), (30, 15, 100)])
@pytest.mark.parametrize("pen", [2, 4])
def test_a_longer_one_far_off_is_at_least_for_review(x: int, top: int, foot: int, pen: int) -> None:
    page = sheet()
    stroke(page, (x, top), (x, foot), pen=pen)
    zero(page, 100, pen)
    assert Reader(expect="number").read(page).status is Status.REVIEW
