"""The lines of ruled paper go wherever they run, the digit's own bars stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from examples.make import draw
from numerals.image.rules import erase_rules

BARS = "124579"


def ink(digit: str, pen: float = 7, margin: int = 30) -> np.ndarray:
    return draw(digit, 100, pen, margin) < 132


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("pen", [2, 5, 9])
@pytest.mark.parametrize("margin", [0, 3, 30])
def test_a_digit_alone_is_left_alone(digit: str, pen: float, margin: int) -> None:
    mask = ink(digit, pen, margin)
    tight = mask[np.ix_(mask.any(axis=1), mask.any(axis=0))]
    assert erase_rules(mask) is mask
    assert erase_rules(tight) is tight


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("rise", [-4, 0, 4])
def test_a_rule_through_the_digit_goes_and_the_digit_stays(digit: str, rise: int) -> None:
    mask = ink(digit)
    w = mask.shape[1]
    for y in (20, 70, 117, 140):
        ruled = mask.astype(np.uint8)
        cv2.line(ruled, (0, y), (w - 1, y + rise), 1, 2)
        cleared = erase_rules(ruled > 0)
        assert (cleared & mask).sum() >= 0.99 * mask.sum()
        extra = (cleared & ~mask).sum()
        assert extra <= 0.35 * (ruled.sum() - mask.sum())
        assert not cleared[:, 0].any()
        assert not cleared[:, -1].any()


def test_squared_paper_goes() -> None:
    mask = ink("8")
    squared = mask.copy()
    squared[10::40] = squared[:, 12::40] = True
    cleared = erase_rules(squared)
    assert (cleared & mask).sum() >= 0.98 * mask.sum()
    assert (cleared & ~mask).sum() <= 0.2 * (squared & ~mask).sum()


def test_a_stroke_thinner_than_the_rule_is_not_cut() -> None:
    mask = np.zeros((100, 100), np.bool_)
    for y in range(20, 80):
        mask[y, 60 - y // 3] = True
    ruled = mask.copy()
    ruled[48:51] = True
    count, _ = cv2.connectedComponents(erase_rules(ruled).astype(np.uint8))
    assert count == 2  # the paper and one stroke


@pytest.mark.parametrize("digit", BARS)
def test_a_bar_that_reaches_both_edges_is_no_rule(digit: str) -> None:
    mask = ink(digit, pen=4)
    columns = np.flatnonzero(mask.any(axis=0))
    cut = mask[:, columns[0] : columns[-1] + 1]
    np.testing.assert_array_equal(erase_rules(cut), cut)


def test_a_one_that_stands_on_a_foot_in_a_tight_crop_keeps_it() -> None:
    mask = np.zeros((60, 40), np.bool_)
    mask[:, 18:22] = True
    mask[57:] = True
    assert erase_rules(mask) is mask


def test_rules_alone_are_kept() -> None:
    mask = np.zeros((60, 60), np.bool_)
    mask[::20] = True
    assert erase_rules(mask) is mask
