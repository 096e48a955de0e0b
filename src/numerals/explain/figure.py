"""Figure: an explanation as one picture, drawn with Pillow alone.

One digit is one row: picture, frame, probabilities, strokes. Several are a row each, below the
picture that they stand in, and so is one of a wide picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from numerals.explain.page import (
    PAPER,
    QUIET,
    STATUS,
    TEXT,
    Rect,
    fit,
    font,
    line_height,
    put_lines,
    wrap,
)
from numerals.explain.panels import (
    bars_panel,
    frame_panel,
    legend,
    map_panel,
    picture_panel,
)
from numerals.explain.saliency import ERASURES, METHOD
from numerals.explain.words import quoted
from numerals.reading import percent

if TYPE_CHECKING:
    from numerals.explain.explanation import Explanation, Why
    from numerals.reading import Reading

_MARGIN, _GAP = 28, 30
#: Ten times 28: each pixel of a frame is a square of ten.
_SIDE = 280
_BARS = 300
_TITLE, _BODY, _SMALL = 17, 16, 14
_PICTURE_HEIGHT = 260
#: Above and below it, for the numbers of its boxes.
_AIR = 20
#: From this ratio of width to height on, a picture stands above its one digit.
_WIDE = 1.8
#: A panel's title with its distance; a row with panels and legend, down to its words.
_HEADING = line_height(_TITLE) + 6
_ROW = _HEADING + _SIDE + 10 + 18
_THREE = _SIDE + _GAP + _BARS + _GAP + _SIDE


def draw_figure(explanation: Explanation) -> Image.Image:
    """Draw an explanation; RGB, as high as it needs to be."""
    whys, reading = explanation.whys, explanation.reading
    beside = len(whys) == 1 and not _is_wide(reading)
    inner = _SIDE + _GAP + _THREE if beside else _THREE
    words = [wrap(" ".join(map(_sentence, why.lines)), _BODY, inner) for why in whys]
    head = wrap(_headline(explanation), _BODY, inner)
    foot = wrap(_footnote(explanation), _SMALL, inner)
    top = _MARGIN + 44 + len(head) * line_height(_BODY) + 20
    shown = (_SIDE, _SIDE) if beside else (inner, _height(reading, inner))
    above = 0 if beside else _HEADING + shown[1] + _GAP
    rows = [_ROW + 14 + len(lines) * line_height(_BODY) + _GAP for lines in words]
    height = top + above + sum(rows) + len(foot) * line_height(_SMALL) + _MARGIN
    page = Image.new("RGB", (inner + 2 * _MARGIN, height), PAPER)
    draw = ImageDraw.Draw(page)
    _title(draw, explanation)
    put_lines(draw, _MARGIN, _MARGIN + 44, head, _BODY, STATUS[reading.status])
    y, left = top, _MARGIN
    numbers = {why.number for why in whys}
    found = {0: "", 1: ", and the box found"}.get(len(reading.digits), ", and the boxes found")
    draw.text((_MARGIN, y), f"the picture{found}", TEXT, font(_TITLE))
    picture_panel(page, Rect(_MARGIN, y + _HEADING, *shown), reading, numbers)
    if beside:
        left += _SIDE + _GAP
    y += above
    for why, lines, tall in zip(whys, words, rows, strict=True):
        _row(page, left, y, why, many=len(reading.digits) > 1)
        put_lines(draw, _MARGIN, y + _ROW + 14, lines, _BODY)
        y += tall
    put_lines(draw, _MARGIN, y, foot, _SMALL, QUIET)
    return page


def _height(reading: Reading, width: int) -> int:
    """Give the height in pixels that a picture above its digits takes."""
    if reading.thumbnail is None:
        return _PICTURE_HEIGHT
    shown, _ = fit(reading.thumbnail, width, _PICTURE_HEIGHT - 2 * _AIR)
    return int(shown.shape[0]) + 2 * _AIR


def _is_wide(reading: Reading) -> bool:
    """Tell whether a picture would be too small within a square."""
    height, width = (1, 1) if reading.thumbnail is None else reading.thumbnail.shape[:2]
    return bool(width > _WIDE * height)


def _title(draw: ImageDraw.ImageDraw, explanation: Explanation) -> None:
    reading = explanation.reading
    title = "no digit read"
    if reading.text:
        title = f"read as {reading.text}   {percent(reading.confidence)} sure"
    draw.text((_MARGIN, _MARGIN - 4), title, TEXT, font(30))


def _headline(explanation: Explanation) -> str:
    reading = explanation.reading
    if reading.reason:
        return f"{reading.status}: {reading.reason}"
    return f"{reading.status}: sure enough to be used as it is"


def _row(page: Image.Image, x: int, y: int, why: Why, many: bool) -> None:
    """Draw frame, probabilities and strokes of one digit, with their titles."""
    draw = ImageDraw.Draw(page)
    mark = f"digit {why.number}: " if many else ""
    top = y + _HEADING
    draw.text((x, y), f"{mark}what the network saw", TEXT, font(_TITLE))
    frame_panel(page, Rect(x, top, _SIDE, _SIDE), why)
    x += _SIDE + _GAP
    draw.text((x, y), "how likely each digit is", TEXT, font(_TITLE))
    bars_panel(page, Rect(x, top, _BARS, _SIDE), why)
    x += _BARS + _GAP
    title = f"which strokes say {quoted(why.first)}, not {why.second}"
    draw.text((x, y), title, TEXT, font(_TITLE))
    map_panel(page, Rect(x, top, _SIDE, _SIDE), why)
    legend(page, Rect(x, top + _SIDE + 10, _SIDE, 18), why)


def _footnote(explanation: Explanation) -> str:
    if not explanation.whys:
        return "There are no strokes to explain."
    left_out = explanation.left_out
    more = f"{left_out} more not explained here: --digit N shows another. " if left_out else ""
    return (
        f"{more}Probabilities are calibrated. Strokes: {METHOD}, {ERASURES:,} of them; "
        "colour is what ink adds to the log-odds of the two. Checked by the deletion test of "
        "Petsiuk et al. (2018)."
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
