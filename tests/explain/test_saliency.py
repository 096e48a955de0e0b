"""Saliency: it finds what is known to decide, on the ink alone, the same each time."""

from __future__ import annotations

import numpy as np

from numerals.explain.contrast import Contrast
from numerals.explain.saliency import saliency


def test_it_finds_the_strokes_of_a_known_answer(questions) -> None:
    """Of a function that we make, the map must show the weights we gave."""
    frame = questions[14][0]
    rows = np.arange(28)[:, None] * np.ones((1, 28))
    weights = np.where(rows < 12, 2.0, -1.0)

    def known(frames: np.ndarray) -> np.ndarray:
        return 3.0 + (frames / 255.0 * weights).sum(axis=(1, 2))

    found = saliency(frame, known)
    inside = (frame > 128) & (np.abs(rows - 11.5) > 2)
    np.testing.assert_allclose(found[inside], weights[inside], atol=0.35)


def test_it_lies_on_the_ink_and_is_the_same_each_time(questions) -> None:
    frame, contrast = questions[5]
    first = saliency(frame, contrast)
    assert first.shape == (28, 28)
    assert not first[frame == 0].any()
    np.testing.assert_array_equal(first, saliency(frame, contrast))


def test_the_other_way_round_it_is_the_negative(questions) -> None:
    frame, contrast = questions[8]
    back = Contrast(contrast.network, contrast.second, contrast.first)
    np.testing.assert_allclose(saliency(frame, back), -saliency(frame, contrast), atol=1e-9)


def test_a_network_that_never_changes_its_mind_gives_no_map(questions) -> None:
    frame = questions[0][0]
    assert not saliency(frame, lambda frames: np.full(len(frames), 4.0)).any()


def test_a_single_dot_of_ink_is_enough() -> None:
    frame = np.zeros((28, 28), np.uint8)
    frame[14, 14] = 200
    assert np.isfinite(saliency(frame, lambda frames: frames.sum(axis=(1, 2)) / 255.0)).all()
