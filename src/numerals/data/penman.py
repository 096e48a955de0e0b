"""Penman: how one hand forms each digit, the same every time but for a little.

A digit's form comes from MNIST, from somebody's pen, from a map, from what schools teach, or from a
font.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

from numerals.data.between import Shapes
from numerals.data.forms import FORMS
from numerals.data.hands import smooth
from numerals.data.maps import breadth
from numerals.data.number_forms import IN_NUMBERS
from numerals.data.scans import magnify

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

    from numerals.data.forms import Stroke
    from numerals.data.mnist import Samples
    from numerals.data.traces import Trace

#: Writes a digit 0 … 9: uint8 (h, w), white ink on black, with black around it.
Draw: TypeAlias = Callable[[int], "NDArray[np.uint8]"]

#: All forms of each digit, those in numbers too.
_SHAPES = Shapes({d: [*forms, *IN_NUMBERS.get(d, [])] for d, forms in FORMS.items()})
#: The pen that MNIST's digits are written with, at that height, in pixels.
_MNIST_PEN = 5
#: How many of those who write as in MNIST write these digits in another way.
_ABROAD = {0: 0.05, 1: 0.45, 2: 0.3, 3: 0.05, 4: 0.25, 5: 0.15, 6: 0.1, 7: 0.4, 8: 0.15, 9: 0.35}
#: So many digits, one after the other, are mostly one person's: each wrote 250.
_ONE_WRITER = 200
#: Scans likewise: each of their writers gave some 130.
_ONE_SCANNED = 100
#: Of each digit so many on maps, one after the other, are few people's.
_ONE_ON_MAPS = 12
#: How much a scan is enlarged further, that its digit is as high as others.
_SCANNED = 1.1
#: Height of a digit in the line that it is set in, in pixels.
SIZE = 44
#: So many points of a font's digit, each way, are moved freely by a hand that bends it.
_POINTS_MOVED = 4


def from_mnist(digits: Sequence[NDArray[np.uint8]], rng: np.random.Generator) -> Draw:
    """Take one sample a digit, set upright and varied each time that it is written.

    Nobody in MNIST was taught the digits of other countries: some hands have these instead.

    Args:
        digits: For each of 0 … 9, MNIST's pictures, uint8 (N, 28, 28).
        rng: Chooses the samples; three in ten hands take another one each time.
    """
    samples = [group[rng.integers(len(group))] for group in digits]
    faithful = rng.random() < 0.7
    taught = from_forms(rng, _MNIST_PEN)
    abroad = {value for value, share in _ABROAD.items() if rng.random() < share}

    def draw(value: int) -> NDArray[np.uint8]:
        if value in abroad:
            return taught(value)
        group = digits[value]
        image = samples[value] if faithful else group[rng.integers(len(group))]
        return _warp(image, 2.2, _slant(image), rng)

    return draw


def from_traces(traces: Sequence[Trace], rng: np.random.Generator) -> Draw:
    """Take one person's digits, another of them each time, set upright and varied a little.

    Args:
        traces: Digits by pens, one writer's after the other's.
        rng: Chooses the writer and the digits.
    """
    start = int(rng.integers(max(1, len(traces) - _ONE_WRITER)))
    own = [[t for t in traces[start : start + _ONE_WRITER] if t.digit == d] for d in range(10)]
    width, broad = rng.uniform(0.5, 0.95), _pen(rng)
    shape = np.exp(rng.normal(0, 0.1, (10, 2)))

    def draw(value: int) -> NDArray[np.uint8]:
        # Not everybody's 1s have all corners: theirs are another's.
        group = own[value] or [trace for trace in traces if trace.digit == value]
        strokes = group[rng.integers(len(group))].strokes
        still = {point: np.zeros(2) for stroke in strokes for point in stroke}
        picture = _draw_strokes(strokes, still, shape[value], width, broad, rng)
        return _warp(picture, 1.0, _slant(picture), rng)

    return draw


def from_scans(scans: Samples, rng: np.random.Generator) -> Draw:
    """Take one person's scanned digits, another of them each time, as `from_traces`.

    Args:
        scans: Pictures uint8 (N, 56, 56), one writer's after the other's, and what they show.
        rng: Chooses the writer and the digits.
    """
    start = int(rng.integers(max(1, len(scans.labels) - _ONE_SCANNED)))
    near = slice(start, start + _ONE_SCANNED)
    labels, everybody = scans.labels[near], scans.labels
    own = [start + np.flatnonzero(labels == d) for d in range(10)]

    def draw(value: int) -> NDArray[np.uint8]:
        group = own[value] if len(own[value]) else np.flatnonzero(everybody == value)
        image = scans.images[group[rng.integers(len(group))]]
        return _warp(image, _SCANNED, _slant(image), rng)

    return draw


def from_maps(samples: Samples, rng: np.random.Generator) -> Draw:
    """Take one person's digits on maps, or those of some people, as `from_scans`.

    Args:
        samples: Pictures uint8 (N, 16, 15), stretched; some of each digit, in the order of writers
            as far as is known.
        rng: Chooses the writer and the digits, and how narrow each is.
    """
    place = rng.random()
    own = [_near(np.flatnonzero(samples.labels == digit), place) for digit in range(10)]
    narrow = [breadth(digit, rng) for digit in range(10)]

    def draw(value: int) -> NDArray[np.uint8]:
        image = magnify(samples.images[own[value][rng.integers(len(own[value]))]], narrow[value])
        return _warp(image, _SCANNED, _slant(image), rng)

    return draw


def _near(ids: NDArray[np.intp], place: float) -> NDArray[np.intp]:
    """Give those around a place between the first, 0, and the last, 1."""
    start = int(place * max(1, len(ids) - _ONE_ON_MAPS + 1))
    return ids[start : start + _ONE_ON_MAPS]


def from_forms(rng: np.random.Generator, pen: int | None = None) -> Draw:
    """Take one form that schools teach for each digit, its points wobbling a little each time.

    Args:
        rng: Chooses the forms.
        pen: How broad strokes are, in pixels; None to choose.
    """
    chosen = {d: int(rng.integers(len(forms))) for d, forms in _SHAPES.forms.items()}
    habits = {d: _SHAPES.forms[d][i] for d, i in chosen.items()}
    width = rng.uniform(0.5, 0.95)
    broad = pen or _pen(rng)
    wobble = rng.uniform(0.02, 0.055)
    habit = {
        d: {p: rng.normal(0, wobble, 2) + move for p, move in _SHAPES.lean(d, i, rng).items()}
        for d, i in chosen.items()
    }
    shape = {d: np.exp(rng.normal(0, 0.14, 2)) for d in habits}

    def draw(value: int) -> NDArray[np.uint8]:
        return _draw_strokes(habits[value], habit[value], shape[value], width, broad, rng)

    return draw


def from_font(font: FreeTypeFont, rng: np.random.Generator, bent: float = 0.0) -> Draw:
    """Take a font's glyphs, a little different each time.

    Args:
        font: The font, of 64 points.
        rng: Chooses how this hand bends each digit, and what differs.
        bent: By how many pixels a hand moves a digit's points (standard deviation), at most.
    """
    from PIL import Image, ImageDraw

    habits = np.zeros((10, 2, _POINTS_MOVED, _POINTS_MOVED), np.float32)
    if bent:
        habits = rng.normal(0, rng.uniform(0, bent), habits.shape).astype(np.float32)

    def draw(value: int) -> NDArray[np.uint8]:
        character = str(value)
        left, top, right, bottom = (int(edge) for edge in font.getbbox(character))
        size = (max(1, right - left) + 24, max(1, bottom - top) + 24)
        drawn = Image.new("L", size)
        ImageDraw.Draw(drawn).text((12 - left, 12 - top), character, fill=255, font=font)
        return _warp(_displace(np.asarray(drawn, np.uint8), habits[value]), 1.0, 0.0, rng)

    return draw


def _displace(image: NDArray[np.uint8], coarse: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Move a picture's points by (2, k, k) pixels along x and y, smoothly."""
    h, w = image.shape
    x, y = (cv2.resize(field, (w, h), interpolation=cv2.INTER_CUBIC) for field in coarse)
    x += np.arange(w, dtype=np.float32)
    y += np.arange(h, dtype=np.float32)[:, None]
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR), np.uint8)


def _pen(rng: np.random.Generator) -> int:
    """Choose how broad strokes are, in pixels."""
    return max(1, round(float(np.exp(rng.uniform(np.log(1.5), np.log(6))))))


def _slant(image: NDArray[np.uint8]) -> float:
    """Tell how far a digit leans, most of it, as columns for each row: -1 … 1."""
    m = cv2.moments(image)
    return float(min(max(0.8 * m["mu11"] / max(m["mu02"], 1.0), -1), 1))


def _warp(
    image: NDArray[np.uint8], zoom: float, slant: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Enlarge, set upright, and turn and stretch a little."""
    turn, shear = rng.normal(0, 0.04), slant + rng.normal(0, 0.04)
    wide, tall = zoom * np.exp(rng.normal(0, 0.07, 2))
    h, w = image.shape
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[wide * cos, -wide * (shear + sin)], [tall * sin, tall * cos]])
    size = (int(w * zoom * 1.3) + 24, int(h * zoom * 1.2) + 4)
    shift = np.array([size[0] / 2, size[1] / 2]) - matrix @ np.array([w / 2, h / 2])
    affine = np.column_stack([matrix, shift])
    return np.asarray(cv2.warpAffine(image, affine, size, flags=cv2.INTER_LINEAR), np.uint8)


def _draw_strokes(
    strokes: list[Stroke],
    habit: dict[tuple[float, float], NDArray[np.float64]],
    shape: NDArray[np.float64],
    width: float,
    pen: int,
    rng: np.random.Generator,
) -> NDArray[np.uint8]:
    """Draw a form, its upper and left parts larger or smaller by a power that is its `shape`."""
    picture = np.zeros((72, 72), np.uint8)
    moved: dict[tuple[float, float], NDArray[np.float64]] = {}
    size = np.array([width, 1.0]) * SIZE
    for stroke in strokes:
        for point in stroke:
            if point not in moved:
                bent = np.sign(point) * np.abs(point) ** shape
                moved[point] = bent + habit[point] + rng.normal(0, 0.02, 2)
        line = smooth(np.array([moved[point] for point in stroke])) * size + 14
        fixed = np.rint(line * 16).astype(np.int32)
        cv2.polylines(picture, [fixed], False, 255, pen, cv2.LINE_AA, 4)
    return picture
