"""Digits are read as people really write and photograph them: shares of many pictures, seeded.

Each share is a little below what was measured with the shipped model on the day it was set, so
that a preparation that loses one more picture in thirty fails.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from numerals.image.open import open_picture
from numerals.reader import Reader
from numerals.reading import Status
from tests import hardships
from tests.hand import (
    Array,
    Random,
    columns,
    cover,
    finish,
    lay,
    pair_of,
    resize,
    rows,
    side_by_side,
)

if TYPE_CHECKING:
    from numerals.prepare import Expect

#: The share of right answers asked for, of 60 pictures in the project's own hand.
ASKED = {
    hardships.plain: 1.0,
    hardships.uneven_light: 0.98,
    hardships.soft_shadow: 0.98,
    hardships.sharp_shadow: 0.95,
    hardships.coloured: 0.98,
    hardships.equal_luminance: 0.98,
    hardships.faint_pencil: 0.98,
    hardships.broken_pencil: 0.98,
    hardships.phone_blur: 0.98,
    hardships.jpeg_blocks: 0.98,
    hardships.box_edges: 0.98,
    hardships.ruled_lines: 0.97,
    hardships.specks: 0.98,
    hardships.neighbours: 0.98,
    hardships.transparent: 0.98,
    hardships.turned_photo: 0.98,
    hardships.tiny: 0.93,
    hardships.tight: 0.98,
    hardships.hair_pen: 0.95,
    hardships.marker: 0.98,
}
#: Hardships that leave the digit where it was, so that its box can be checked.
IN_PLACE = [
    hardships.uneven_light,
    hardships.soft_shadow,
    hardships.sharp_shadow,
    hardships.coloured,
    hardships.faint_pencil,
    hardships.box_edges,
    hardships.ruled_lines,
    hardships.specks,
    hardships.neighbours,
]
SAMPLES = [(digit, seed) for digit in "0123456789" for seed in range(6)]


def sample(digit: str, seed: int) -> tuple[Array, Random]:
    rng = np.random.default_rng([seed, int(digit)])
    return cover(digit, rng), rng


@pytest.mark.parametrize("hardship", ASKED, ids=lambda h: h.__name__)
def test_the_digit_is_read(reader: Reader, hardship: hardships.Hardship) -> None:
    pictures = (hardship(*sample(digit, seed)) for digit, seed in SAMPLES)
    texts = [reading.text for reading in reader.read_many(pictures)]
    right = [text == digit for text, (digit, _) in zip(texts, SAMPLES, strict=True)]
    assert np.mean(right) >= ASKED[hardship]


@pytest.mark.parametrize("hardship", IN_PLACE, ids=lambda h: h.__name__)
def test_the_digit_and_no_more_is_framed(reader: Reader, hardship: hardships.Hardship) -> None:
    agree = []
    for digit, seed in SAMPLES:
        ink, rng = sample(digit, seed)
        reading = reader.read(hardship(ink, rng))
        x, y, w, h = reading.digits[0].box if reading.digits else (0, 0, 0, 0)
        tall, broad = rows(ink), columns(ink)
        wanted = (broad.start, tall.start, broad.stop, tall.stop)
        slack = max(3, 0.08 * (tall.stop - tall.start))
        agree.append(np.allclose((x, y, x + w, y + h), wanted, rtol=0, atol=slack))
    assert np.mean(agree) >= 0.9


@pytest.mark.parametrize("digit", "0369")
def test_a_photo_of_twelve_megapixels_is_read(reader: Reader, digit: str) -> None:
    assert reader.read(hardships.huge(*sample(digit, 0))).text == digit


@pytest.fixture(scope="module")
def written() -> list[tuple[Array, str]]:
    """Training pictures of MNIST, 112 pixels wide: many writers where the own hand is one."""
    mnist_module = importlib.import_module("numerals.data.mnist")
    if mnist_module._from_cache() is None:
        pytest.skip("MNIST is not in the cache; any `numerals train` puts it there")
    images, labels = mnist_module.mnist()[0]
    large = (resize(image.astype(np.float32) / 255, 112) for image in images[:100])
    inks = [np.clip(image * 2.5 - 0.75, 0, 1).astype(np.float32) for image in large]
    return list(zip(inks, labels[:100].astype(str), strict=True))


@pytest.mark.data
@pytest.mark.parametrize("hardship", ASKED, ids=lambda h: h.__name__)
def test_mnist_is_read_too(
    reader: Reader, written: list[tuple[Array, str]], hardship: hardships.Hardship
) -> None:
    right = [
        reader.read(hardship(ink, np.random.default_rng([7, seed]))).text == label
        for seed, (ink, label) in enumerate(written)
    ]
    assert np.mean(right) >= ASKED[hardship] - 0.03


@pytest.mark.data
@pytest.mark.parametrize("side", [8, 16, 32, 64])
@pytest.mark.parametrize("paper", [0, 1], ids=["to the ink", "but a pixel of paper"])
@pytest.mark.parametrize("dark", [True, False], ids=["dark ink", "light ink"])
@pytest.mark.parametrize("expect", ["digit", "auto"])
def test_what_is_cropped_tightly_is_read_and_no_bar_is_lost(
    side: int, paper: int, dark: bool, expect: Expect
) -> None:
    """Without the further views a 7 lost its bar and was accepted as 1; bold 8s were negatives.

    What a careful preparation tears apart is, to one who was not told, no number of several digits.
    """
    reader = Reader(expect=expect)
    mnist_module = importlib.import_module("numerals.data.mnist")
    if mnist_module._from_cache() is None:
        pytest.skip("MNIST is not in the cache; any `numerals train` puts it there")
    images, labels = (part[-400:] for part in mnist_module.mnist()[0])
    readings = reader.read_many(
        255 - crop if dark else crop
        for crop in (np.pad(_to_the_ink(image, side), paper) for image in images)
    )
    right, accepted = np.array(
        [
            (r.text == str(d), r.status is Status.ACCEPTED)
            for r, d in zip(readings, labels, strict=True)
        ]
    ).T
    assert np.mean(right) >= (0.94 if side == 8 else 0.98)
    assert np.sum(accepted & ~right) <= 1


def _to_the_ink(image: Array, side: int) -> Array:
    crop = image[rows(image), columns(image)]
    scale = side / max(crop.shape)
    size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
    return cv2.resize(crop, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


@pytest.mark.parametrize("digit", "45")
@pytest.mark.parametrize("apart", [0.05, 0.09, 0.13])
def test_strokes_apart_are_one_digit(reader: Reader, digit: str, apart: float) -> None:
    right = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        reading = reader.read(finish(lay(cover(digit, rng, apart), rng)))
        right.append(reading.text == digit and "expected" not in reading.reason)
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize("gap", [0.05, 0.15, 0.4, 0.8])
def test_two_digits_are_never_accepted_for_one(reader: Reader, gap: float) -> None:
    for seed in range(40):
        rng = np.random.default_rng(seed)
        left, right = (cover(str(rng.integers(10)), rng) for _ in range(2))
        reading = reader.read(side_by_side(left, right, gap, rng))
        assert reading.status is not Status.ACCEPTED
        assert "more than one digit" in reading.reason or reading.status is Status.UNREADABLE


def test_two_digits_in_faint_pencil_are_never_accepted_for_one() -> None:
    """Faint strokes break: the pieces of the second digit are no dirt beside the first."""
    reader = Reader()
    for seed in range(120):
        rng = np.random.default_rng(seed)
        left, right = (thin(cover(str(rng.integers(10)), rng)) for _ in range(2))
        ink = pair_of(left, right, rng.uniform(0.2, 0.5), rng)
        reading = reader.read(hardships.faint_pencil(ink, rng))
        assert reading.status is not Status.ACCEPTED or len(reading.text) == 2


@pytest.mark.data
def test_a_1_at_the_edge_of_a_tight_crop_is_hardly_ever_lost() -> None:
    """It looks like the side of a cell; without a doubt one in seven was accepted as one digit."""
    mnist_module = importlib.import_module("numerals.data.mnist")
    if mnist_module._from_cache() is None:
        pytest.skip("MNIST is not in the cache; any `numerals train` puts it there")
    images, labels = mnist_module.mnist()[0]
    # One pen writes both digits: they are paired by how thick their strokes are.
    ones, others = (
        sorted(images[chosen][-200:], key=_thickness) for chosen in (labels == 1, labels != 1)
    )
    pairs = []
    for i, (one, other) in enumerate(zip(ones, others, strict=True)):
        inks = [image[rows(image), columns(image)] for image in (one, other)]
        sizes = [(max(2, round(40 * ink.shape[1] / ink.shape[0])), 40) for ink in inks]
        row = [cv2.resize(ink, size) for ink, size in zip(inks, sizes, strict=True)]
        row = row if i % 2 else row[::-1]
        pair = np.hstack([row[0], np.zeros((40, 2 + i % 5), np.uint8), row[1]])
        pairs.append(255 - np.pad(pair, i % 2))
    accepted = [r.status is Status.ACCEPTED for r in Reader(expect="digit").read_many(pairs)]
    assert np.mean(accepted) <= 0.03


def _thickness(image: Array) -> float:
    return float(cv2.distanceTransform((image > 127).view(np.uint8), cv2.DIST_L2, 5).max())


def thin(ink: Array) -> Array:
    """Leave a line in the middle of strokes."""
    return cv2.erode(ink, np.ones((3, 3), np.uint8))


def test_two_digits_that_touch_are_hardly_ever_accepted_for_one(reader: Reader) -> None:
    """They are one piece of ink: only the network can tell that it is no digit."""
    accepted = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        left, right = (cover(str(rng.integers(10)), rng) for _ in range(2))
        reading = reader.read(side_by_side(left, right, -0.05, rng))
        accepted.append(reading.status is Status.ACCEPTED)
    assert np.mean(accepted) <= 0.05


@pytest.mark.parametrize("grain", [0.8, 3.0, 8.0])
def test_grain_alone_is_never_accepted(reader: Reader, grain: float) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        blank = finish(lay(np.zeros((80, 60), np.float32), rng, 0.5, 200, grain))
        assert reader.read(blank).status is not Status.ACCEPTED


def test_a_hardship_is_one() -> None:
    """The pictures differ from plain ones, so that the tests above ask for something."""
    plain = open_picture(hardships.plain(*sample("3", 0))).pixels
    for hardship in ASKED:
        if hardship is not hardships.plain:
            hard = open_picture(hardship(*sample("3", 0))).pixels
            assert hard.shape != plain.shape or not np.array_equal(hard, plain)


@pytest.mark.parametrize(
    ("hardship", "most"),
    [
        (hardships.uneven_light, 10),
        (hardships.soft_shadow, 10),
        (hardships.sharp_shadow, 10),
        (hardships.plain, 0),
        (hardships.box_edges, 0),
        (hardships.ruled_lines, 0),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_few_1s_are_taken_for_an_edge(
    reader: Reader, hardship: hardships.Hardship, most: int
) -> None:
    """Of 40; where the light is one, none."""
    readings = reader.read_many(hardship(*sample("1", seed)) for seed in range(40))
    assert sum("two grounds" in reading.reason for reading in readings) <= most
