"""Print is told from a pen by colour, and by how alike it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from numerals.image.contents import Written
from numerals.image.page import find_places
from numerals.image.printed import look_printed
from tests import sheets

BLUE, BLACK = (0.3, 0.4, 0.7), (0.2, 0.2, 0.2)


def written(height: float, foot: float, colour: tuple[float, float, float]) -> Written:
    nowhere = np.zeros((4, 2))
    return Written(nowhere, nowhere, height, foot, 5.0, np.array(colour), 1)


def by_hand(rng, count: int, colour=BLACK) -> list[Written]:
    return [written(rng.normal(50, 6), rng.normal(0.85, 0.06), colour) for _ in range(count)]


def in_print(rng, count: int, scatter: float = 1) -> list[Written]:
    at = [(rng.normal(45, 0.6 * scatter), rng.normal(0.8, 0.008 * scatter)) for _ in range(count)]
    return [written(height, foot, BLACK) for height, foot in at]


@pytest.mark.parametrize("seed", range(5))
def test_black_beside_a_blue_pen_is_print(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = in_print(rng, 24, 3) + by_hand(rng, 57, BLUE)
    assert look_printed(cells, [70.0] * 81) == [True] * 24 + [False] * 57


@pytest.mark.parametrize("seed", range(5))
def test_a_black_pen_beside_a_blue_one_is_no_print(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = by_hand(rng, 12) + by_hand(rng, 12, BLUE)
    assert True not in look_printed(cells, [70.0] * 24)


@pytest.mark.parametrize("seed", range(5))
def test_print_beside_a_black_pen_is_of_one_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = in_print(rng, 30) + by_hand(rng, 50)
    answers = look_printed(cells, [70.0] * 80)
    assert sum(a is True for a in answers[:30]) >= 27
    assert sum(a is True for a in answers[30:]) <= 10


@pytest.mark.parametrize("seed", range(5))
def test_a_black_pen_alone_is_no_print(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert True not in look_printed(by_hand(rng, 81), [70.0] * 81)


def test_specks_do_not_make_print_higher() -> None:
    """On newsprint there is a speck below or above some printed digits."""
    rng = np.random.default_rng(8)
    table = [sheets.numbers(rng, 6, 1, 1) for _ in range(6)]
    printed = [(r, c) for r in range(1, 7) for c in range(1, 7) if (r + c) % 2]
    page = sheets.table(table, rng, [80] * 6, height=80, printed=printed)
    for row, column in printed[::3]:
        x, y = 120 + 80 * (column - 1) + int(rng.integers(24, 56)), 120 + 80 * row - 9
        cv2.circle(page, (x, y), 1, (60, 60, 60), -1)
    found = {(p.row, p.column): p.printed for p in find_places(page)}
    assert all(found[at] for at in printed)


def test_few_cannot_be_told() -> None:
    assert look_printed(in_print(np.random.default_rng(0), 3), [70.0] * 3) == [None] * 3
    assert look_printed([], []) == []
