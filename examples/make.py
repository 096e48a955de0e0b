"""Draw the example pictures: digits of our own hand, as a program would write them.

    python examples/make.py        # writes the pictures beside this file

The tests draw with the same strokes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

#: Pen strokes of each digit through points of a unit square (x right, y down), several where
#: the pen is lifted. A curve runs smoothly through its points; '/' marks straight strokes.
STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "0": [
        [
            (0.55, 0.03),
            (0.25, 0.12),
            (0.13, 0.5),
            (0.28, 0.9),
            (0.55, 0.97),
            (0.8, 0.85),
            (0.88, 0.48),
            (0.76, 0.12),
            (0.52, 0.03),
        ]
    ],
    "1": [[(0.52, 0.02), (0.51, 0.35), (0.5, 0.65), (0.48, 0.98)]],
    "2": [
        [
            (0.18, 0.25),
            (0.3, 0.06),
            (0.58, 0.02),
            (0.8, 0.2),
            (0.7, 0.45),
            (0.42, 0.72),
            (0.14, 0.95),
            (0.35, 0.92),
            (0.6, 0.94),
            (0.88, 0.93),
        ]
    ],
    "3": [
        [
            (0.2, 0.12),
            (0.45, 0.02),
            (0.72, 0.12),
            (0.7, 0.34),
            (0.44, 0.47),
            (0.72, 0.56),
            (0.82, 0.78),
            (0.6, 0.96),
            (0.32, 0.97),
            (0.15, 0.84),
        ]
    ],
    "4": [
        [(0.33, 0.04), (0.26, 0.3), (0.17, 0.58), (0.45, 0.57), (0.7, 0.55), (0.9, 0.54)],
        [(0.7, 0.1), (0.68, 0.4), (0.65, 0.7), (0.62, 0.98)],
    ],
    "5": [
        [
            (0.36, 0.05),
            (0.32, 0.22),
            (0.27, 0.44),
            (0.5, 0.37),
            (0.75, 0.48),
            (0.82, 0.7),
            (0.65, 0.93),
            (0.4, 0.97),
            (0.17, 0.88),
        ],
        [(0.36, 0.05), (0.55, 0.05), (0.84, 0.03)],
    ],
    "6": [
        [
            (0.68, 0.03),
            (0.42, 0.22),
            (0.23, 0.55),
            (0.26, 0.84),
            (0.5, 0.97),
            (0.74, 0.84),
            (0.74, 0.62),
            (0.52, 0.52),
            (0.27, 0.68),
        ]
    ],
    "7": [[(0.13, 0.07), (0.4, 0.08), (0.84, 0.05), (0.7, 0.33), (0.54, 0.65), (0.42, 0.98)]],
    "8": [
        [
            (0.72, 0.16),
            (0.5, 0.03),
            (0.27, 0.15),
            (0.33, 0.37),
            (0.6, 0.53),
            (0.78, 0.75),
            (0.6, 0.95),
            (0.33, 0.95),
            (0.2, 0.76),
            (0.4, 0.54),
            (0.66, 0.36),
            (0.72, 0.16),
        ]
    ],
    "9": [
        [
            (0.75, 0.22),
            (0.5, 0.05),
            (0.26, 0.18),
            (0.26, 0.42),
            (0.48, 0.5),
            (0.7, 0.38),
            (0.76, 0.2),
            (0.74, 0.5),
            (0.7, 0.75),
            (0.64, 0.98),
        ]
    ],
}
_FINE = 4  # strokes are drawn this many times finer, then averaged


def draw(
    digit: str,
    height: int = 60,
    pen: float = 5.0,
    margin: int = 12,
    ink: int = 20,
    paper: int = 245,
    slant: float = 0.0,
    apart: float = 0.0,
) -> Any:
    """Draw one digit: uint8 (height + 2·margin, width + 2·margin), grey.

    Args:
        digit: '0' … '9'.
        height: Height of the digit in pixels; its width is 0.7 of that.
        pen: Width of the stroke in pixels.
        margin: Paper around the digit in pixels.
        ink: Grey level of the ink.
        paper: Grey level of the paper.
        slant: Pixels that the top leans to the right, for each pixel of height.
        apart: How far the second stroke, as a 5's flag, has slipped up and right, for each pixel
            of height.
    """
    width = round(0.7 * height)
    size = (_FINE * (height + 2 * margin), _FINE * (width + 2 * margin))
    canvas = np.zeros(size, np.uint8)
    for number, stroke in enumerate(STROKES[digit]):
        points = _smooth(np.array(stroke)) + number * apart * np.array([1.0, -1.0])
        x = points[:, 0] * width + slant * (0.5 - points[:, 1]) * height
        pixels = _FINE * (np.column_stack([x, points[:, 1] * height]) + margin)
        cv2.polylines(
            canvas,
            [np.rint(pixels).astype(np.int32)],
            False,
            255,
            max(1, round(_FINE * pen)),
            cv2.LINE_AA,
        )
    shape = (size[1] // _FINE, size[0] // _FINE)
    cover = cv2.resize(canvas, shape, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    return np.rint(paper + (ink - paper) * cover).astype(np.uint8)


def _smooth(points: Any, steps: int = 16) -> Any:
    """Run a Catmull–Rom spline through the points."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, steps)[:, None]
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack(parts)


def photograph(grey: Any, seed: int = 0) -> Any:
    """Make a drawing look like a phone photo: warm paper, a shadow, grain; uint8 RGB."""
    rng = np.random.default_rng(seed)
    h, w = grey.shape
    y, x = np.mgrid[0:h, 0:w]
    light = 1.0 - 0.45 * (x / w) * (0.4 + 0.6 * y / h)
    grain = cv2.GaussianBlur(rng.normal(0, 6, (h, w)), (0, 0), 0.8)
    lit = grey.astype(np.float64) * light + grain
    tint = np.array([0.98, 0.94, 0.86])
    return np.clip(lit[..., None] * tint, 0, 255).astype(np.uint8)


def main() -> None:
    """Write the example pictures beside this file."""
    folder = Path(__file__).parent
    Image.fromarray(photograph(draw("7", 260, 14, 150, 50, 235, 0.1), 7)).save(
        folder / "photo.jpg", quality=88
    )
    for digit, pen, dark in (("3", 3, True), ("5", 9, False), ("8", 2, True)):
        picture = draw(digit, 90, pen, 30)
        Image.fromarray(picture if dark else 255 - picture).save(folder / f"{digit}.png")
    row = np.hstack([draw(d, 90, 5, 14, slant=0.15) for d in "2026"])
    Image.fromarray(photograph(row, 3)).save(folder / "number.jpg", quality=88)


if __name__ == "__main__":
    main()
