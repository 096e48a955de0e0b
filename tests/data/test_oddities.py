"""Oddities: always some ink, in the frame, seeded; letters that look like digits left out."""

import numpy as np
import pytest

from numerals.data import oddities
from numerals.data.hands import SIDE
from tests.data.fake import digits


@pytest.fixture(scope="module")
def images():
    return digits(40, 5)[0]


def test_what_is_drawn_is_a_picture_with_ink(images):
    rng = np.random.default_rng(0)
    for _ in range(300):
        picture = oddities.draw_oddity(images, rng)
        assert picture.shape == (SIDE, SIDE)
        assert picture.dtype == np.uint8
        assert picture.max() > 60


def test_the_seed_fixes_what_is_drawn(images):
    one, same, other = (
        [oddities.draw_oddity(images, np.random.default_rng(s)) for _ in range(3)]
        for s in (4, 4, 5)
    )
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", oddities._KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_varies(kind):
    rng = np.random.default_rng(1)
    assert len({kind(rng).tobytes() for _ in range(12)}) > 3


def test_letters_that_hands_write_like_digits_are_no_oddities():
    assert not set("0123456789bghIilOoPqQSsZz|") & set(oddities.LETTERS)
    assert len(set(oddities.LETTERS)) == len(oddities.LETTERS)
