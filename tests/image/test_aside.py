"""Aside: a digit too pale to be ink beside bold ones is seen; paper, lines and dirt are none."""

from __future__ import annotations

import numpy as np
import pytest

from examples.make import draw
from numerals import Reader
from numerals.image.aside import pale_aside
from numerals.image.strip import cut_strip
from numerals.reading import Box, Status


def sheet(
    pale: float = 0.0, left: bool = True, noise: float = 0.0, places: tuple[int, ...] = (110, 160)
) -> np.ndarray:
    """Two bold digits on paper, and to one side a third one with a share of their ink."""
    paper = np.full((140, 320), 235.0)
    at = (*places, 40 if left else 230)[:3]
    for digit, x, share in zip("473", at, (1.0, 1.0, pale), strict=True):
        ink = 255.0 - draw(digit, 80, 9 if share == 1 else 4)
        h, w = ink.shape
        paper[28 : 28 + h, x : x + w][ink > 20] -= 0.8 * share * ink[ink > 20]
    paper += np.random.default_rng(0).normal(0, noise, paper.shape)
    return np.clip(paper, 0, 255).round().astype(np.uint8)


ROWS, COLUMNS = (np.flatnonzero((sheet() < 200).any(axis=axis)) for axis in (1, 0))
DIGITS = Box(
    int(COLUMNS[0]), int(ROWS[0]), int(np.ptp(COLUMNS)) + 1, int(np.ptp(ROWS)) + 1
)  # fmt: skip


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("pale", [0.1, 0.2, 0.4])
@pytest.mark.parametrize("noise", [0.0, 2.0])
def test_a_pale_digit_aside_is_seen(left: bool, pale: float, noise: float) -> None:
    picture = sheet(pale, left, noise)
    assert pale_aside(picture, DIGITS)
    assert pale_aside(255 - picture, DIGITS)


@pytest.mark.parametrize("noise", [0.0, 2.0, 5.0])
def test_paper_is_none(noise: float) -> None:
    assert not pale_aside(sheet(noise=noise), DIGITS)


def test_a_cells_sides_a_line_and_a_speck_are_none() -> None:
    picture = sheet()
    picture[:, [3, 4, 315, 316]] = 120
    picture[120:122] = 120
    picture[60:64, 50:54] = 120
    assert not pale_aside(picture, DIGITS)


def test_where_there_is_no_room_nothing_is_looked_for() -> None:
    cut = DIGITS.x - 15
    assert not pale_aside(sheet(0.4)[:, cut:], DIGITS._replace(x=15))


def test_a_strip_knows_where_its_number_is_written() -> None:
    strip = cut_strip(sheet())
    assert strip is not None
    np.testing.assert_allclose(strip.written, DIGITS, atol=4)


BETWEEN = (50, 220, 135)


@pytest.mark.parametrize("pale", [0.05, 0.2])
def test_a_pale_digit_between_two_is_seen_and_a_speck_there_is_none(pale: float) -> None:
    strip = cut_strip(sheet(pale, places=BETWEEN))
    assert strip is not None
    (gap,) = strip.gaps
    assert 90 < gap[0] < 150 < gap[1] < 240
    assert pale_aside(sheet(pale, places=BETWEEN), strip.written, strip.gaps)
    bare = sheet(places=BETWEEN)
    bare[60:64, 150:154] = 190
    assert not pale_aside(bare, strip.written, strip.gaps)
    lacking = Reader(expect="number").read(sheet(pale, places=BETWEEN))
    assert lacking.text == "437" or lacking.status is Status.REVIEW


@pytest.mark.parametrize("expect", ["number", "auto"])
def test_what_may_lack_a_digit_is_for_review(expect) -> None:
    whole = Reader(expect=expect).read(sheet())
    assert (whole.text, whole.status) == ("47", Status.ACCEPTED)
    lacking = Reader(expect=expect).read(sheet(0.07))
    assert (lacking.text, lacking.status) == ("47", Status.REVIEW)
    assert lacking.reason == "something paler stands beside its digits or between them"
