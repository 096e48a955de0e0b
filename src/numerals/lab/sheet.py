"""Sheet: the errors of an evaluation as pictures, a tile an error, drawn with Pillow alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from numerals.lab.percent import decimals, up
from numerals.reading import Box, Reading, Status, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from numerals.lab.evaluate import Evaluation
    from numerals.lab.outcome import Outcome

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
    _Pane = tuple[int, int, int, int]

ERRORS_A_SHEET = 100
COLUMNS = 10
#: A frame of 28×28 is shown three times as large, each of its pixels a square.
PANE = 84
GAP = 8
TILE_WIDTH, TILE_HEIGHT = 2 * PANE + 3 * GAP, PANE + 58
HEADER = 64
MARGIN = 16
_PAPER, _TILE, _PANE_FILL = (244, 244, 242), (255, 255, 255), (232, 232, 230)
_INK, _QUIET = (30, 30, 30), (110, 110, 110)
#: Okabe & Ito's palette: the accepted errors are the ones nobody would check.
_STATUS_COLOUR = {
    Status.ACCEPTED: (213, 94, 0),
    Status.REVIEW: (86, 180, 233),
    Status.UNREADABLE: (0, 114, 178),
    Status.ERROR: (80, 80, 80),
}
_BOX_COLOUR = (0, 158, 115)
_LONGEST_NAME = 28
#: Truth and answer stand beside each other in the largest of these sizes in which they leave room
#: for the confidence, else one above the other.
_SIZES = (17, 14, 12)
_ROOM = TILE_WIDTH - 2 * GAP - 24 - 62
_LONGEST_TEXT = 14


def error_sheets(evaluation: Evaluation) -> Iterator[Image.Image]:
    """Draw the errors, most confident first, at most `ERRORS_A_SHEET` a sheet.

    A tile shows the picture with a box around what was found, beside it the frames that the
    network saw; below, what is written and what was read, how sure and with which status.

    Yields:
        RGB pictures, none where there are no errors.
    """
    errors = evaluation.errors
    sheets = -(-len(errors) // ERRORS_A_SHEET)
    share = up(len(errors) / len(evaluation.outcomes), decimals(len(evaluation.outcomes)))
    headline = (
        f"{evaluation.data}: {len(errors):,} of {len(evaluation.outcomes):,} are errors ({share} %)"
    )
    for i in range(sheets):
        part = errors[i * ERRORS_A_SHEET : (i + 1) * ERRORS_A_SHEET]
        about = f"model {evaluation.model} {evaluation.model_version}"
        if sheets > 1:
            about += f"   |   sheet {i + 1} of {sheets}"
        about += (
            "   |   most confident first   |   left the picture, right what the network saw"
            "   |   orange edge: accepted, so nobody would check it"
        )
        yield _sheet(part, headline, about)


def _sheet(errors: Sequence[Outcome], headline: str, about: str) -> Image.Image:
    # A sheet of few errors is narrower, but never too narrow for its heading.
    columns = max(5, min(COLUMNS, len(errors)))
    rows = -(-len(errors) // columns)
    size = (
        2 * MARGIN + columns * (TILE_WIDTH + GAP) - GAP,
        MARGIN + HEADER + rows * (TILE_HEIGHT + GAP) - GAP + MARGIN,
    )
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN - 2), _plain(headline), _INK, _font(20))
    draw.text((MARGIN, MARGIN + 28), _plain(about), _QUIET, _font(13))
    for i, error in enumerate(errors):
        left = MARGIN + (i % columns) * (TILE_WIDTH + GAP)
        top = MARGIN + HEADER + (i // columns) * (TILE_HEIGHT + GAP)
        sheet.paste(_tile(error), (left, top))
    return sheet


def _tile(error: Outcome) -> Image.Image:
    reading = error.reading
    tile = Image.new("RGB", (TILE_WIDTH, TILE_HEIGHT), _TILE)
    _draw_pictures(tile, reading)
    draw = ImageDraw.Draw(tile)
    colour = _STATUS_COLOUR[reading.status]
    draw.rectangle((0, 0, 3, TILE_HEIGHT), colour)
    small, y = _font(11), PANE + 2 * GAP - 3
    _put_answer(draw, error, y)
    right = TILE_WIDTH - GAP
    sure = percent(reading.confidence) if reading.text else ""
    draw.text((right, y + 1), sure, _INK, small, anchor="ra")
    tone = colour if reading.status is Status.ACCEPTED else _QUIET
    draw.text((right, y + 14), str(reading.status), tone, small, anchor="ra")
    draw.text((GAP, y + 28), _short(error.file, _LONGEST_NAME), _QUIET, small)
    return tile


def _put_answer(draw: ImageDraw.ImageDraw, error: Outcome, y: int) -> None:
    """Write what is there, and behind an arrow or below what was read."""
    truth = _short(error.truth or "nothing", _LONGEST_TEXT)
    text = _short(error.reading.text, _LONGEST_TEXT) or "nothing"
    colour = _STATUS_COLOUR[Status.ACCEPTED] if error.reading.text else _QUIET
    fitting = (s for s in _SIZES if _font(s).getlength(truth + text) <= _ROOM)
    size = next(fitting, None)
    font = _font(size or _SIZES[-1])
    if size is None:
        draw.text((GAP, y - 2), truth, _INK, font)
        draw.text((GAP, y + 12), text, colour, font)
        return
    level = y + (_SIZES[0] - size) * 2 // 3
    draw.text((GAP, level), truth, _INK, font)
    # The font has no arrow, so one is drawn.
    x = GAP + draw.textlength(truth, font) + 6
    draw.line((x, y + 11, x + 12, y + 11), _QUIET, 2)
    draw.polygon([(x + 10, y + 7), (x + 16, y + 11), (x + 10, y + 15)], _QUIET)
    if error.reading.text:
        draw.text((x + 22, level), text, colour, font)
    else:
        draw.text((x + 22, y + 5), text, colour, _font(11))


def _draw_pictures(tile: Image.Image, reading: Reading) -> None:
    """Put picture and frames beside or above each other, whichever shows more of them."""
    thumbnail = reading.thumbnail
    frames = [d.frame for d in reading.digits if d.frame is not None]
    strip = _side_by_side(frames) if frames else None
    half = (PANE - 4) // 2
    beside = [(GAP, GAP, PANE, PANE), (2 * GAP + PANE, GAP, PANE, PANE)]
    above = [(GAP, y, 2 * PANE + GAP, half) for y in (GAP, GAP + half + 4)]
    panes = max(beside, above, key=lambda panes: _shown((thumbnail, strip), panes))
    draw = ImageDraw.Draw(tile)
    for x, y, w, h in panes:
        draw.rectangle((x, y, x + w - 1, y + h - 1), _PANE_FILL)
    font = _font(11)
    if thumbnail is None:
        opened = reading.status is not Status.ERROR
        _put_words(draw, panes[0], "not found" if opened else "not opened", font)
    else:
        shown, scale = _fit(thumbnail, panes[0][2], panes[0][3])
        left, top = _put(tile, panes[0], shown)
        for digit in reading.digits:
            _draw_box(draw, digit.box, reading.scale * scale, left, top)
    if strip is not None:
        _put(tile, panes[1], _fit(strip, panes[1][2], panes[1][3])[0])
    elif thumbnail is not None:
        _put_words(draw, panes[1], "no ink found", font)


def _draw_box(draw: ImageDraw.ImageDraw, box: Box, scale: float, left: int, top: int) -> None:
    """Outline a box of the picture; one that shrank to less than a pixel is still a pixel."""
    x, y = left + round(box.x * scale), top + round(box.y * scale)
    right = left + round((box.x + box.w) * scale) - 1
    bottom = top + round((box.y + box.h) * scale) - 1
    draw.rectangle((x, y, max(x, right), max(y, bottom)), outline=_BOX_COLOUR)


def _shown(pictures: Iterable[NDArray[np.uint8] | None], panes: Iterable[_Pane]) -> float:
    """Tell how many pixels pictures would cover, each fitted into its pane."""
    return sum(
        float(p.shape[0] * p.shape[1]) * _scale(p, w, h) ** 2
        for p, (_, _, w, h) in zip(pictures, panes, strict=True)
        if p is not None
    )


def _side_by_side(frames: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Join frames (28, 28) to one strip, with a grey line between."""
    line = np.full((frames[0].shape[0], 1), 128, np.uint8)
    parts = [frames[0]]
    for frame in frames[1:]:
        parts += [line, frame]
    return np.hstack(parts)


def _scale(pixels: NDArray[np.uint8], width: int, height: int) -> float:
    """Tell by how much a picture can grow, or must shrink, to fill a pane."""
    h, w = pixels.shape[:2]
    return float(min(width / w, height / h))


def _fit(pixels: NDArray[np.uint8], width: int, height: int) -> tuple[NDArray[np.uint8], float]:
    """Bring a picture to a pane's size; a small one by whole steps, so that its pixels show."""
    h, w = pixels.shape[:2]
    scale = _scale(pixels, width, height)
    if scale >= 1:
        scale = float(int(scale))
        size = (int(w * scale), int(h * scale))
        how = cv2.INTER_NEAREST
    else:
        size = (max(1, int(w * scale)), max(1, int(h * scale)))
        how = cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8), scale


def _put(tile: Image.Image, pane: _Pane, pixels: NDArray[np.uint8]) -> tuple[int, int]:
    """Paste into the middle of a pane; return where."""
    x, y, w, h = pane
    left, top = x + (w - pixels.shape[1]) // 2, y + (h - pixels.shape[0]) // 2
    tile.paste(Image.fromarray(pixels), (left, top))
    return left, top


def _put_words(draw: ImageDraw.ImageDraw, pane: _Pane, words: str, font: Font) -> None:
    x, y, w, h = pane
    draw.text((x + w / 2, y + h / 2), words, _QUIET, font, anchor="mm")


@lru_cache
def _font(size: int) -> Font:
    """Give the font that Pillow carries; unpacking it takes longer than drawing with it."""
    return ImageFont.load_default(size)


def _short(text: str, longest: int) -> str:
    """Keep the end of a long name, where names differ."""
    text = _plain(text)
    return text if len(text) <= longest else "..." + text[3 - longest :]


def _plain(text: str) -> str:
    """Give what the font that Pillow carries lacks as code points; no other font is relied on."""
    return "".join(c if " " <= c <= "~" else f"U+{ord(c):04X}" for c in text)
