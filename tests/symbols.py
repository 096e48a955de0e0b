"""Pictures of an alphabet that nobody writes: four shapes, with names in four ways of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

#: In the order of classes: numbers by value, then by code points.
NAMES = ("۲", "10", "ring", "ङ")


def draw(name: str, rng: np.random.Generator) -> Image.Image:
    """Draw a symbol with a pen that shakes: black on white, 64×64."""
    image = Image.new("L", (64, 64), 255)
    pen = ImageDraw.Draw(image)
    a, b, c, d = (float(v + rng.uniform(-3, 3)) for v in (14, 14, 50, 50))
    width = int(rng.integers(4, 7))
    if name == "۲":
        pen.line((a, b, a, d, c, d), 0, width)
    elif name == "10":
        pen.line((a, b, c, d), 0, width)
        pen.line((c, b, a, d), 0, width)
    elif name == "ring":
        pen.ellipse((a, b, c, d), outline=0, width=width)
    else:
        pen.line((32, b, 32, d), 0, width)
    return image


def write_folder(folder: Path, each: int = 30, names: tuple[str, ...] = NAMES) -> Path:
    """Write a sub-folder a class, with so many pictures in each."""
    rng = np.random.default_rng(0)
    for name in names:
        (folder / name).mkdir(parents=True)
        for i in range(each):
            draw(name, rng).save(folder / name / f"{i:03}.png")
    return folder
