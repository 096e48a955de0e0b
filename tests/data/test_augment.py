"""Variation: fixed by its seed, and never the end of a digit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.data import augment
from tests.data.fake import digits


@pytest.fixture(scope="module")
def images():
    return digits(60, 3)[0]


def vary(images, seed):
    return augment.light(images, np.random.default_rng(seed))


def test_shape_and_type_stay(images):
    before = images.copy()
    varied = vary(images, 0)
    assert varied.shape == images.shape
    assert varied.dtype == np.uint8
    assert np.array_equal(images, before)


def test_the_seed_fixes_it(images):
    assert np.array_equal(vary(images, (5, 1, 2)), vary(images, (5, 1, 2)))
    assert not np.array_equal(vary(images, (5, 1, 2)), vary(images, (5, 1, 3)))


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_no_digit_is_lost(seed):
    images = digits(20, 4)[0]
    images[::2] = 0
    images[::2, 5:23, 14] = 255  # a stroke of one pixel is what thinning would rub out
    varied = vary(images, seed)
    assert (varied.max(axis=(1, 2)) > 128).all()


def test_an_empty_picture_stays_empty():
    blank = np.zeros((2, 28, 28), np.uint8)
    assert not vary(blank, 0).any()
    assert not augment.reframe(blank).any()


def test_reframing_draws_nothing_and_centres(images):
    framed = augment.reframe(images)
    assert np.array_equal(framed, augment.reframe(images))
    assert framed.shape == images.shape
    ys, xs = np.mgrid[:28, :28]
    mass = framed.sum(axis=(1, 2))
    assert np.abs((framed * ys).sum(axis=(1, 2)) / mass - 13.5).max() <= 0.6
    assert np.abs((framed * xs).sum(axis=(1, 2)) / mass - 13.5).max() <= 0.6
