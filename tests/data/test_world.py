"""World: seeded, framed, and never the end of a digit; pools keep apart what is held back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.data import pool
from numerals.data.augment import reframe
from numerals.data.beside import Beside
from numerals.data.hands import write_digit
from numerals.data.mnist import Samples
from numerals.data.traces import traces_of
from numerals.data.world import everyday, world
from tests.data.fake import digits
from tests.data.numbers import small_beside, small_maps, small_pens


@pytest.fixture(scope="module")
def images():
    return digits(60, 3)[0]


def test_the_seed_fixes_the_variation(images):
    one, same, other = (world(images, np.random.default_rng(s)) for s in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@settings(max_examples=30)
@given(st.integers(0, 9), st.integers(0, 10_000))
def test_a_digit_stays_a_picture(value, seed):
    rng = np.random.default_rng(seed)
    varied = world(np.stack([write_digit(value, rng) for _ in range(4)]), rng)
    assert varied.shape == (4, 28, 28)
    assert varied.dtype == np.uint8
    assert varied.any(axis=(1, 2)).all()


def test_hardly_a_digit_loses_its_strokes():
    rng = np.random.default_rng(0)
    drawn = np.stack([write_digit(i % 10, rng) for i in range(1000)])
    assert ((world(drawn, rng) > 50).sum(axis=(1, 2)) < 12).mean() < 0.01


def test_of_two_digits_hardly_one_is_lost():
    """A thin 1 beside a 0 that is lost leaves a 0, which is no example of what is no digit."""
    two = np.zeros((56, 56), np.uint8)
    two[14:42, 8:11], two[14:42, 46:48] = 255, 255
    varied = world(np.repeat(two[None], 1000, axis=0), np.random.default_rng(0))
    shown = [np.ptp(np.flatnonzero((frame > 60).any(axis=0))) for frame in varied]
    assert np.mean([width > 10 for width in shown]) >= 0.985


def test_a_disc_is_never_thinned_to_a_stick():
    y, x = np.mgrid[:56, :56]
    disc = np.where(np.hypot(x - 28, y - 28) < 14, 255, 0).astype(np.uint8)
    varied = world(np.repeat(disc[None], 300, axis=0), np.random.default_rng(0))
    assert min(int((frame > 100).sum()) for frame in varied) > 80


def test_variation_is_strong_and_yet_around_the_digit(images):
    """Averaged over its variations, a digit is still nearer to itself than to the others."""
    rng = np.random.default_rng(0)
    means = np.stack(
        [world(np.repeat(i[None], 200, axis=0), rng).mean(axis=0) for i in images[:10]]
    )
    flat, plain = (
        (stack - stack.mean(axis=0)).reshape(10, -1)
        for stack in (means, reframe(images[:10]).astype(float))
    )
    likeness = (flat / np.linalg.norm(flat, axis=1, keepdims=True)) @ (
        plain / np.linalg.norm(plain, axis=1, keepdims=True)
    ).T
    assert (likeness.argmax(axis=1) == np.arange(10)).mean() >= 0.8


def test_everyday_has_less_hardship_than_there_is_to_learn_from(images):
    plain = reframe(images).astype(float)
    strayed = [
        np.abs(vary(images, np.random.default_rng(3)) - plain).mean() for vary in (everyday, world)
    ]
    assert strayed[0] < 0.95 * strayed[1]


def test_both_sizes_of_picture_come_out_alike():
    rng = np.random.default_rng(0)
    large = np.stack([write_digit(i % 10, rng) for i in range(100)])
    small = large.reshape(100, 28, 2, 28, 2).mean(axis=(2, 4)).astype(np.uint8)
    ink = [world(p, np.random.default_rng(5)).astype(float).mean() for p in (large, small)]
    assert ink[0] == pytest.approx(ink[1], rel=0.12)


def test_a_pool_holds_digits_of_every_kind_and_what_is_none():
    samples = Samples(*digits(180, 3))
    beside = small_beside(16)
    pens = (beside.learnt().pens, beside.held().pens)
    by_pens = [len(traces_of(some)) + len(some.scans) for some in pens]
    learnt = pool.to_learn(samples, beside, np.random.default_rng(0))
    assert learnt.images.shape[1:] == (56, 56)
    assert (
        len(learnt.images)
        == len(learnt.labels)
        == 180 + 10 * 10 * 14 + 30 + 15 + 20 + by_pens[0] + 4 * len(beside.learnt().maps.labels)
    )
    counts = np.bincount(learnt.labels)
    assert len(counts) == 11
    assert counts[pool.NO_DIGIT] == 35
    held = pool.held_back(samples, beside, np.random.default_rng(0))
    counts = np.bincount(held.labels)
    assert counts[: pool.NO_DIGIT].sum() == 180 + 10 * 2 + 30 + by_pens[1]
    # There is no end of what is no digit: to judge by, there is four times as much as of MNIST.
    assert counts[pool.NO_DIGIT] == 15 + 4 * 180


def test_fonts_held_back_are_never_learnt_from(monkeypatch):
    seen = []
    monkeypatch.setattr(
        pool,
        "glyphs",
        lambda font, text: seen.append(font) or np.zeros((len(text), 56, 56), np.uint8),
    )
    samples = Samples(*digits(60, 3))
    fonts = {str(i): bytes([i]) for i in range(20)}
    beside = Beside(fonts, small_pens(), small_maps())
    pool.to_learn(samples, beside, np.random.default_rng(0))
    learnt = set(seen)
    seen.clear()
    pool.held_back(samples, beside, np.random.default_rng(0))
    assert learnt | set(seen) == set(fonts.values())
    assert not learnt & set(seen)
