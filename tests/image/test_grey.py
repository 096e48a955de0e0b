"""Grey shows ink by its light, and where that fails by its colour."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.make import draw
from numerals.image.grey import MAX_SIDE, at_most, medians, shrink, to_contrast, to_grey


def painted(paper: tuple[int, int, int], pen: tuple[int, int, int]) -> np.ndarray:
    cover = (245 - draw("5").astype(np.float32)) / 225
    colours = np.array(paper) + (np.array(pen) - np.array(paper)) * cover[..., None]
    return np.rint(colours).astype(np.uint8)


def test_grey_is_luminance() -> None:
    pixels = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)
    assert to_grey(pixels).tolist() == [[76, 150, 29]]


def test_ink_that_is_dark_is_shown_by_luminance() -> None:
    picture = painted((250, 240, 120), (20, 40, 160))
    np.testing.assert_array_equal(to_contrast(picture), to_grey(picture))


@pytest.mark.parametrize(
    ("paper", "pen"), [((120, 190, 130), (225, 130, 150)), ((150, 180, 220), (235, 160, 90))]
)
def test_ink_as_light_as_its_paper_is_shown_by_colour(
    paper: tuple[int, int, int], pen: tuple[int, int, int]
) -> None:
    picture = painted(paper, pen)
    assert np.ptp(to_grey(picture).astype(int)) < 12
    assert np.ptp(to_contrast(picture).astype(int)) > 60


def test_grey_in_three_channels_stays_grey() -> None:
    grey = draw("2")
    np.testing.assert_array_equal(to_contrast(np.dstack([grey] * 3)), grey)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (28, 28), (2000, 3000, 3)])
def test_no_side_is_longer_than_asked(shape: tuple[int, ...]) -> None:
    small = at_most(np.zeros(shape, np.uint8), 64)
    assert max(small.shape[:2]) == min(64, max(shape[:2]))
    assert small.ndim == len(shape)


def test_shrinking_says_by_how_much() -> None:
    small, scale = shrink(np.zeros((1024, 2048), np.uint8))
    assert small.shape == (512, MAX_SIDE)
    assert scale == 0.5


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_medians_of_equal_parts_are_exact_and_of_others_within_them(sizes: list[int]) -> None:
    edges = np.concatenate([[0], np.cumsum(sizes)])
    rows = np.random.default_rng(sum(sizes)).random((3, edges[-1])).astype(np.float32)
    found = medians(rows, edges[:-1], edges[1:])
    parts = [rows[:, a:b] for a, b in pairwise(edges.tolist())]
    assert found.shape == (3, len(sizes))
    for part, median in zip(parts, found.T, strict=True):
        assert (part.min(axis=1) <= median).all()
        assert (median <= part.max(axis=1)).all()
        if part.shape[1] == min(sizes):
            np.testing.assert_allclose(median, np.median(part, axis=1))
