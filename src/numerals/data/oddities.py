"""Oddities: what is no digit and lands before the reader all the same.

Scribbles, crosses and ticks, dots, several digits at once, shapes with and without texture,
remains of tables, noise. Made by chance, so that a network learns what lies around the digits
rather than a list of other things. Letters come from fonts (`LETTERS`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.data.hands import BOX, SIDE, draw_strokes, smooth

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from numerals.data.forms import Stroke

#: Letters and signs that no hand makes look like a digit: b, g, l, o, s, z and more are left out,
#: and so are P and h, as which some write 9 and 4.
LETTERS = "ACEFHKMNRVWXadekmnprvwxu&@#%+=?$*"
_MARGIN = (SIDE - BOX) // 2
#: The level that the strongest ink of noise has at least.
_LEAST_INK = 100
_MARKS: list[list[Stroke]] = [
    [[(0, 0), (.5, .5), (1, 1)], [(1, 0), (.5, .5), (0, 1)]],
    [[(.5, 0), (.5, .5), (.5, 1)], [(0, .5), (.5, .5), (1, .5)]],
    [[(0, .55), (.2, .75), (.35, .98)], [(.35, .98), (.6, .5), (1, 0)]],
    [[(0, .5), (.5, .5), (1, .5)]],
    [[(0, .3), (.5, .3), (1, .3)], [(0, .7), (.5, .7), (1, .7)]],
    [[(0, 0), (.5, 0), (1, 0)], [(1, 0), (1, .5), (1, 1)], [(1, 1), (.5, 1), (0, 1)],
     [(0, 1), (0, .5), (0, 0)]],
    [[(.5, 0), (.5, .5), (.5, 1)], [(.06, .25), (.5, .5), (.93, .75)],
     [(.06, .75), (.5, .5), (.93, .25)]],
    [[(0, .6), (.25, .3), (.5, .5), (.75, .7), (1, .4)]],
    [[(.1, 0), (.08, .5), (.1, 1)], [(.5, 0), (.52, .5), (.5, 1)], [(.9, 0), (.92, .5), (.9, 1)]],
    [[(.3, 0), (.3, .5), (.3, 1)], [(.7, 0), (.7, .5), (.7, 1)], [(0, .3), (.5, .3), (1, .3)],
     [(0, .7), (.5, .7), (1, .7)]],
    [[(.5, 0), (.25, .5), (0, 1)], [(0, 1), (.5, 1), (1, 1)], [(1, 1), (.75, .5), (.5, 0)]],
    [[(0, .2), (.5, .2), (1, .2)], [(.5, .2), (.5, .6), (.5, 1)], [(.2, 0), (.5, .02), (.8, 0)]],
]  # fmt: skip


def draw_oddity(digits: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw something that is no digit.

    Args:
        digits: uint8 (N, 28, 28), MNIST's, for pictures of more than one.
        rng: Chooses what, and how.

    Returns:
        uint8 (56, 56), white ink on black.
    """
    if rng.random() < 0.3:
        return _several(digits, rng)
    return _KINDS[rng.integers(len(_KINDS))](rng)


def _several(digits: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Two to four digits side by side, shrunk into one box."""
    n = int(rng.choice([2, 2, 2, 3, 4]))
    step = int(rng.integers(15, 25))
    row = np.zeros((28, 28 + (n - 1) * step), np.uint8)
    for i, index in enumerate(rng.integers(len(digits), size=n)):
        part = row[:, i * step : i * step + 28]
        np.maximum(part, digits[index], out=part)
    x, y, w, h = cv2.boundingRect(row)
    return _fit(row[y : y + h, x : x + w])


def _scribble(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A pen that wanders: many turns, or to and fro; with few it may well write a digit."""
    n = int(rng.integers(9, 25))
    points = rng.random((n, 2))
    if rng.random() < 0.4:
        points[:, 0] = np.linspace(0, 1, n)
        points[:, 1] = np.arange(n) % 2 + rng.normal(0, 0.1, n)
    return _strokes([points], rng)


def _loops(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A coil, as under a signature or where something was struck out."""
    turns = rng.uniform(2.5, 7)
    angle = np.linspace(0, 2 * np.pi * turns, int(turns * 7))
    drift = np.linspace(0, 1, len(angle)) * rng.uniform(0.5, 3)
    points = np.stack([np.cos(angle) * 0.4 + drift, np.sin(angle) * rng.uniform(0.3, 0.8)], axis=1)
    return _strokes([points + rng.normal(0, 0.05, points.shape)], rng)


def _mark(rng: np.random.Generator) -> NDArray[np.uint8]:
    return draw_strokes(_MARKS[rng.integers(len(_MARKS))], rng)


def _sticks(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Straight lines at random: tallies, remains of tables, hatching."""
    return _strokes([rng.random((2, 2)) for _ in range(int(rng.integers(4, 9)))], rng)


def _blob(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A filled outline: a stain, a thing photographed; plain or with texture."""
    n = int(rng.integers(4, 14))
    angle = np.sort(rng.uniform(0, 2 * np.pi, n))
    radius = rng.uniform(0.35, 1, n)
    width = rng.uniform(0.6, 1)
    outline = np.stack([np.cos(angle) * radius * width, np.sin(angle) * radius], axis=1)
    if rng.random() < 0.5:
        outline = smooth(np.concatenate([outline, outline[:1]]))
    picture = np.zeros((SIDE, SIDE), np.uint8)
    for mirror in ((1, 1), (-1, 1)) if rng.random() < 0.5 else ((1, 1),):
        points = np.rint((outline * mirror) * BOX / 2 + SIDE / 2).astype(np.int32)
        cv2.fillPoly(picture, [points], 255)
    return _textured(picture, rng) if rng.random() < 0.7 else picture


def _dot(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A full stop, filled: an ellipse or a rectangle."""
    picture = np.zeros((SIDE, SIDE), np.uint8)
    half = np.rint(rng.uniform(0.3, 0.5, 2) * BOX).astype(int)
    if rng.random() < 0.5:
        middle, turn = (SIDE // 2, SIDE // 2), rng.uniform(0, 180)
        cv2.ellipse(picture, middle, half.tolist(), turn, 0, 360, 255, -1)
    else:
        x, y = (SIDE // 2 - half).tolist()
        cv2.rectangle(picture, (x, y, int(2 * half[0]), int(2 * half[1])), 255, -1)
    return _textured(picture, rng) if rng.random() < 0.5 else picture


def _compound(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Filled shapes put together, as bodies and limbs, handles and legs: things have parts."""
    picture = np.zeros((SIDE, SIDE), np.uint8)
    mirrored = rng.random() < 0.7
    for _ in range(int(rng.integers(2, 5))):
        middle = SIDE / 2 + rng.uniform(-0.3, 0.3, 2) * BOX
        size = rng.uniform(0.1, 0.9, 2) * BOX
        turn = rng.normal(0, 25)
        for x, angle in ((middle[0], turn), (SIDE - middle[0], -turn))[: 1 + mirrored]:
            corners = cv2.boxPoints(((x, middle[1]), size.tolist(), angle))
            if rng.random() < 0.3:
                corners[:2] += (corners[2:] - corners[:2]).mean(axis=0) * rng.uniform(-0.2, 0.4)
            cv2.fillPoly(picture, [np.rint(corners).astype(np.int32)], 255)
    if rng.random() < 0.3:  # what is hollow, or has a part of another shade
        x, y = rng.uniform(0.3, 0.7, 2) * SIDE
        shade = int(rng.integers(0, 200))
        cv2.ellipse(picture, (int(x), int(y)), (int(size[0] / 3) + 1, 5), 0, 0, 360, shade, -1)
    return _textured(picture, rng) if rng.random() < 0.6 else picture


def _noise(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Noise of some grain, kept above some level, over the whole box or a part."""
    field = cv2.GaussianBlur(rng.normal(size=(SIDE, SIDE)), (0, 0), np.exp(rng.uniform(-1, 2)))
    field = (field - np.quantile(field, rng.uniform(0.3, 0.95))) / field.std()
    inner = slice(_MARGIN, SIDE - _MARGIN)
    strength = max(rng.uniform(60, 400), _LEAST_INK / max(float(field[inner, inner].max()), 0.01))
    return _boxed(np.clip(field * strength, 0, 255).astype(np.uint8))


def _stripes(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Waves in one or two directions: cloth, screens, bar codes."""
    y, x = np.mgrid[:SIDE, :SIDE]
    waves = np.zeros((SIDE, SIDE))
    for _ in range(int(rng.integers(1, 3))):
        turn, length = rng.uniform(0, np.pi), rng.uniform(4, 20)
        waves += np.sin((x * np.cos(turn) + y * np.sin(turn)) * 2 * np.pi / length)
    waves = waves * rng.uniform(60, 500) + rng.uniform(-60, 100)
    return _boxed(np.clip(waves, 0, 255).astype(np.uint8))


_KINDS: list[Callable[[np.random.Generator], NDArray[np.uint8]]] = [
    _scribble, _scribble, _loops, _mark, _mark, _sticks,
    _blob, _blob, _compound, _compound, _compound, _dot, _noise, _noise, _stripes,
]  # fmt: skip


def _strokes(lines: list[NDArray[np.float64]], rng: np.random.Generator) -> NDArray[np.uint8]:
    return draw_strokes([[(float(x), float(y)) for x, y in _unit(line)] for line in lines], rng)


def _unit(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring points that leave the unit square into it."""
    low, high = line.min(axis=0), line.max(axis=0)
    if (low >= -0.2).all() and (high <= 1.2).all():
        return line
    return np.asarray((line - low) / max(float((high - low).max()), 1e-6))


def _textured(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    field = cv2.GaussianBlur(rng.normal(size=(SIDE, SIDE)), (0, 0), np.exp(rng.uniform(-0.5, 1.5)))
    light = 0.65 + 0.35 * field / np.abs(field).max() * rng.uniform(0.3, 1.5)
    return np.asarray(np.clip(picture * light, 0, 255), np.uint8)


def _fit(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    h, w = ink.shape
    scale = BOX / max(h, w)
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    picture = np.zeros((SIDE, SIDE), np.uint8)
    x, y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    picture[y : y + size[1], x : x + size[0]] = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    return picture


def _boxed(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    boxed = np.zeros_like(picture)
    inner = slice(_MARGIN, SIDE - _MARGIN)
    boxed[inner, inner] = picture[inner, inner]
    return boxed
