"""Pictures made hard: what light, paper, pens, cameras and printers do to a digit.

A hardship takes a digit's ink cover and a random generator and gives the picture, the worst that
a reader is asked to survive within its range. `tests/hand.py` gives such ink.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from PIL import Image

from tests.hand import Array, Random, columns, cover, finish, lay, resize, rows

Hardship = Callable[[Array, Random], Any]


def uneven_light(ink: Array, rng: Random) -> Array:
    """A lamp at one side: the far end gets a quarter to a half of the light."""
    x, y = _axes(ink.shape, rng)
    far = rng.uniform(0.25, 0.5)
    return finish(lay(ink, rng) * (far + (1 - far) * np.exp(-1.5 * (x * x + 0.5 * y * y))))


def soft_shadow(ink: Array, rng: Random) -> Array:
    """The shadow of a hand across the digit, blurred at its edge."""
    shade = cv2.GaussianBlur(_half(ink.shape, rng), (0, 0), 0.06 * max(ink.shape))
    return finish(lay(ink, rng) * (1 - rng.uniform(0.3, 0.6) * shade))


def sharp_shadow(ink: Array, rng: Random) -> Array:
    """The shadow of a straight edge across the digit, sharp to a pixel or two."""
    shade = cv2.GaussianBlur(_half(ink.shape, rng), (0, 0), rng.uniform(0.5, 1.5))
    return finish(lay(ink, rng) * (1 - rng.uniform(0.25, 0.5) * shade))


def coloured(ink: Array, rng: Random) -> Array:
    """Coloured ink on coloured paper, as far apart in colour as pens and papers are sold."""
    papers = [(250, 240, 120), (180, 220, 250), (200, 240, 190), (250, 200, 210), (60, 110, 70)]
    pens = [(20, 40, 160), (190, 30, 40), (20, 110, 50), (90, 30, 130), (240, 240, 235)]
    while True:
        paper, pen = (np.array(c[rng.integers(len(c))], np.float32) for c in (papers, pens))
        if abs(float((paper - pen) @ [0.3, 0.59, 0.11])) > 45:
            break
    return finish(paper + (pen - paper) * ink[..., None] + rng.normal(0, 2, (*ink.shape, 3)))


def equal_luminance(ink: Array, rng: Random) -> Array:
    """Ink that differs from the paper in colour only: a grey photo would not show it."""
    pairs = [((120, 190, 130), (225, 130, 150)), ((150, 180, 220), (235, 160, 90))]
    paper, pen = (np.array(c, np.float32) for c in pairs[rng.integers(len(pairs))])
    return finish(paper + (pen - paper) * ink[..., None] + rng.normal(0, 2, (*ink.shape, 3)))


def faint_pencil(ink: Array, rng: Random) -> Array:
    """Pencil of 5 % contrast on paper whose grain is a percent of its light."""
    return finish(lay(ink, rng, 0.05, rng.uniform(225, 245), grain=rng.uniform(0.8, 2.4)))


def broken_pencil(ink: Array, rng: Random) -> Array:
    """Pencil whose pressure changes along the stroke, down to a third."""
    h, w = ink.shape
    pressure = cv2.resize(rng.uniform(0.33, 1, (4, 4)).astype(np.float32), (w, h))
    return finish(lay(ink * pressure, rng, rng.uniform(0.3, 0.6)))


def phone_blur(ink: Array, rng: Random) -> Array:
    """Out of focus by half to a whole stroke, and shaken."""
    size = max(ink.shape)
    light = cv2.GaussianBlur(lay(ink, rng, grain=0.1), (0, 0), rng.uniform(0.015, 0.035) * size)
    n = 2 * int(rng.uniform(0.01, 0.03) * size) + 1
    kernel = np.zeros((n, n), np.float32)
    turn = rng.uniform(0, np.pi)
    for t in np.linspace(-(n // 2), n // 2, 4 * n):
        kernel[round(n // 2 + t * np.sin(turn)), round(n // 2 + t * np.cos(turn))] = 1
    light = cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)
    return finish(light + rng.normal(0, 1.5, ink.shape))


def jpeg_blocks(ink: Array, rng: Random) -> Array:
    """A small picture saved as JPEG of quality 20 to 40."""
    small = resize(lay(ink, rng, grain=3), rng.uniform(36, 72))
    return _jpeg(Image.fromarray(finish(small)), quality=int(rng.integers(20, 41)))


def box_edges(ink: Array, rng: Random) -> Array:
    """Bits of a printed box or grid along one to four edges, a little turned."""
    h, w = ink.shape
    line = np.zeros((h, w), np.float32)
    for side in rng.permutation(4)[: rng.integers(1, 5)]:
        thick, inset = int(rng.integers(1, max(3, h // 25))), int(rng.uniform(0, 0.07) * h)
        lean = rng.uniform(-0.03, 0.03)
        length = h if side % 2 else w
        a, b = inset + lean * length, inset - lean * length
        ends = {
            0: ((0, a), (w, b)),
            1: ((a, 0), (b, h)),
            2: ((0, h - 1 - a), (w, h - 1 - b)),
            3: ((w - 1 - a, 0), (w - 1 - b, h)),
        }[int(side)]
        cv2.line(line, *(tuple(int(v) for v in e) for e in ends), 1.0, thick, cv2.LINE_AA)
    return finish(lay(np.maximum(ink, rng.uniform(0.6, 1) * line), rng))


def ruled_lines(ink: Array, rng: Random) -> Array:
    """Ruled paper: thin lines from edge to edge, one or more of them through the digit."""
    h, w = ink.shape
    line = np.zeros((h, w), np.float32)
    thick = max(1, round(rng.uniform(0.006, 0.022) * h))
    lean = rng.uniform(-0.03, 0.03) * w
    space = rng.uniform(0.3, 0.5) * h
    for y in np.arange(rng.uniform(0.05, 0.3) * h, h, space):
        cv2.line(line, (0, int(y - lean)), (w, int(y + lean)), 1.0, thick, cv2.LINE_AA)
    return finish(lay(np.maximum(ink, rng.uniform(0.4, 1) * line), rng))


def specks(ink: Array, rng: Random) -> Array:
    """Dirt: five to twenty dots all over the paper, up to 3 % of its height."""
    dirt = ink.copy()
    h, w = ink.shape
    for _ in range(rng.integers(5, 20)):
        at = (int(rng.integers(w)), int(rng.integers(h)))
        cv2.circle(dirt, at, int(rng.uniform(0, 0.015) * h), float(rng.uniform(0.3, 1)), -1)
    return finish(lay(np.maximum(ink, dirt), rng))


def neighbours(ink: Array, rng: Random) -> Array:
    """Strokes of the digits left and right, or above and below, cut by the picture's edge."""
    h, w = ink.shape
    page = ink.copy()
    for side in rng.permutation(4)[: rng.integers(1, 3)]:
        other = resize(cover(str(rng.integers(10)), rng), h)
        other = other[rows(other), columns(other)]
        seen = int(rng.uniform(0.04, 0.12) * (h if side % 2 else w))
        part = [other[:, -seen:], other[-seen:], other[:, :seen], other[:seen]][int(side)]
        part = part[:h, :w]
        y0 = [int(rng.integers(h - part.shape[0] + 1)), 0, 0, h - part.shape[0]][int(side)]
        x0 = [0, int(rng.integers(w - part.shape[1] + 1)), w - part.shape[1], 0][int(side)]
        place = page[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
        np.maximum(place, part, out=place)
    return finish(lay(page, rng))


def transparent(ink: Array, rng: Random) -> Array:
    """Ink of any colour on nothing: RGBA."""
    colour = rng.integers(0, 256, 3)
    rgba = np.empty((*ink.shape, 4), np.uint8)
    rgba[..., :3] = colour
    rgba[..., 3] = finish(255 * ink)
    return rgba


def turned_photo(ink: Array, rng: Random) -> Array:
    """A JPEG that lies on its side or mirrored, and whose EXIF says so."""
    orientation = int(rng.integers(2, 9))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _jpeg(Image.fromarray(finish(lay(ink, rng))).transpose(undo), quality=85, exif=exif)


def tiny(ink: Array, rng: Random) -> Array:
    """A picture of 8 to 14 pixels, the digit nearly filling it."""
    ink = np.pad(ink[rows(ink), columns(ink)], ink.shape[0] // 20)
    return finish(resize(lay(ink, rng, grain=0.5), rng.uniform(8, 14)))


def tight(ink: Array, rng: Random) -> Array:
    """Cut out to the very ink, 12 to 64 pixels high, of ink darker or lighter than the paper."""
    light = lay(ink[rows(ink), columns(ink)], rng, grain=0.5)
    picture = finish(resize(light, float(np.exp(rng.uniform(np.log(12), np.log(64))))))
    return 255 - picture if rng.random() < 0.5 else picture


def huge(ink: Array, rng: Random) -> Array:
    """A photo of 12 megapixels, the digit a tenth to a half of its height."""
    h, w = 3000, 4000
    light = np.full((h, w), rng.uniform(180, 240), np.float32)
    size = int(rng.uniform(0.25, 0.8) * h)
    big = resize(ink, size)[:, :w]
    y, x = (int(rng.uniform(0.2, 0.8) * (a - b)) for a, b in zip((h, w), big.shape, strict=True))
    light[y : y + big.shape[0], x : x + big.shape[1]] *= 1 - rng.uniform(0.5, 0.9) * big
    grain = cv2.resize(rng.normal(0, 4, (750, 1000)).astype(np.float32), (w, h))
    return finish(light * np.linspace(1, rng.uniform(0.6, 1), w, dtype=np.float32) + grain)


def hair_pen(ink: Array, rng: Random) -> Array:
    """A pen of one pixel, the digit 60 to 300 of them high."""
    large = resize(ink, rng.uniform(100, 500)) > 0.5
    line = np.zeros(large.shape, np.float32)
    # The middle line is what erosion leaves when an opening would lose it (Lantuéjoul 1977).
    rest, cross = large.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    while rest.any():
        line = np.maximum(line, rest - cv2.morphologyEx(rest, cv2.MORPH_OPEN, cross))
        rest = cv2.erode(rest, cross)
    line = cv2.morphologyEx(line, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return finish(lay(line, rng, rng.uniform(0.7, 0.9)))


def marker(ink: Array, rng: Random) -> Array:
    """A felt marker, a sixth to a quarter of the digit's height."""
    tall = rows(ink)
    wider = int(rng.uniform(0.06, 0.12) * (tall.stop - tall.start)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wider, wider))
    return finish(lay(cv2.dilate(ink, kernel), rng))


def plain(ink: Array, rng: Random) -> Array:
    """No hardship at all: what all others are compared with."""
    return finish(lay(ink, rng))


def _axes(shape: tuple[int, ...], rng: Random) -> tuple[Array, Array]:
    """Coordinates from -1 to 1 about a random point, turned by a random angle."""
    h, w = shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32) * (2 / max(h, w)) - 1
    x, y = x + rng.uniform(-1, 1), y + rng.uniform(-1, 1)
    turn = rng.uniform(0, 2 * np.pi)
    return x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)


def _half(shape: tuple[int, ...], rng: Random) -> Array:
    """One side of a line through somewhere near the middle: float32 of zeros and ones."""
    h, w = shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    across = (x - w / 2) * np.cos(turn) + (y - h / 2) * np.sin(turn)
    return (across > rng.uniform(-0.25, 0.25) * min(h, w)).astype(np.float32)


def _jpeg(image: Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()
