"""Flanks: a 1 stands on one paper, a rim where two grounds meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals import Reader
from numerals.image.flanks import on_an_edge
from numerals.reading import Box

PLACE = Box(48, 20, 5, 60)


def stick(left: float, right: float, ink: float, noise: float = 2.0) -> np.ndarray:
    """Draw an upright stroke with paper of one level to its left, of another to its right."""
    picture = np.full((100, 100), left, np.float32)
    picture[:, 50:] = right
    x, y, w, h = PLACE
    picture[y : y + h, x : x + w] = ink
    picture += np.random.default_rng(0).normal(0, noise, picture.shape)
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("ink", [30, 140])
def test_a_1_on_paper_stands_on_no_edge(ink: float) -> None:
    assert not on_an_edge(stick(220, 220, ink), PLACE)
    assert not on_an_edge(stick(220, 205, ink), PLACE)


@pytest.mark.parametrize(("left", "right"), [(220, 120), (120, 220)])
def test_a_rim_stands_between_two_grounds(left: float, right: float) -> None:
    assert on_an_edge(stick(left, right, 60), PLACE)


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_a_negative_and_a_mirror_say_the_same(left: int, right: int, ink: int) -> None:
    picture = stick(left, right, ink, 0)
    x, y, w, h = PLACE
    mirrored = Box(100 - x - w, y, w, h)
    said = on_an_edge(picture, PLACE)
    assert on_an_edge(255 - picture, PLACE) == said
    assert on_an_edge(np.ascontiguousarray(picture[:, ::-1]), mirrored) == said


def test_what_is_broad_or_at_the_pictures_edge_is_not_asked() -> None:
    picture = stick(220, 60, 20)
    assert not on_an_edge(picture, Box(30, 20, 40, 60))
    assert not on_an_edge(picture[:, 48:], Box(0, 20, 5, 60))
    assert not on_an_edge(picture[:, :53], PLACE)


def test_a_rim_is_for_review_and_the_reason_says_why() -> None:
    reading = Reader(expect="digit").read(stick(200, 130, 20))
    assert reading.text == "1"
    assert reading.status == "review"
    assert "two grounds" in reading.reason
    assert Reader(expect="digit").read(stick(200, 200, 20)).status == "accepted"
