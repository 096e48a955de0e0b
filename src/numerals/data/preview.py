"""Preview: a sheet of drawn numbers, to be laid beside real ones, with what stands on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from numerals.data.strings import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.data.strings import NumberPicture
    from numerals.data.writer import Hands

_WIDTH = 1400
_MARGIN, _GAP = 16, 14
#: Pictures are brought to this height, and at most this width.
_HEIGHT, _WIDEST = 64, 420
_CAPTION = 18
_PAPER, _INK = (244, 244, 242), (60, 60, 60)


def draw_preview(hands: Hands, count: int, seed: int, strips: bool = False) -> Image.Image:
    """Draw numbers as a training run draws them, each above its text.

    Args:
        hands: Whose digits there are.
        count: How many numbers, at least 1.
        seed: A run's: with the hands that it learns from, these are the first that it draws.
        strips: Whether to show below each picture the strip that the network sees.

    Returns:
        An RGB picture 1,400 pixels wide.
    """
    drawn = stream(hands, (seed, 0))
    tiles = [_tile(next(drawn), strips) for _ in range(count)]
    places, height = _lay_out([tile.size for tile in tiles])
    sheet = Image.new("RGB", (_WIDTH, height), _PAPER)
    for tile, place in zip(tiles, places, strict=True):
        sheet.paste(tile, place)
    return sheet


def _lay_out(sizes: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """Set tiles of one height in lines, as words are set; tell where, and how high it all is."""
    places = []
    x = y = _MARGIN
    for width, height in sizes:
        if x > _MARGIN and x + width > _WIDTH - _MARGIN:
            x, y = _MARGIN, y + height + _GAP
        places.append((x, y))
        x += width + _GAP
    return places, y + sizes[-1][1] + _MARGIN


def _tile(number: NumberPicture, strips: bool) -> Image.Image:
    shown = [_scale(number.pixels)] + ([_scale(number.strip)] if strips else [])
    font = ImageFont.load_default(13)
    words = round(font.getlength(number.text)) + 2
    width = max(words, *(picture.shape[1] for picture in shown))
    # Pictures that had to be scaled down leave paper above their text.
    tile = Image.new("RGB", (width, len(shown) * (_HEIGHT + 2) + _CAPTION), _PAPER)
    for i, picture in enumerate(shown):
        top = i * (_HEIGHT + 2) + (_HEIGHT - picture.shape[0]) // 2
        tile.paste(Image.fromarray(picture), (0, top))
    text = (0, tile.height - _CAPTION + 2)
    ImageDraw.Draw(tile).text(text, number.text, _INK, font)
    return tile


def _scale(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring a picture to the height of all, or to the greatest width, if that is lower."""
    h, w = pixels.shape
    scale = min(_HEIGHT / h, _WIDEST / w)
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=method), np.uint8)
