"""Hands that write numbers without a network: printed digits in MNIST's place, Pillow's font."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from numerals.data.beside import Beside
from numerals.data.forms import FORMS
from numerals.data.mnist import Samples
from numerals.data.pens import Pens
from numerals.data.scans import sharp_scans
from numerals.data.traces import traces_of
from numerals.data.writer import Hands
from tests.data.fake import digits
from tests.data.test_fonts import font_bytes


@cache
def small_hands() -> Hands:
    """Ten samples of each digit, one font, and the pens below."""
    images, labels = digits(100, 5)
    groups = tuple(images[labels == d] for d in range(10))
    pens = small_pens()
    return Hands(groups, (font_bytes(),), traces_of(pens), sharp_scans(pens), small_maps())


@cache
def small_pens(count: int = 100) -> Pens:
    """Digits in turn: the way of a pen through each of their forms, and printed ones scanned."""
    labels = (np.arange(count) % 10).astype(np.uint8)
    ways = np.stack([way(digit, i // 10) for i, digit in enumerate(labels.tolist())])
    images, scanned = digits(count, 4)
    scans = np.stack(
        [cv2.resize(i[4:28, 2:26], (8, 8), interpolation=cv2.INTER_AREA) for i in images]
    )
    return Pens(ways, labels, np.minimum(scans, 240), scanned)


def small_beside(fonts: int) -> Beside:
    """So many times the same font, under other names, and the pens above."""
    return Beside({f"font{i:02}": font_bytes() for i in range(fonts)}, small_pens(), small_maps())


@cache
def small_maps() -> Samples:
    """Printed digits stretched to 15×16 pixels, ten of each."""
    images, labels = digits(100, 6)
    boxes = [cv2.boundingRect((image > 200).view(np.uint8)) for image in images]
    inked = [im[y : y + h, x : x + w] for im, (x, y, w, h) in zip(images, boxes, strict=True)]
    small = [cv2.resize(ink, (15, 16), interpolation=cv2.INTER_AREA) for ink in inked]
    return Samples(np.stack(small), labels)


def way(digit: int, form: int) -> np.ndarray:
    """Eight points along a form's strokes, through the air between them: (8, 2), in a square."""
    forms = FORMS[digit]
    points = np.array([point for stroke in forms[form % len(forms)] for point in stroke])
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.linspace(0, length[-1], 8)
    drawn = np.column_stack([np.interp(at, length, points[:, axis]) for axis in (0, 1)])
    drawn -= drawn.min(axis=0)
    return drawn / np.maximum(drawn.max(axis=0), 0.01)
