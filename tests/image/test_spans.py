"""Spans: each character's box is its own, in order, and inside."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.image.spans import Spans, in_picture
from numerals.image.strip import HEIGHT, Strip
from numerals.reading import Box
from tests.image.test_strip import cut, number


def bars(*spans: tuple[int, int], width: int = 160) -> Strip:
    """A strip on which bars stand from row 6 to 26."""
    pixels = np.zeros((HEIGHT, width), np.uint8)
    for left, right in spans:
        pixels[6:26, left:right] = 255
    return Strip(pixels, Box(10, 20, 2 * width, 2 * HEIGHT), width)


def test_bars_are_found_tight() -> None:
    strip = bars((8, 14), (30, 44), (50, 53))
    assert Spans(strip).boxes([11, 37, 51]) == [
        Box(8, 6, 6, 20), Box(30, 6, 14, 20), Box(50, 6, 3, 20),
    ]  # fmt: skip


def test_nothing_is_parted_into_nothing() -> None:
    assert Spans(bars((8, 14))).boxes([]) == []


def test_without_ink_a_character_is_a_column() -> None:
    boxes = Spans(bars()).boxes([20.0, 80.0])
    assert [(box.w, box.h) for box in boxes] == [(1, HEIGHT)] * 2


def test_touching_characters_part_where_least_ink_is() -> None:
    strip = bars((10, 24), (28, 42))
    strip.pixels[15:17, 24:28] = 255  # a bridge
    first, second = Spans(strip).boxes([17, 35])
    assert 24 <= first.x + first.w <= 28
    assert 24 <= second.x <= 28


@pytest.mark.parametrize(("far", "near"), [(1, 2), (2, 8)])
def test_of_two_thin_places_the_one_between_the_middles_parts_unless_it_is_thick(
    far: int, near: int
) -> None:
    strip = bars((10, 24), (42, 56))
    strip.pixels[8:18, 24:42] = 255  # the first one's arm, and the second one's …
    strip.pixels[8 + far : 18, 27] = strip.pixels[8 + near : 18, 33] = 0  # … thin in two places
    first, _ = Spans(strip).boxes([17, 49])
    assert first.x + first.w == (33 if near - far < 2 else 27)


centres = st.lists(st.floats(0, 159), min_size=1, max_size=8).map(sorted)
strokes = st.lists(st.tuples(st.integers(0, 150), st.integers(1, 10)), max_size=8)


@settings(max_examples=150)
@given(centres, strokes)
def test_boxes_are_in_order_and_inside_whatever_the_network_says(
    middles: list[float], inked: list[tuple[int, int]]
) -> None:
    strip = bars(*[(left, left + width) for left, width in inked])
    boxes = Spans(strip).boxes(middles)
    assert len(boxes) == len(middles)
    for box in boxes:
        assert box.w >= 1
        assert box.h >= 1
        assert 0 <= box.x <= box.x + box.w <= strip.text
        assert 0 <= box.y <= box.y + box.h <= HEIGHT
        frame = Spans(strip).frame(box)
        assert frame.shape == (28, 28)
        assert frame.dtype == np.uint8
        placed = in_picture(strip, box, 60, 300)
        assert placed.w >= 1
        assert placed.h >= 1
        assert 0 <= placed.x <= placed.x + placed.w <= 300
        assert 0 <= placed.y <= placed.y + placed.h <= 60
    assert all(a.x <= b.x for a, b in pairwise(boxes))


def test_a_frame_is_framed_as_a_single_digit_is() -> None:
    frame = Spans(bars((30, 44))).frame(Box(30, 6, 14, 20))
    rows, columns = (np.flatnonzero((frame > 100).any(axis=axis)) for axis in (1, 0))
    assert len(rows) == 20
    assert len(columns) == pytest.approx(14, abs=1)
    assert abs(rows.mean() - 13.5) <= 1
    assert abs(columns.mean() - 13.5) <= 1


def test_a_frame_has_its_own_ink_whole_and_none_of_its_neighbours() -> None:
    strip = bars((30, 44), (60, 74))
    strip.pixels[6:9, 44:52] = 255  # the first one's bar reaches over the second one's foot …
    strip.pixels[23:26, 50:60] = 255  # … which begins under it
    first, second = (Spans(strip).frame(box) for box in (Box(30, 6, 18, 20), Box(48, 6, 26, 20)))
    alone = [bars((30, 44)), bars((60, 74))]
    alone[0].pixels[6:9, 44:52] = 255
    alone[1].pixels[23:26, 50:60] = 255
    np.testing.assert_array_equal(first, Spans(alone[0]).frame(Box(30, 6, 22, 20)))
    np.testing.assert_array_equal(second, Spans(alone[1]).frame(Box(50, 6, 24, 20)))


@pytest.mark.parametrize("speck", [False, True])
def test_a_line_through_all_characters_leaves_each_its_frame(speck: bool) -> None:
    strip = bars(*((left, left + 10) for left in (10, 40, 70, 100)))
    strip.pixels[24:26, 4:116] = 255
    if speck:
        strip.pixels[2:4, [44, 45]] = 255
    boxes = Spans(strip).boxes([15, 45, 75, 105])
    frame = Spans(strip).frame(boxes[1])
    alone = np.zeros((HEIGHT, 160), np.uint8)
    x, y, w, h = boxes[1]
    alone[y : y + h, x : x + w] = strip.pixels[y : y + h, x : x + w]
    same = Spans(Strip(alone, strip.box, 160)).frame(boxes[1])
    np.testing.assert_array_equal(frame, same)


def test_a_strip_without_paper_is_one_piece() -> None:
    strip = Strip(np.full((HEIGHT, 32), 255, np.uint8), Box(0, 0, 32, HEIGHT), 32)
    (box,) = Spans(strip).boxes([16.0])
    assert Spans(strip).frame(box).max() == 255


def test_a_box_goes_back_to_the_pixels_that_it_shows() -> None:
    """The strip shows 320 × 64 pixels from (10, 20) on: two for each of its own."""
    assert in_picture(bars(), Box(8, 6, 6, 20), 200, 500) == Box(26, 32, 12, 40)
    assert in_picture(bars(), Box(8, 6, 6, 20), 50, 30) == Box(26, 32, 4, 18)  # cut at the edges


@pytest.mark.parametrize("text", ["12", "4071", "88888"])
def test_of_a_printed_number_each_digit_has_its_box(text: str) -> None:
    picture = number(text)
    strip = cut(picture)
    wide = strip.text / len(text)
    inner = np.flatnonzero((strip.pixels > 100).any(axis=0))
    wide = (inner[-1] - inner[0] + 1) / len(text)
    boxes = Spans(strip).boxes([inner[0] + (i + 0.5) * wide for i in range(len(text))])
    placed = [in_picture(strip, box, *picture.shape[:2]) for box in boxes]
    ink = picture < 140
    for box in placed:
        assert ink[box.y : box.y + box.h, box.x : box.x + box.w].any()
    assert all(a.x + a.w <= b.x + 3 for a, b in pairwise(placed))
    covered = np.zeros_like(ink)
    for box in placed:
        covered[box.y : box.y + box.h, box.x : box.x + box.w] = True
    assert (ink & covered).sum() > 0.97 * ink.sum()
