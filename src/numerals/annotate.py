"""Annotate: a picture with what was read on it: boxes and readings, coloured by status.

The status shows in the lines too, for who cannot tell the colours: whole where it is accepted,
dashed where it is to check, crossed out where it is unreadable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageColor, ImageDraw

from numerals.explain.page import PAPER, STATUS, TEXT, font, line_height, plain, put_lines, wrap
from numerals.reading import Reading, Status, count, percent
from numerals.show import COLOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.reading import Box

#: A small picture is enlarged to about so many pixels, so that there is room for words.
_LEAST = 640
#: A large one is shrunk to this longer side.
_MOST = 4000
#: The smallest letters, in pixels.
_SMALLEST = 14
_TAIL = {Status.REVIEW: " ?", Status.UNREADABLE: "x"}

_Corners = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A box with its words: left, top, right, bottom in pixels of what is drawn."""

    corners: _Corners
    label: str
    status: Status


def annotate(pixels: NDArray[np.uint8], reading: Reading) -> Image.Image:
    """Draw what was read over a picture, and its words below.

    Args:
        pixels: uint8 (h, w) or (h, w, 3) RGB, the upright picture that was read.
        reading: What was read; its boxes are in the pixels of that picture.

    Returns:
        RGB, with the picture's shape and a strip of words below; a small picture is enlarged to
        640 pixels, one of more than 4,000 shrunk.
    """
    shown, scale = _to_size(pixels)
    picture = Image.fromarray(shown).convert("RGB")
    draw = ImageDraw.Draw(picture)
    longer = max(picture.size)
    thick = max(2, round(longer / 400))
    marks = _marks(reading, scale)
    for mark in marks:
        _draw_box(draw, mark, thick)
    placed = [mark.corners for mark in marks]
    for mark in marks:
        _draw_label(draw, mark, placed, picture.size, thick)
    return _with_words(picture, reading)


def _to_size(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Give a copy in a size that is good to draw on, and how much larger it is."""
    height, width = pixels.shape[:2]
    longer = max(height, width)
    # Whole steps keep a small picture's pixels square.
    scale = float(-(-_LEAST // longer)) if longer < _LEAST else min(1.0, _MOST / longer)
    if scale == 1:
        return pixels.copy(), 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_NEAREST if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8), scale


def _marks(reading: Reading, scale: float) -> list[_Mark]:
    if reading.kind == "page":
        return [
            _Mark(_corners(n.box, scale), plain(n.text) + _TAIL.get(n.status, ""), n.status)
            for n in reading.numbers
            if n.box is not None
        ]
    return [
        _Mark(_corners(digit.box, scale), digit.value, reading.status) for digit in reading.digits
    ]


def _corners(box: Box, scale: float) -> _Corners:
    x, y, w, h = box
    return round(x * scale), round(y * scale), round((x + w) * scale), round((y + h) * scale)


def _draw_box(draw: ImageDraw.ImageDraw, mark: _Mark, thick: int) -> None:
    x0, y0, x1, y1 = mark.corners
    outer = (x0 - thick, y0 - thick, max(x1, x0) + thick - 1, max(y1, y0) + thick - 1)
    colour = COLOURS[mark.status]
    # White below the colour: seen on any paper.
    draw.rectangle(_grown(outer, max(1, thick // 2)), outline="white", width=2 * thick)
    if mark.status is Status.REVIEW:
        _dashed(draw, outer, colour, thick)
        return
    draw.rectangle(outer, outline=colour, width=thick)
    if mark.status is Status.UNREADABLE:
        draw.line(outer, colour, thick)


def _dashed(draw: ImageDraw.ImageDraw, corners: _Corners, colour: str, thick: int) -> None:
    x0, y0, x1, y1 = corners
    dash = 4 * thick
    for x in range(x0, x1, 2 * dash):
        for y in (y0, y1 - thick + 1):
            draw.rectangle((x, y, min(x + dash, x1), y + thick - 1), colour)
    for y in range(y0, y1, 2 * dash):
        for x in (x0, x1 - thick + 1):
            draw.rectangle((x, y, x + thick - 1, min(y + dash, y1)), colour)


def _draw_label(
    draw: ImageDraw.ImageDraw,
    mark: _Mark,
    placed: list[_Corners],
    size: tuple[int, int],
    thick: int,
) -> None:
    """Write a mark's words beside its box, where they hide least of all that is marked."""
    x0, y0, x1, y1 = mark.corners
    letters = round(min(max(_SMALLEST, (y1 - y0) * 0.4), max(_SMALLEST, max(size) / 30)))
    face, pad, gap = font(letters), max(2, letters // 5), 2 * thick
    width = round(face.getlength(mark.label)) + 2 * pad
    height = letters + 2 * pad
    corners = min(
        (
            _inside((left, top, left + width, top + height), size)
            for left, top in (
                (x0 - thick, y0 - gap - height),
                (x0 - thick, y1 + gap),
                (x1 + gap, y0),
                (x0 - gap - width, y0),
                (x0, y0),
                (x1 - width, y1 - height),
            )
        ),
        key=lambda corners: _hidden(corners, placed),
    )
    placed.append(corners)
    draw.rectangle(corners, COLOURS[mark.status])
    middle = ((corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2)
    # Black on all three colours has a contrast of 5 at least; white has not.
    draw.text(middle, mark.label, "black", face, anchor="mm")


def _inside(corners: _Corners, size: tuple[int, int]) -> _Corners:
    """Push a rectangle into the picture."""
    x0, y0, x1, y1 = corners
    right = max(0, min(x0, size[0] - (x1 - x0))) - x0
    down = max(0, min(y0, size[1] - (y1 - y0))) - y0
    return x0 + right, y0 + down, x1 + right, y1 + down


def _hidden(corners: _Corners, placed: list[_Corners]) -> int:
    """Count the pixels of marks and labels that a rectangle would hide."""
    others = np.array(placed)
    widths = np.minimum(others[:, 2], corners[2]) - np.maximum(others[:, 0], corners[0])
    heights = np.minimum(others[:, 3], corners[3]) - np.maximum(others[:, 1], corners[1])
    return int((widths.clip(0) * heights.clip(0)).sum())


def _grown(corners: _Corners, by: int) -> _Corners:
    x0, y0, x1, y1 = corners
    return x0 - by, y0 - by, x1 + by, y1 + by


def _with_words(picture: Image.Image, reading: Reading) -> Image.Image:
    """Add a strip below that says what was read, how sure, and why it is to check."""
    letters = max(_SMALLEST + 2, max(picture.size) // 50)
    margin = letters
    width = max(picture.width, 20 * letters)
    said = count(reading.numbers) if reading.kind == "page" else reading.text or "-"
    sure = f"  ({percent(reading.confidence)})" if reading.text and reading.kind != "page" else ""
    head = wrap(f"{said}{sure} - {reading.status}", letters + 2, width - 2 * margin)
    why = wrap(reading.reason, letters, width - 2 * margin) if reading.reason else []
    tall = len(head) * line_height(letters + 2) + len(why) * line_height(letters)
    sheet = Image.new("RGB", (width, picture.height + tall + 2 * margin), PAPER)
    sheet.paste(picture, (0, 0))
    draw = ImageDraw.Draw(sheet)
    bar = (0, picture.height, width - 1, picture.height + max(3, margin // 4))
    draw.rectangle(bar, ImageColor.getrgb(COLOURS[reading.status]))
    y = put_lines(draw, margin, picture.height + margin, head, letters + 2, STATUS[reading.status])
    put_lines(draw, margin, y, why, letters, TEXT)
    return sheet
