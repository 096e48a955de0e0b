"""Panels: the picture with its boxes, what the network saw, its probabilities, its strokes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import ImageDraw

from numerals.explain.page import (
    FIRST,
    OTHER,
    PANE,
    PAPER,
    QUIET,
    SECOND,
    TEXT,
    Rect,
    fit,
    font,
    paste,
)
from numerals.explain.words import NO_DIGIT
from numerals.reading import percent

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    from numerals.explain.explanation import Why
    from numerals.explain.page import Colour
    from numerals.reading import Reading

_BOX: Colour = (0, 114, 178)
#: Ink that speaks for neither.
_NEITHER: Colour = (196, 196, 196)
_NO_DIGIT: Colour = (70, 70, 70)
#: A map's colours are full from this quantile of its ink on: one odd pixel must not pale the rest.
_FULL = 0.98
#: So many bars can be told apart on the panel.
_MOST_BARS = 12


def picture_panel(page: Image.Image, place: Rect, reading: Reading, numbers: set[int]) -> None:
    """Show the picture; boxes around the digits, those explained in colour with their number."""
    draw = ImageDraw.Draw(page)
    draw.rectangle((place.x, place.y, place.x + place.w - 1, place.y + place.h - 1), PANE)
    if reading.thumbnail is None:
        return
    shown, scale = fit(reading.thumbnail, place.w, place.h)
    left, top = paste(page, place, shown)
    scale *= reading.scale
    for number, digit in enumerate(reading.digits, 1):
        x, y, w, h = digit.box
        corners = (
            left + round(x * scale) - 1,
            top + round(y * scale) - 1,
            left + round((x + w) * scale),
            top + round((y + h) * scale),
        )
        inside = (
            max(corners[0], place.x + 1),
            max(corners[1], place.y + 1),
            min(corners[2], place.x + place.w - 2),
            min(corners[3], place.y + place.h - 2),
        )
        colour = _BOX if number in numbers else QUIET
        # White below the colour: seen on any paper.
        draw.rectangle(_grown(inside, 1), outline=PAPER, width=4)
        draw.rectangle(inside, outline=colour, width=2)
        if len(reading.digits) > 1:
            _tag(draw, inside, str(number), place, colour)


def frame_panel(page: Image.Image, place: Rect, why: Why) -> None:
    """Show the frame that the network saw, each of its pixels a square."""
    assert why.digit.frame is not None  # noqa: S101
    paste(page, place, fit(why.digit.frame, place.w, place.h)[0])


def bars_panel(page: Image.Image, place: Rect, why: Why) -> None:
    """Show the calibrated probabilities as bars; a thin one more where 'no digit' is known."""
    draw = ImageDraw.Draw(page)
    bars = [(p.value, p.confidence) for p in why.digit.probabilities]
    if len(bars) > _MOST_BARS:  # of many symbols, the likeliest
        bars = sorted(bars, key=lambda bar: -bar[1])[:_MOST_BARS]
    thin = why.digit.no_digit > 0
    step = place.h / (len(bars) + thin)
    size = max(11, min(18, int(step * 0.62)))
    before, after = 10 + round(max(font(size).getlength(v) for v, _ in bars)), 74
    if thin:
        before = max(before, 10 + round(font(13).getlength(NO_DIGIT)))
        bars.append((NO_DIGIT, why.digit.no_digit))
    full = place.w - before - after
    x = place.x + before
    for i, (value, chance) in enumerate(bars):
        is_thin = thin and i == len(bars) - 1
        middle = place.y + (i + 0.5) * step
        half = step * (0.14 if is_thin else 0.34)
        plain = _NO_DIGIT if is_thin else OTHER
        colour = {why.first: FIRST, why.second: SECOND}.get(value, plain)
        words = colour if colour in (FIRST, SECOND) else TEXT
        length = max(1, round(full * min(chance, 1.0)))
        draw.rectangle((x, middle - half, x + full, middle + half), PANE)
        draw.rectangle((x, middle - half, x + length, middle + half), colour)
        draw.text((x - 8, middle), value, words, font(13 if is_thin else size), anchor="rm")
        shown = "< 0.1 %" if chance < 0.001 else percent(chance)
        draw.text((place.x + place.w, middle), shown, words, font(15), anchor="rm")


def map_panel(page: Image.Image, place: Rect, why: Why) -> None:
    """Show the ink in the colour of the choice it speaks for, on white."""
    colours = paint(why)
    paste(page, place, fit(colours, place.w, place.h)[0])
    draw = ImageDraw.Draw(page)
    draw.rectangle((place.x, place.y, place.x + place.w - 1, place.y + place.h - 1), outline=OTHER)


def paint(why: Why) -> NDArray[np.uint8]:
    """Colour a map: uint8 (28, 28, 3), red for the first choice, blue for the second."""
    assert why.digit.frame is not None  # noqa: S101
    ink = why.digit.frame[..., None] / 255.0
    told = np.abs(why.saliency)[why.digit.frame > 0]
    strength = np.clip(why.saliency / max(float(np.quantile(told, _FULL)), 1e-9), -1, 1)[..., None]
    side = np.where(strength > 0, np.array(FIRST), np.array(SECOND))
    # The root lets weak sides be seen; the order of colours stays.
    depth = np.sqrt(np.abs(strength))
    colour = depth * side + (1 - depth) * np.array(_NEITHER)
    # Ink that is faint is still to be seen: what is shown is what it says.
    cover = np.sqrt(ink)
    blend = cover * colour + (1 - cover) * np.array(PAPER)
    return np.asarray(np.rint(blend), np.uint8)


def legend(page: Image.Image, place: Rect, why: Why) -> None:
    """Draw what the colours mean: from blue, the second choice, over grey to red, the first."""
    draw = ImageDraw.Draw(page)
    size = 15
    left, right = f"for {why.second}", f"for {why.first}"
    x0 = place.x + round(font(size).getlength(left)) + 8
    x1 = place.x + place.w - round(font(size).getlength(right)) - 8
    for x in range(x0, x1):
        strength = 2 * (x - x0) / max(x1 - x0 - 1, 1) - 1
        depth, side = abs(strength) ** 0.5, FIRST if strength > 0 else SECOND
        r, g, b = (round(depth * s + (1 - depth) * n) for s, n in zip(side, _NEITHER, strict=True))
        draw.line((x, place.y, x, place.y + place.h - 1), (r, g, b))
    middle = place.y + place.h // 2
    draw.text((place.x, middle), left, SECOND, font(size), anchor="lm")
    draw.text((place.x + place.w, middle), right, FIRST, font(size), anchor="rm")


def _grown(box: tuple[int, int, int, int], by: int) -> tuple[int, int, int, int]:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _tag(
    draw: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    number: str,
    place: Rect,
    colour: Colour,
) -> None:
    """Write a box's number above it, or within where there is no room."""
    y = box[1] - 18 if box[1] - 18 >= place.y else box[1]
    draw.rectangle((box[0] - 1, y, box[0] + 6 + font(14).getlength(number), y + 17), colour)
    draw.text((box[0] + 3, y + 9), number, PAPER, font(14), anchor="lm")
