"""Strips: the same number gives the same strip, however it lies in its picture."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.image.ink import Ink
from numerals.image.strip import HEIGHT, MAX_WIDTH, MIN_WIDTH, STEP, Strip, cut_strip, strip_of

#: Strips that correlate as much are of the same number.
SAME = 0.97


def number(
    text: str = "1208", pad: tuple[int, int, int, int] = (20, 20, 20, 20), height: int = 40
) -> np.ndarray:
    """Print digits `height` pixels high on light paper, with paper above, right, below, left."""
    scale, pen = height / 22, max(2, height // 11)
    (w, h), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, pen)
    top, right, bottom, left = pad
    page = np.full((h + top + bottom, w + left + right), 225, np.uint8)
    cv2.putText(page, text, (left, top + h), cv2.FONT_HERSHEY_SIMPLEX, scale, 60, pen, cv2.LINE_AA)
    noise = np.random.default_rng(0).normal(0, 1.5, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def cut(picture: np.ndarray) -> Strip:
    strip = cut_strip(picture)
    assert strip is not None
    return strip


def likeness(one: Strip, two: Strip) -> float:
    """Correlate what two strips show, stretched to one width, softened, give or take a pixel."""
    first, second = (s.pixels[:, : s.text].astype(np.float32) for s in (one, two))
    second = cv2.resize(second, (one.text, HEIGHT), interpolation=cv2.INTER_AREA)
    first, second = (cv2.GaussianBlur(p, (0, 0), 1.2) for p in (first, second))
    inner = second[1:-1, 1:-1]
    return float(cv2.matchTemplate(first, inner, cv2.TM_CCOEFF_NORMED).max())


def assert_alike(one: Strip, two: Strip) -> None:
    assert abs(one.text - two.text) <= 0.08 * one.text
    assert likeness(one, two) > SAME


def test_other_numbers_are_not_alike() -> None:
    assert likeness(cut(number("1208")), cut(number("1203"))) < SAME - 0.02


@pytest.mark.parametrize(("height", "left_out"), [(12, True), (18, False), (30, False)])
def test_a_short_one_at_an_end_is_left_out_only_if_it_is_none(height: int, left_out: bool) -> None:
    page = number("34", pad=(20, 20, 20, 30))
    rows, columns = (np.flatnonzero((page < 140).any(axis=axis)) for axis in (1, 0))
    foot, left = int(rows[-1]), int(columns[0])
    page[foot - height : foot, left - 20 : left - 17] = 60
    assert (cut(page).box.x > left - 20) == left_out


@pytest.mark.parametrize(("period", "slope"), [(4, 0.3), (8, -0.2), (8, 0.3)])
def test_ink_that_a_printed_ground_tears_is_framed_whole(period: int, slope: float) -> None:
    page = 225 - 0.3 * (225 - number("52683").astype(np.float32))
    y, x = np.mgrid[: page.shape[0], : page.shape[1]]
    lines = np.clip(np.cos((y - slope * x) * 2 * np.pi / period), 0, 1)
    torn, whole = cut(np.rint(page - 45 * lines).astype(np.uint8)), cut(number("52683"))
    np.testing.assert_allclose(torn.box, whole.box, atol=2)


@pytest.mark.parametrize("height", range(20, 60))
def test_specks_at_two_edges_alone_are_framed_at_any_height(
    height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a blur leaves of pale ink on a printed ground may lie at the edges and nowhere else."""
    monkeypatch.setattr("numerals.image.strip.smooth_ink", lambda ink: ink)
    mask = np.zeros((height, 70), np.bool_)
    mask[:2, 69] = mask[-1, 38:45] = True
    strip = strip_of(Ink(mask.astype(np.float32), mask, 1.0, dark=True))
    assert strip is not None
    assert strip.pixels.any()


def test_a_blur_that_loses_digits_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The digits of a number that climbs are lower than all together, as pieces are."""
    picture = np.full((160, 220), 225, np.uint8)
    for i, digit in enumerate("4827"):
        place = (20 + 45 * i, 145 - 32 * i)
        cv2.putText(picture, digit, place, cv2.FONT_HERSHEY_SIMPLEX, 1.2, 60, 2, cv2.LINE_AA)
    asked = []

    def lose(ink):
        asked.append(ink)
        mask = ink.mask.copy()
        mask[:, 60:] = False
        return replace(ink, mask=mask)

    monkeypatch.setattr("numerals.image.strip.smooth_ink", lose)
    strip = cut(picture)
    assert asked
    assert strip.box.x + strip.box.w >= 175


def test_a_negative_gives_the_same_strip_to_the_rounding_of_a_level() -> None:
    """The course of the light is fitted in single precision, which processors round unlike."""
    for text in ("7", "1208", "3.14-"):
        picture = number(text)
        one, two = cut(picture), cut(255 - picture)
        difference = np.abs(one.pixels.astype(int) - two.pixels)
        assert difference.max() <= 1
        assert np.count_nonzero(difference) <= 2
        assert (one.box, one.text) == (two.box, two.text)


@settings(max_examples=25)
@given(st.tuples(*[st.integers(12, 60)] * 4))
def test_paper_around_it_changes_nothing(pad: tuple[int, int, int, int]) -> None:
    plain, moved = cut(number()), cut(number(pad=pad))
    assert_alike(plain, moved)
    assert abs(moved.box.x - (pad[3] - 20) - plain.box.x) <= 2
    assert abs(moved.box.y - (pad[0] - 20) - plain.box.y) <= 2


@settings(max_examples=20)
@given(st.integers(24, 150))
def test_size_changes_nothing(height: int) -> None:
    large = number(pad=(60,) * 4, height=150)
    size = tuple(round(n * height / 150) for n in large.shape[::-1])
    assert_alike(cut(large), cut(cv2.resize(large, size, interpolation=cv2.INTER_AREA)))


@settings(max_examples=40)
@given(st.text("0123456789", min_size=1, max_size=9), st.integers(12, 70))
def test_every_strip_has_its_form(text: str, height: int) -> None:
    strip = cut(number(text, height=height))
    h, w = strip.pixels.shape
    assert strip.pixels.dtype == np.uint8
    assert h == HEIGHT == 32
    assert w % STEP == 0
    assert MIN_WIDTH <= w <= MAX_WIDTH
    assert w - STEP < strip.text <= w or w == MIN_WIDTH
    assert not strip.pixels[:, strip.text :].any()
    assert strip.pixels.max() == 255
    # Digits fill the strip's height but for some paper above and below.
    rows = np.flatnonzero((strip.pixels > 100).any(axis=1))
    assert 2 <= rows[0] <= 7
    assert 24 <= rows[-1] <= 29


def test_longer_numbers_are_wider_and_the_widest_are_squeezed() -> None:
    widths = [cut(number("8" * n)).pixels.shape[1] for n in (2, 5, 10)]
    assert widths == sorted(widths)
    strip = cut(number("8" * 45))
    assert strip.pixels.shape == (HEIGHT, MAX_WIDTH)
    assert strip.text == MAX_WIDTH
    assert strip.box.w > 40 * 30


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (64, 64), (64, 64, 3)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_on_blank_paper_there_is_no_strip(shape: tuple[int, ...], level: int) -> None:
    assert cut_strip(np.full(shape, level, np.uint8)) is None


def test_colour_is_read_as_grey_is() -> None:
    picture = number()
    assert_alike(cut(picture), cut(np.repeat(picture[..., None], 3, axis=2)))


def test_faint_ink_comes_out_as_full_ink() -> None:
    picture = number().astype(np.float32)
    faint = np.rint(225 - (225 - picture) * 0.25).astype(np.uint8)
    assert_alike(cut(number()), cut(faint))
    assert cut(faint).pixels.max() == 255


def test_the_box_is_where_the_number_stands() -> None:
    picture = number(pad=(30, 50, 40, 70))
    rows, columns = (np.flatnonzero((picture < 140).any(axis=axis)) for axis in (1, 0))
    box = cut(picture).box
    high = rows[-1] - rows[0] + 1
    assert 0 < rows[0] - box.y <= 0.25 * high
    assert 0 < box.y + box.h - rows[-1] <= 0.3 * high
    assert 0 < columns[0] - box.x <= 0.3 * high
    assert 0 < box.x + box.w - columns[-1] <= 0.35 * high


def test_ink_in_pieces_is_cut_as_high_as_whole_ink() -> None:
    """As pale ink on a printed ground comes: no piece is as tall as a digit."""
    picture = number("15072", height=60)
    broken = picture.copy()
    for at in range(20, 72, 8):  # the lower part stays whole: by itself it is the tallest
        broken[at : at + 3] = 225
    assert abs(cut(broken).box.h - cut(picture).box.h) <= 8
    assert abs(cut(broken).box.y - cut(picture).box.y) <= 5


def test_small_print_far_above_is_not_put_together_with_a_number() -> None:
    picture = number("42", pad=(70, 20, 20, 20))
    plain = cut(picture).box
    cv2.putText(picture, "No.", (12, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 60, 1, cv2.LINE_AA)
    assert abs(cut(picture).box.h - plain.h) <= 4
