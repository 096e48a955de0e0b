"""The digit is found among dirt, lines and neighbours, and kept whole."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from examples.make import draw
from numerals.image.find import find_row, find_single
from numerals.image.ink import find_ink


def ink_of(picture: np.ndarray):
    ink = find_ink(picture)
    assert ink is not None
    return ink


def boxes_agree(box, wanted, slack: int = 2) -> bool:
    return all(abs(a - b) <= slack for a, b in zip(box, wanted, strict=True))


@pytest.mark.parametrize("digit", "0123456789")
def test_the_box_fits_the_digit(digit: str) -> None:
    picture = draw(digit)
    (region,), doubts = find_single(ink_of(picture))
    y, x = np.nonzero(picture < 132)
    wanted = (x.min(), y.min(), np.ptp(x) + 1, np.ptp(y) + 1)
    assert boxes_agree(region.box, wanted)
    assert region.ink.shape == (region.box.h, region.box.w)
    assert not doubts


def test_a_flag_apart_belongs_to_its_five() -> None:
    picture = draw("5")
    picture[:, 27:31] = 245  # the flag's joint is lost
    (region,), _ = find_single(ink_of(picture))
    assert region.box.w > 30


def test_specks_are_left_out() -> None:
    picture = draw("3", margin=40)
    picture[5:7, 5:7] = picture[100:102, 100:102] = 20
    (region,), doubts = find_single(ink_of(picture))
    assert region.box.x > 30
    assert not doubts


def test_a_printed_box_around_it_is_left_out() -> None:
    picture = draw("6", margin=40)
    h, w = picture.shape
    cv2.rectangle(picture, (12, 12), (w - 13, h - 13), 20, 2)
    (region,), _ = find_single(ink_of(picture))
    assert region.box.x > 30
    assert region.box.w < 60


def test_rests_of_a_grid_at_the_edges_are_left_out() -> None:
    picture = draw("2", margin=30)
    picture[:, :4] = picture[-6:, :] = 30
    (region,), _ = find_single(ink_of(picture))
    assert region.box.x > 20
    assert region.box.y + region.box.h < picture.shape[0] - 20


def test_a_second_digit_is_counted() -> None:
    pair = np.hstack([draw("4"), draw("7")])
    regions, doubts = find_single(ink_of(pair))
    assert len(regions) == 1
    assert doubts == ["more than one digit, where one is expected"]


def test_a_row_comes_left_to_right() -> None:
    row = np.hstack([draw(d, margin=8) for d in "31415"])
    regions, doubts, _ = find_row(ink_of(row))
    assert not doubts
    assert len(regions) == 5
    assert [r.box.x for r in regions] == sorted(r.box.x for r in regions)


def test_strokes_of_a_neighbour_are_erased_from_the_crop() -> None:
    picture = draw("1", margin=30)
    picture[30:90, 60:63] = 20
    picture[30:33, 56:63] = 20
    for region in find_row(ink_of(picture))[0]:
        assert region.ink.max() > 0


def test_a_one_at_the_edge_of_a_tight_strip_is_doubted_if_left_out() -> None:
    strip = np.hstack([draw(d, margin=2, pen=4)[:, 14 if d == "1" else 0 :] for d in "130"])
    regions, doubts, _ = find_row(ink_of(strip))
    assert len(regions) == 3 or doubts == ["what was taken for a line at the edge may be a digit"]


@pytest.mark.parametrize(("ink", "thick"), [(20, 6), (120, 2)], ids=["a 1", "a printed line"])
def test_beside_one_digit_a_line_at_the_edge_is_doubted_where_the_same_pen_drew_it(
    ink: int, thick: int
) -> None:
    picture = draw("3", margin=4, pen=6)
    picture[2:-2, :thick] = ink
    (region,), doubts = find_single(ink_of(picture))
    assert region.box.x > thick
    same = ink == 20
    assert doubts == ["what was taken for a line at the edge may be a digit"] * same


def test_a_stick_among_other_ink_is_doubted() -> None:
    """As the gap beside a sleeve, with the folds of the coat around it; specks are none."""
    picture = np.full((100, 100), 230, np.uint8)
    cv2.line(picture, (50, 25), (50, 75), 20, 4)
    for x, y in ((12, 20), (82, 30), (15, 70), (80, 80)):
        cv2.line(picture, (x, y), (x + 8, y + 6), 20, 1)
    assert find_single(ink_of(picture))[1] == []
    for x, y in ((20, 40), (75, 55), (20, 80)):
        cv2.line(picture, (x, y), (x + 4, y + 14), 20, 4)
    assert find_single(ink_of(picture))[1] == ["much else stands around it"]


def test_touching_digits_are_doubted() -> None:
    pair = np.hstack([draw("4", margin=0), draw("4", margin=0)])
    pair[33:37, 36:60] = 20
    pair = np.pad(pair, 12, constant_values=245)
    _, doubts, _ = find_row(ink_of(pair))
    assert doubts == ["wider than a digit: several may touch"]


def test_a_speck_in_a_loop_does_not_make_it_a_box() -> None:
    picture = draw("0")
    picture[30:52, 30:34] = 20
    (region,), _ = find_single(ink_of(picture))
    assert region.box.h > 50


@pytest.mark.parametrize("gap", [3, 10, 30])
@pytest.mark.parametrize("pair", ["11", "04", "57", "82"])
def test_two_digits_side_by_side_are_doubted(pair: str, gap: int) -> None:
    inks = [draw(d, margin=0) for d in pair]
    cropped = [picture[:, (picture < 132).any(axis=0)] for picture in inks]
    between = np.full((60, gap), 245, np.uint8)
    row = np.pad(np.hstack([cropped[0], between, cropped[1]]), 20, constant_values=245)
    _, doubts = find_single(ink_of(row))
    assert doubts == ["more than one digit, where one is expected"]


@pytest.mark.parametrize("apart", [0.05, 0.1])
@pytest.mark.parametrize("digit", "45")
def test_a_digit_in_two_strokes_is_not_two(digit: str, apart: float) -> None:
    (region,), doubts = find_single(ink_of(draw(digit, apart=apart)))
    assert region.box.h > 55
    assert not doubts


def test_a_tight_crop_keeps_its_flag_at_the_edge() -> None:
    tight = np.zeros((20, 14), np.uint8)
    tight[:2, 7:13] = 255  # the flag, apart from
    tight[4:6, :10] = tight[4:11, :2] = tight[10:12, :13] = 255
    tight[11:19, 12:] = tight[18:, :13] = 255
    (region,), _ = find_single(ink_of(tight))
    assert region.box.h == 20
