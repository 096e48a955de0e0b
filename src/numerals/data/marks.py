"""Marks: what stands between a number's digits and behind them: points, commas, dashes, equals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.data.penman import SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray


def draw_mark(
    character: str, thickness: float, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], int]:
    """Draw a point, a comma, an apostrophe, a dash or an equals sign.

    Args:
        character: One of `.,'-=`.
        thickness: The pen's, in pixels.
        rng: Chooses form and place.

    Returns:
        Its ink, uint8 (h, w), and how far below the baseline its lowest row is, in pixels.
    """
    picture = np.zeros((48, 72), np.uint8)
    pen = max(2, round(thickness * rng.uniform(0.9, 1.4)))
    if character == ".":
        if rng.random() < 0.7:
            radius = max(1.0, pen * rng.uniform(0.5, 1.1))
            axes = (round(radius * rng.uniform(0.8, 1.5)), round(radius))
            cv2.ellipse(picture, (30, 24), axes, rng.uniform(-40, 40), 0, 360, 255, -1)
        else:
            end = (30 + int(rng.integers(0, 4)), 24 + int(rng.integers(0, 4)))
            cv2.line(picture, (30, 24), end, 255, pen + 1, cv2.LINE_AA)
        below = int(rng.integers(-5, 4)) if rng.random() < 0.8 else int(rng.integers(-16, 0))
    elif character in ",'":
        long = rng.uniform(7, 16)
        lean = rng.uniform(-0.1, 0.7)
        one, two = (34, 16), (int(34 - lean * long), int(16 + long))
        cv2.line(picture, one, two, 255, pen, cv2.LINE_AA)
        below = int(rng.integers(4, 14)) if character == "," else -int(rng.integers(24, 36))
    else:
        count = 2 if character == "=" else 1
        long = int(rng.uniform(0.3, 1.1) * SIZE)
        y = 14
        for _ in range(count):
            tilt = int(rng.normal(0, 0.08) * long)
            start = 8 + int(rng.integers(0, 4))
            cv2.line(picture, (start, y), (start + long, y + tilt), 255, pen, cv2.LINE_AA)
            y += int(rng.integers(8, 15))
        below = -int(rng.integers(6, 22)) if count == 2 else -int(rng.integers(10, 30))
    return tight(picture), below


def tight(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Cut away the paper around some ink; of a picture without any, leave a corner."""
    x, y, w, h = cv2.boundingRect((ink > 100).view(np.uint8))
    return ink[y : y + h, x : x + w] if w else ink[:4, :4]
