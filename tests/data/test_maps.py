"""Maps: parsed as the package gives them, divided by who wrote them, drawn as wide as they were."""

from __future__ import annotations

import cv2
import numpy as np

from numerals.data import maps as module
from numerals.data.packaged import Packaged
from tests.data.numbers import small_beside, small_maps


def test_pixels_count_ink(monkeypatch):
    names = ",".join(str(i) for i in range(241))
    row = ",".join(["0", "3", "6", *["0"] * 237, "7"])
    content = {"mfeat-pix.csv": f"{names}\n{row}\n{row}\n".encode()}
    monkeypatch.setattr(Packaged, "load", lambda *_: content)
    found = module.maps()
    assert found.images.shape == (2, 16, 15)
    assert found.images[0, 0, :4].tolist() == [0, 128, 255, 0]
    assert found.labels.tolist() == [7, 7]


def test_the_last_writers_of_each_digit_are_held_back():
    whole = small_maps()
    learnt, held = module.learnt(whole), module.held(whole)
    for digit in range(10):
        own = whole.images[whole.labels == digit]
        parts = [part.images[part.labels == digit] for part in (learnt, held)]
        assert [len(part) for part in parts] == [6, 4]
        assert np.array_equal(np.concatenate(parts), own)


def test_maps_do_not_judge():
    assert len(small_beside(8).held().maps.labels) == 0
    assert len(small_beside(8).learnt().maps.labels) == 60


def test_what_was_stretched_is_drawn_narrower_and_a_1_most():
    whole = small_maps()
    drawn = module.drawn(whole, np.random.default_rng(0))
    assert drawn.images.shape == (100, 56, 56)
    assert np.array_equal(drawn.labels, whole.labels)
    for image, digit in zip(drawn.images, drawn.labels.tolist(), strict=True):
        _, _, w, h = cv2.boundingRect((image > 100).view(np.uint8))
        # Cubic enlargement shades a rim of about a pixel of the scan's.
        low, high = (0.1, 0.6) if digit == 1 else (0.45, 1.1)
        assert low < w / h < high
