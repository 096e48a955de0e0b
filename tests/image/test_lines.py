"""Printed lines go, the digit's own bars stay."""

from __future__ import annotations

import numpy as np

from numerals.image.lines import erase_edge_lines


def paper(h: int = 60, w: int = 60) -> np.ndarray:
    return np.zeros((h, w), np.bool_)


def test_nothing_to_erase_gives_the_same_array() -> None:
    mask = paper()
    mask[20:40, 28:32] = True
    assert erase_edge_lines(mask) is mask


def test_lines_on_all_sides_go_and_the_digit_stays() -> None:
    mask = paper()
    mask[15:45, 28:33] = True
    digit = mask.copy()
    mask[2:4] = mask[-5:-2] = True
    mask[:, 1:3] = mask[:, -4:-3] = True
    np.testing.assert_array_equal(erase_edge_lines(mask), digit)


def test_a_slightly_turned_line_goes() -> None:
    mask = paper()
    mask[20:50, 28:33] = True
    digit = mask.copy()
    for x in range(60):
        mask[3 + x // 25, x] = True
    np.testing.assert_array_equal(erase_edge_lines(mask), digit)


def test_the_bar_of_a_tightly_cropped_seven_stays() -> None:
    mask = paper(60, 40)
    mask[0:8] = True
    for y in range(60):
        right = 40 - y // 2
        mask[y, right - 8 : right] = True
    np.testing.assert_array_equal(erase_edge_lines(mask), mask)


def test_a_line_that_a_digit_stands_on_goes() -> None:
    mask = paper()
    mask[10:56, 26:34] = True
    mask[54:57] = True
    cleared = erase_edge_lines(mask)
    assert not cleared[54:57, :20].any()
    assert cleared[10:50, 26:34].all()


def test_remains_of_a_broken_line_beside_do_not_keep_a_line() -> None:
    digit = paper()
    digit[15:50, 22:36] = True
    mask = digit.copy()
    mask[:2] = mask[50:52] = True
    mask[15:30, 58:] = mask[57:, 58:] = True  # the edge at the right, of which the photo lost some
    cleared = erase_edge_lines(mask)
    assert not cleared[:2].any()
    assert not cleared[50:52].any()
    assert cleared[15:46, 22:36].all()


def test_lines_alone_are_kept() -> None:
    mask = paper()
    mask[3:5] = True
    assert erase_edge_lines(mask) is mask
