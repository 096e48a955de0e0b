"""Page: what every panel is drawn with: a font, colours, words that wrap, pictures that fit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from numerals.reading import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

Colour = tuple[int, int, int]
PAPER: Colour = (255, 255, 255)
PANE: Colour = (240, 240, 238)
TEXT: Colour = (30, 30, 30)
QUIET: Colour = (95, 95, 95)
#: For the first choice and the second: the ends of ColorBrewer's RdBu, colour-blind safe.
FIRST: Colour = (178, 24, 43)
SECOND: Colour = (33, 102, 172)
OTHER: Colour = (160, 160, 160)
#: Okabe & Ito's palette, as in `show`, dark enough for words on white.
STATUS: dict[Status, Colour] = {
    Status.ACCEPTED: (0, 122, 89),
    Status.REVIEW: (168, 100, 0),
    Status.UNREADABLE: (190, 75, 0),
    Status.ERROR: (190, 75, 0),
}
_LINE = 1.35
#: Pixels: pictures up to here are enlarged by whole steps, so that each pixel is a square.
_CRISP = 64


class Rect(NamedTuple):
    """A place on the page in pixels: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int


@lru_cache
def font(size: int) -> Font:
    """Give the font that Pillow carries: nobody's own fonts are relied on."""
    return ImageFont.load_default(size)


def plain(text: str) -> str:
    """Leave what that font can draw: a dash for a dash, and ? for what has no likeness."""
    likeness = text.translate({0x2013: "-", 0x2014: "-", 0x2212: "-", 0xD7: "x", 0x2026: "..."})
    return "".join(c if " " <= c <= "~" else "?" for c in likeness)


def wrap(text: str, size: int, width: int) -> list[str]:
    """Break words into lines no wider than `width` pixels; a word that is wider is cut."""
    face, lines = font(size), [""]
    for word in plain(text).split():
        part = word
        if face.getlength(f"{lines[-1]} {part}".strip()) > width and lines[-1]:
            lines.append("")
        while face.getlength(part) > width:
            fits = max(
                n for n in range(1, len(part)) if n == 1 or face.getlength(part[:n]) <= width
            )
            lines[-1:] = [part[:fits], ""]
            part = part[fits:]
        lines[-1] = f"{lines[-1]} {part}".strip()
    return lines


def line_height(size: int) -> int:
    """Give the distance of lines in pixels."""
    return round(size * _LINE)


def put_lines(
    draw: ImageDraw.ImageDraw, x: int, y: int, lines: list[str], size: int, colour: Colour = TEXT
) -> int:
    """Write lines below each other; give back where the next would begin."""
    for line in lines:
        draw.text((x, y), line, colour, font(size))
        y += line_height(size)
    return y


def fit(pixels: NDArray[np.uint8], width: int, height: int) -> tuple[NDArray[np.uint8], float]:
    """Bring a picture into a size; a tiny one by whole steps, so that its pixels stay crisp."""
    h, w = pixels.shape[:2]
    scale = min(width / w, height / h)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    if scale >= 1 and max(h, w) <= _CRISP:
        scale, how = float(int(scale)), cv2.INTER_NEAREST
    size = (max(1, int(w * scale)), max(1, int(h * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8), scale


def paste(page: Image.Image, place: Rect, pixels: NDArray[np.uint8]) -> tuple[int, int]:
    """Put a picture into the middle of a place; give back its left upper corner."""
    h, w = pixels.shape[:2]
    corner = (place.x + (place.w - w) // 2, place.y + (place.h - h) // 2)
    page.paste(Image.fromarray(pixels), corner)
    return corner
