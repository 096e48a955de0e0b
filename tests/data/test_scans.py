"""Scans: eight pixels become strokes, and what eight pixels spoil is left out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numerals.data.pens import Pens
from numerals.data.scans import loops, scans_of, sharp_scans
from tests.data.numbers import small_pens


def pens(scans: list[np.ndarray], labels: list[int]) -> Pens:
    stacked = np.array(scans, np.uint8).reshape(-1, 8, 8)
    return Pens(np.zeros((0, 8, 2)), np.zeros(0, np.uint8), stacked, np.array(labels, np.uint8))


def scan(drawing: str) -> np.ndarray:
    """Make a scan of eight rows of eight digits: 0 is paper, 9 is full ink."""
    return np.array([[int(c) * 28 for c in row] for row in drawing.split()], np.uint8)


SIX = scan("00090000 00900000 09000000 09099000 09900900 09000900 00999000 00000000")
BLOT = scan("00090000 00900000 09900000 09999000 09999900 09999900 00999000 00000000")


def test_a_scan_is_enlarged_to_the_box_and_a_block_is_no_1() -> None:
    stick, block = np.zeros((2, 8, 8), np.uint8)
    stick[:, 3:5], block[1:, 2:6] = 255, 255
    scans = scans_of(pens([stick, block, block], [1, 1, 8]))
    assert scans.labels.tolist() == [1, 8]
    for image in scans.images:
        x, y, w, h = cv2.boundingRect((image > 127).view(np.uint8))
        assert max(w, h) == pytest.approx(40, abs=2)
        assert (x + w / 2, y + h / 2) == pytest.approx((28, 28), abs=1)


def test_a_6_that_lost_its_loop_is_left_out_of_what_is_sharp_alone() -> None:
    both = pens([SIX, BLOT, BLOT], [6, 6, 5])
    assert scans_of(both).labels.tolist() == [6, 6, 5]
    sharp = sharp_scans(both)
    assert sharp.labels.tolist() == [6, 5]
    assert [loops(image) for image in sharp.images] == [1, 0]


def test_what_is_sharp_is_ink_or_paper() -> None:
    sharp = sharp_scans(small_pens()).images
    between = (sharp > 30) & (sharp < 225)
    assert between.mean() < 0.1
    assert (sharp[:, 0] == 0).all()


def test_a_thin_stroke_is_ink_though_it_is_grey() -> None:
    thin = scan("00000000 00030000 00030000 00030000 00030000 00030000 00030000 00030000")
    (image,) = sharp_scans(pens([thin], [1])).images
    assert (image > 127).any(axis=1).sum() > 35


@pytest.mark.parametrize("make", [scans_of, sharp_scans])
def test_without_scans_there_are_none(make) -> None:
    none = make(pens([], []))
    assert none.images.shape == (0, 56, 56)
    assert none.labels.shape == (0,)


@given(arrays(np.uint8, (40, 40), elements=st.sampled_from([0, 255])))
def test_a_turned_picture_has_as_many_loops(picture) -> None:
    framed = np.pad(picture, 1)
    assert loops(framed) == loops(np.ascontiguousarray(framed.T)) >= 0
