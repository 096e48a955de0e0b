"""Frames are made as MNIST was: 20 on the longer side, centred by mass in 28×28."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numerals.image.frame import frame_digit


def centre_of_mass(frame: np.ndarray) -> tuple[float, float]:
    y, x = np.mgrid[0:28, 0:28]
    return float((frame * x).sum() / frame.sum()), float((frame * y).sum() / frame.sum())


@given(h=st.integers(1, 120), w=st.integers(1, 120))
def test_the_longer_side_is_twenty(h: int, w: int) -> None:
    frame = frame_digit(np.ones((h, w), np.float32))
    y, x = np.nonzero(frame)
    assert max(np.ptp(y), np.ptp(x)) + 1 == 20
    assert np.ptp(y) + 1 == max(1, round(h * 20 / max(h, w)))


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(2, 60), st.integers(2, 60)),
        elements=st.floats(0, 1, width=32),
    )
)
def test_any_ink_gives_a_frame(ink: np.ndarray) -> None:
    frame = frame_digit(ink)
    assert frame.shape == (28, 28)
    assert frame.dtype == np.uint8


def test_the_mass_is_in_the_middle() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        ink = np.zeros((40, 24), np.float32)
        ink[rng.integers(0, 20) : rng.integers(21, 40), rng.integers(0, 20) :] = 1
        ink[0, 0] = ink[-1, -1] = 1
        x, y = centre_of_mass(frame_digit(ink))
        assert abs(x - 13.5) <= 0.6 or ink.sum() < 30
        assert abs(y - 13.5) <= 4.5  # a frame is never cut to centre it


def test_size_does_not_matter() -> None:
    small = np.zeros((20, 12), np.float32)
    small[2:18, 4:8] = 1
    small[2:5] = 1
    large = np.kron(small, np.ones((6, 6), np.float32))
    np.testing.assert_allclose(frame_digit(large), frame_digit(small), atol=1)


def test_a_hair_line_is_white_too() -> None:
    ink = np.zeros((200, 200), np.float32)
    ink[:, 100] = 1
    assert frame_digit(ink).max() == 255
