"""Erase: no more ink goes than was said, and nothing else changes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numerals.explain.erase import Ink, random_fields

frames = arrays(np.uint8, (28, 28), elements=st.integers(0, 255), fill=st.just(0)).filter(
    lambda frame: frame.any()
)


@settings(deadline=None, max_examples=50)
@given(frames, st.floats(0, 1), st.integers(0, 9))
def test_only_the_first_pixels_go_up_to_the_share(frame: np.ndarray, share: float, seed: int):
    ink = Ink.of(frame)
    order = np.random.default_rng(seed).permutation(len(ink.mass)).astype(float)
    gone = ink.erased(order[None], np.array([share]))
    (left,) = ink.without(gone)
    lost = frame.astype(float).sum() - left.astype(float).sum()
    assert lost <= share * frame.astype(float).sum() + 1e-3
    assert set(np.unique(left[left != frame])) <= {0}
    if gone.any() and not gone.all():
        assert order[gone[0]].max() < order[~gone[0]].min()
        taken = ink.mass[gone[0]].sum() + ink.mass[order == order[~gone[0]].min()][0]
        assert taken > share * ink.mass.sum() - 1e-6  # one pixel more would be too much


def test_all_the_ink_can_go() -> None:
    frame = np.zeros((28, 28), np.uint8)
    frame[3, 4:9] = 77
    ink = Ink.of(frame)
    gone = ink.erased(np.arange(5.0)[None], np.array([1.0]))
    assert not ink.without(gone).any()


def test_random_blobs_are_seeded_and_smooth() -> None:
    fields = random_fields(50, 28, 1.0, 3)
    np.testing.assert_array_equal(fields, random_fields(50, 28, 1.0, 3))
    assert not np.array_equal(fields, random_fields(50, 28, 1.0, 4))
    inner = fields[:, 5:-5, 5:-5]
    steps = np.diff(inner, axis=1).std() / inner.std()
    assert steps < 0.8  # white noise has 1.41
