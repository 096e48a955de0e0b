"""Rules: what else is on the paper: printed grounds, rules, cells, strokes of neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.reading import Box

#: How far the sides of a cell reach above and below what is written in it, in its heights.
_HIGHER = 0.15
#: So many cells' lines end where they meet.
_CORNERS = 0.4
_Point: TypeAlias = tuple[float, float]
#: Lines are drawn with coordinates in 1/16 of a pixel.
_SHIFT = 4


def draw_ground(h: int, w: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Print a pattern of fine lines, straight, wavy or crossed: float32 (h, w) in [0, 1]."""
    y, x = np.mgrid[:h, :w].astype(np.float32)
    ground = np.zeros((h, w), np.float32)
    period = rng.uniform(2.5, 9)
    for _ in range(1 if rng.random() < 0.55 else 2):
        angle = rng.uniform(0, np.pi)
        cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        along, across = x * cos + y * sin, y * cos - x * sin
        wave = np.float32(rng.uniform(0, 2.5)) * np.sin(
            along * np.float32(2 * np.pi / rng.uniform(15, 120)) + np.float32(rng.uniform(0, 6.3))
        )
        lines = np.cos(across * np.float32(2 * np.pi / period) + wave)
        sharp = np.float32(rng.uniform(0.0, 0.8))
        ground = np.maximum(ground, np.clip((lines - sharp) / (1 - sharp), 0, 1))
    return ground


def draw_rules(h: int, w: int, box: Box, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw an underline, the lines of ruled paper, the edges of a cell, or a neighbour's strokes.

    Args:
        h: The picture's height.
        w: The picture's width.
        box: Where the number's ink stands.
        rng: Chooses.

    Returns:
        uint8 (h, w), full ink 255.
    """
    rules = np.zeros((h, w), np.uint8)
    pen, rise = _pen(box, rng), _rise(w, rng)
    kind = rng.random()
    if kind < 0.25:
        _underline(rules, pen, rise, box, rng)
    elif kind < 0.35:
        _ruled(rules, pen, rise, box, rng)
    elif kind < 0.8:
        _cell(rules, pen, rise, box, rng)
    else:
        _neighbours(rules, pen, box, rng)
    return rules


def draw_cell(h: int, w: int, box: Box, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw the edges of a table's cell, as far as the picture shows them; see `draw_rules`."""
    rules = np.zeros((h, w), np.uint8)
    _cell(rules, _pen(box, rng), _rise(w, rng), box, rng)
    return rules


def _pen(box: Box, rng: np.random.Generator) -> int:
    return 1 if box.h < 30 or rng.random() < 0.6 else 2


def _rise(w: int, rng: np.random.Generator) -> float:
    """Choose by how much a line rises over the picture's width, in pixels."""
    return float(rng.normal(0, 0.012)) * w


def _draw(rules: NDArray[np.uint8], pen: int, one: _Point, two: _Point) -> None:
    ends = [(round(px * 2**_SHIFT), round(py * 2**_SHIFT)) for px, py in (one, two)]
    cv2.line(rules, ends[0], ends[1], 255, pen, cv2.LINE_AA, _SHIFT)


def _underline(
    rules: NDArray[np.uint8], pen: int, rise: float, box: Box, rng: np.random.Generator
) -> None:
    w = rules.shape[1]
    y = box.y + box.h * rng.uniform(0.85, 1.25)
    left = 0.0 if rng.random() < 0.7 else box.x - rng.uniform(0, 0.2) * w
    right = w if rng.random() < 0.7 else box.x + box.w * rng.uniform(0.9, 1.1)
    _draw(rules, pen, (left, y), (right, y + rise))


def _ruled(
    rules: NDArray[np.uint8], pen: int, rise: float, box: Box, rng: np.random.Generator
) -> None:
    h, w = rules.shape
    apart = box.h * rng.uniform(0.35, 1.3)
    y = rng.uniform(0, apart)
    while y < h:
        _draw(rules, pen, (0, y), (w, y + rise))
        y += apart


def _cell(
    rules: NDArray[np.uint8], pen: int, rise: float, box: Box, rng: np.random.Generator
) -> None:
    """Draw the edges of a cell, as far as the picture shows them."""
    h, w = rules.shape
    inset = box.h * 0.2
    # An upright line that is no higher than the digits would be one of them.
    higher = min(box.y, h - box.y - box.h) >= _HIGHER * box.h
    whole = rng.random() < 0.25
    left, top, right, bottom = 0.0, 0.0, float(w), float(h)
    corners = rng.random() < _CORNERS
    if higher and (whole or rng.random() < 0.7):
        right = w - rng.uniform(0, max(1.0, min(w - box.x - box.w, inset * 3)))
    if higher and (whole or rng.random() < 0.55):
        left = rng.uniform(0, max(1.0, min(box.x, inset * 3)))
    if whole or rng.random() < 0.5:
        bottom = h - rng.uniform(0, max(1.0, min(h - box.y - box.h, inset * 2)))
    if whole or rng.random() < 0.3:
        top = rng.uniform(0, max(1.0, min(box.y, inset * 2)))
    # What is at the picture's edge is not drawn, and lines that make no corners go on to there.
    upper, lower = (top, bottom) if corners else (0.0, float(h))
    before, behind = (left, right) if corners else (0.0, float(w))
    for x in (left, right):
        if 0 < x < w:
            _draw(rules, pen, (x, upper), (x + rise, lower))
    for y in (top, bottom):
        if 0 < y < h:
            _draw(rules, pen, (before, y), (behind, y + rise))


def _neighbours(rules: NDArray[np.uint8], pen: int, box: Box, rng: np.random.Generator) -> None:
    """Draw specks, and ends of what is written above or below."""
    h, w = rules.shape
    for _ in range(int(rng.integers(1, 5))):
        at = float(rng.uniform(0, w))
        if rng.random() < 0.5:
            edge = 0.0 if rng.random() < 0.5 else float(h)
            reach = rng.uniform(0.03, 0.15) * box.h
            end = edge + (reach if edge == 0 else -reach)
            _draw(rules, pen, (at, edge), (at + rng.normal(0, reach), end))
        else:
            rules[int(rng.integers(h)), int(at) % w] = 255
