"""String batches: every strip once an epoch beside its text, varied, and the same each time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numerals.image.strip import MAX_WIDTH, MIN_WIDTH
from numerals.model.alphabet import ALPHABET, BLANK
from numerals.train import string_batches
from numerals.train.string_batches import WIDTH_STEP, encode, epoch_batches, stack, vary
from numerals.train.strip_pool import Strips


def marked(count: int, seed: int = 0) -> Strips:
    """Strips each of one grey level, its own, which their texts spell; widths differ."""
    rng = np.random.default_rng(seed)
    widths = 4 * rng.integers(8, 60, count)
    levels = np.repeat(np.arange(1, count + 1), widths).astype(np.uint8)
    texts = np.array([str(i + 1) for i in range(count)])
    return Strips(np.tile(levels, (32, 1)), np.cumsum(widths), texts)


def decode(row: np.ndarray) -> str:
    return "".join(ALPHABET[c - 1] for c in row if c != BLANK)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(string_batches, "vary", lambda strip, _: strip)


@pytest.mark.usefixtures("plain")
def test_each_strip_is_shown_once_an_epoch_beside_its_text() -> None:
    strips = marked(203)
    read = []
    for images, labels in epoch_batches(strips, 8, 3, 0):
        assert images.shape[:2] == (8, 32)
        assert images.shape[2] % WIDTH_STEP == 0
        assert images.dtype == np.float32
        assert labels.dtype == np.int32
        for image, label in zip(images, labels, strict=True):
            text = decode(label)
            width = int(strips.widths[int(text) - 1])
            assert np.allclose(image[:, :width], int(text) / 255)
            assert not image[:, width:].any()
            read.append(text)
    assert len(read) == len(set(read)) == 200  # three fill no batch


@pytest.mark.usefixtures("plain")
def test_strips_of_a_batch_are_of_like_width() -> None:
    strips = marked(240)
    spread = [
        np.ptp([strips.widths[int(decode(label)) - 1] for label in labels])
        for _, labels in epoch_batches(strips, 8, 0, 0)
    ]
    assert np.mean(spread) < 0.2 * np.ptp(strips.widths)


def test_an_epoch_is_fixed_by_seed_and_number() -> None:
    strips = marked(40)

    def pixels(seed: int, epoch: int) -> list[bytes]:
        return [batch.images.tobytes() for batch in epoch_batches(strips, 4, seed, epoch)]

    first = pixels(1, 0)
    assert first == pixels(1, 0)
    assert first != pixels(1, 1)
    assert first != pixels(2, 0)


def test_batches_are_made_ahead_in_their_order() -> None:
    """The last are asked for when few are left; more steps than are made ahead, and fewer."""
    for count in (1, 5, 6, 7, 40):
        assert len(list(epoch_batches(marked(4 * count), 4, 0, 0))) == count


@settings(max_examples=60)
@given(st.integers(8, 160), st.integers(0, 10_000))
def test_a_varied_strip_still_fits_the_network(steps: int, seed: int) -> None:
    strip = np.zeros((32, 4 * steps), np.uint8)
    strip[8:24, 8:-8] = 200
    varied = vary(strip, np.random.default_rng(seed))
    assert varied.dtype == np.uint8
    assert varied.shape[0] == 32
    assert MIN_WIDTH <= varied.shape[1] <= MAX_WIDTH
    assert 0.79 < varied.shape[1] / strip.shape[1] < 1.45 or varied.shape[1] in (32, 640)
    assert varied.max() > 100  # its ink is still there


@given(st.integers(8, 160), st.integers(0, 2**31))
@example(141, 405)
def test_a_strip_is_bent_smoothly_and_by_a_few_pixels_only(steps: int, seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(string_batches, "_BENT_WIDELY", 0.0)
        moved, sheared = bends(steps, seed, np.s_[8:-8, 6:-6])
    assert moved < 6 + 4 * steps / 255
    assert sheared < 3 + 4 * steps / 255


@given(st.integers(8, 160), st.integers(0, 2**31))
def test_what_is_bent_widely_is_bent_as_smoothly(steps: int, seed: int) -> None:
    moved, sheared = bends(steps, seed, np.s_[14:-14, 14:-14])
    assert moved < 14 + 4 * steps / 255
    assert sheared < 4 + 4 * steps / 255


def bends(steps: int, seed: int, inner: tuple[slice, slice]) -> tuple[float, float]:
    """By how many pixels a strip is moved at most, and what lies below by more than that."""
    # A ramp tells where each pixel came from.
    across = np.tile(np.linspace(0, 255, 4 * steps), (32, 1)).astype(np.uint8)
    bent = string_batches._bend(across, np.random.default_rng(seed)).astype(float)
    # From beyond the edge comes paper.
    moved, sheared = np.abs(bent - across)[inner], np.abs(np.diff(bent, axis=0))[inner]
    return float(moved.max(initial=0)) * 4 * steps / 255, float(sheared.max()) * 4 * steps / 255


def test_half_of_the_strips_are_bent_widely_too() -> None:
    across = np.tile(np.linspace(0, 255, 160), (32, 1)).astype(np.uint8)
    bends = [string_batches._bend(across, np.random.default_rng(seed)) for seed in range(80)]
    moved = [
        np.abs(bent[14:-14, 16:-16].astype(float) - across[14:-14, 16:-16]).max() for bent in bends
    ]
    assert 8 <= sum(most > 2.5 * 255 / 160 for most in moved) <= 50


def test_bending_differs_each_time_and_is_the_same_for_a_seed() -> None:
    strip = np.zeros((32, 96), np.uint8)
    strip[8:24, 30:34] = 255
    one, again, other = (string_batches._bend(strip, np.random.default_rng(s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=14), min_size=1, max_size=5))
def test_texts_become_classes_and_blanks(texts: list[str]) -> None:
    labels = encode(texts)
    assert labels.shape[1] % 4 == 0
    assert labels.shape[1] < max(map(len, texts)) + 4
    for row, text in zip(labels, texts, strict=True):
        assert decode(row[: len(text)]) == text
        assert (row[len(text) :] == BLANK).all()


def test_strips_are_stacked_in_their_order_with_paper_behind() -> None:
    strips = [np.full((32, w), 255, np.uint8) for w in (32, 100, 64)]
    images = stack(strips)
    assert images.shape == (3, 32, 128, 1)
    assert images.sum(axis=(1, 2, 3)).tolist() == pytest.approx([32 * w for w in (32, 100, 64)])
    assert images.max() == 1
