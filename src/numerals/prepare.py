"""Prepare: from a source to what the networks see of it, digit by digit or strip by strip."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from numerals.image.aside import pale_aside
from numerals.image.find import find_row, find_single
from numerals.image.flanks import on_an_edge
from numerals.image.frame import frame_digit
from numerals.image.ink import find_ink
from numerals.image.layout import lay_out
from numerals.image.look import look_for_page
from numerals.image.open import open_picture
from numerals.image.page import holds_print, places_of
from numerals.image.strip import strip_of
from numerals.image.strokes import stands_beside, union
from numerals.image.whole import View, is_tight, view_whole
from numerals.reading import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.document import Source
    from numerals.image.find import Region
    from numerals.image.ink import Ink
    from numerals.image.layout import Layout
    from numerals.image.page import Place
    from numerals.image.strip import Strip

#: What a picture is taken to show: one digit, one number, a page of numbers, or whatever it does.
Expect = Literal["digit", "number", "page", "auto"]
_THUMBNAIL_SIDE = 512
#: What is wider than this share of its height is more than one digit; what is narrower than the
#: other, only one.
_WIDE = 1.1
_NARROW = 0.75
#: All ink that is wider than this share of its height is no single digit's.
_BROAD = 1.25
_PALE = "something paler stands beside its digits or between them"
_PRINTED = "what stands there looks printed, and printed text is left alone"
_CLOSE = "it stands close to other ink, and both may be one number"
_LINED = "a stroke of its cell may be a digit or a line"
_OTHER_INK = "what stands beside a table in another ink, as print does, is left out"


@dataclass(slots=True)
class Part:
    """One number, or what may be one, on its way to a network.

    Attributes:
        size: Height and width of its picture, or of its place cut out of a page, in pixels.
        frame: uint8 (28, 28), where it is taken for a digit.
        box: That digit's box in the picture.
        views: What else may be that digit, where it fills its picture.
        strip: Where it is taken for a number; beside `frame` where it may be either.
        ink: Of what is so narrow that it is a digit, unless it looks like none.
        beside: Whether something stands beside the digit that may be another.
        on_edge: Whether the digit stands where two grounds meet.
        several: Whether there are several digits, unless a picture that one fills was torn apart.
        place: Where it stands on its page; None where the picture is all of it.
        doubts: What is doubtful about it, in words.
    """

    size: tuple[int, int]
    frame: NDArray[np.uint8] | None = None
    box: Box | None = None
    views: list[View] = field(default_factory=list)
    strip: Strip | None = None
    ink: Ink | None = None
    beside: bool = False
    on_edge: bool = False
    several: bool = False
    place: Place | None = None
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Prepared:
    """A picture on its way, between the preparation and the networks.

    Attributes:
        name: What it came under.
        kind: Whether it is read as a page or as one number, which may be a digit.
        thumbnail: uint8 (h, w[, 3]), shrunk; None where it could not be opened.
        scale: Pixels of the thumbnail for each of the picture.
        parts: What is to be read on it.
        doubts: What is doubtful about the picture, in words.
        page_doubts: What is doubtful about the page, and not about what was found on it.
        page: Number of the page in its file.
        pixels: uint8 (h, w[, 3]), of a page the picture, which may have to be turned.
        is_empty_table: Whether a page shows a table in which nothing is as high as a digit.
        turned: By how many quarters it was turned for `parts`, as of `np.rot90`; boxes are those of
            the picture before.
        failure: Why it could not be opened.
    """

    name: str
    kind: Literal["number", "page"] = "number"
    thumbnail: NDArray[np.uint8] | None = None
    scale: float = 1.0
    parts: list[Part] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    page_doubts: list[str] = field(default_factory=list)
    page: int = 1
    pixels: NDArray[np.uint8] | None = None
    is_empty_table: bool = False
    turned: int = 0
    failure: str = ""


def prepare(source: Source, name: str, expect: Expect) -> Prepared:
    """Open a picture, and find what is to be read on it.

    Args:
        source: Whatever `open_picture` takes.
        name: What it is called.
        expect: What it is taken to show.

    Raises:
        NumeralsError: It cannot be opened; the text says why.
    """
    picture = open_picture(source)
    pixels = picture.pixels
    # The picture itself is kept of a page only, which ends its batch: photos would fill the memory.
    thumbnail, scale = _thumbnail(pixels)
    prepared = Prepared(name, "number", thumbnail, scale, page=picture.page)
    if picture.frames > 1:
        prepared.doubts.append(f"the file holds {picture.frames} pictures; this is the first")
    layout = lay_out(pixels) if expect == "page" else None
    if expect == "auto":
        layout = look_for_page(pixels)
    if layout is not None:
        prepared.kind, prepared.pixels = "page", pixels
        _fill_page(prepared, layout)
        prepared.is_empty_table = bool(layout.cells) and not prepared.parts
    elif (part := part_of(pixels, expect)) is not None:
        prepared.parts = [part]
    return prepared


def turn(page: Prepared, quarters: int) -> Prepared:
    """Prepare a page anew, turned by so many quarters, as of `np.rot90`."""
    assert page.pixels is not None  # noqa: S101
    of_file = [doubt for doubt in page.doubts if doubt != _PRINTED]
    turned = replace(
        page, parts=[], doubts=of_file, page_doubts=[], is_empty_table=False, turned=quarters % 4
    )
    _fill_page(turned, lay_out(np.ascontiguousarray(np.rot90(page.pixels, turned.turned))))
    return turned


def _fill_page(page: Prepared, layout: Layout) -> None:
    """Find what is to be read on a page that is laid out."""
    places, left_out = places_of(layout)
    for place in places:
        part = part_of(place.pixels, "auto", place.turned_back(page.turned))
        if part is not None:
            page.parts.append(part)
    if not page.parts and holds_print(layout):
        page.doubts.append(_PRINTED)
    if left_out:
        page.page_doubts.append(_OTHER_INK)


def part_of(pixels: NDArray[np.uint8], expect: Expect, place: Place | None = None) -> Part | None:
    """Prepare one number, or one digit, and see whether it is all; None where there is no ink."""
    part = _find_part(pixels, expect, place)
    if part is None or expect == "digit":  # what is beside one digit is known to be none
        return part
    strip = part.strip
    written, gaps = (part.box, []) if strip is None else (strip.written, strip.gaps)
    if written is not None and pale_aside(pixels, written, gaps):
        part.doubts.append(_PALE)
    if place is not None and place.close:
        part.doubts.append(_CLOSE)
    if place is not None and place.lined:
        part.doubts.append(_LINED)
    return part


def _find_part(pixels: NDArray[np.uint8], expect: Expect, place: Place | None) -> Part | None:
    """Prepare what stands out from the paper; None where nothing does."""
    ink = find_ink(pixels)
    if ink is None:
        return None
    part = Part(pixels.shape[:2], place=place)
    if expect != "number":
        if expect == "digit":
            regions, doubts = find_single(ink)
        else:
            regions, doubts, part.beside = find_row(ink)
        if not regions:
            return None
        w, h = regions[0].box[2:]
        if expect == "auto" and (len(regions) > 1 or w > _WIDE * h):
            # A digit in two strokes, or a broad one, may look like two; two clear ones do not.
            single, several = find_single(ink)
            w, h = union(region.box for region in regions)[2:]
            part.several = bool(several) or w > _BROAD * h
            part.beside |= any(stands_beside(region.box, single[0].box) for region in regions)
            _take_for_digit(part, single[0], ink, pixels)
        elif expect == "digit" or w <= _WIDE * h:
            _take_for_digit(part, regions[0], ink, pixels)
            part.doubts += doubts
        if expect == "digit":
            return part
        if part.frame is not None and w < _NARROW * h and not part.beside:
            part.ink = ink
            return part
    part.strip = strip_of(ink)
    return None if part.strip is None and part.frame is None else part


def _take_for_digit(part: Part, region: Region, ink: Ink, pixels: NDArray[np.uint8]) -> None:
    """See a region as a digit, and the whole picture as one where it may fill it.

    What looks like several is one digit at most where it fills its picture.
    """
    views = view_whole(pixels) if is_tight(ink, region.box) else []
    if part.several and not views:
        return
    part.views = views
    part.frame = frame_digit(region.ink)
    part.frame.setflags(write=False)
    part.box = _in_picture(region.box, ink.scale, part.size)
    part.on_edge = on_an_edge(pixels, part.box)


def _in_picture(box: Box, scale: float, size: tuple[int, int]) -> Box:
    """Bring a box from the ink map to the pixels of the upright picture."""
    height, width = size
    x, y, w, h = box
    left, top = int(x / scale), int(y / scale)
    right = min(width, math.ceil((x + w) / scale))
    bottom = min(height, math.ceil((y + h) / scale))
    return Box(left, top, right - left, bottom - top)


def _thumbnail(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Shrink a picture for showing; a copy that cannot be written to, for Readings never change."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _THUMBNAIL_SIDE / max(height, width))
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    else:
        small = pixels.copy()
    small.setflags(write=False)
    return small, scale
