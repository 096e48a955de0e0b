"""Words: numbers that stand free on a page, and the lines of text that they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.contents import Written, measure_colour, measure_pen
from numerals.image.ruling import erase, erase_boxes, erase_fields, erase_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.layout import Layout
    from numerals.image.sheet import Sheet

#: Ink covers so much of the paper's light, or so many deviations of its grain; somewhere in
#: each stroke it covers so many times as much.
_COVER = 0.08
_SIGNAL = 5.0
_FULLEST = 1.8
#: What covers at least this share of its fullest is the stroke itself, not its blur.
_CORE = 0.5
#: A glyph is at least so many pixels high, and at most this share of the sheet.
_LEAST = 9
_MOST = 0.2
#: What is lower than this share of the higher ones is a mark, or a part of a digit.
_LOW = 0.4
#: A line rises by at most this share of its length.
_LEVEL = 0.04
#: A glyph's pen is at most this share of its longer side: what is thicker is part of a picture.
_FILLED = 0.5
#: What covers so much of its box is a blot; so much of one that is as wide as high, and more than
#: so many pixels, a punched hole.
_SOLID, _DISC = 0.8, 0.68
_ROUND, _HOLE = 0.85, 20
#: What touches a table along so much of its longer side is left of the table's line.
_ALONG = 0.5
#: With what it encloses, it has no more pixels than so many times those of its ink.
_BARE = 1.02
#: More glyphs than these are not looked at: the tallest are.
_GLYPHS = 3000
#: Two glyphs are of one word if no more paper lies between them, as a share of their height,
#: and they share this much of the lower one's.
_WORD = 0.65
_BESIDE = 0.35
#: One glyph is at most so many times as high as the next; what is lower is a mark, as a comma.
_TALLER = 2.5
#: So many low glyphs side by side, with a space between at most, are small print.
_PRINT, _SPACE = 4, 1.2
#: A mark is at least so large, as a share of its word's height, and at most so far from it.
_MARK = 0.06
_NEAR = 0.45
#: A stroke above a digit, which is torn off it, is at most this wide, as a share of its height.
_BAR = 1.2
#: Paper around a number that is cut out with it, as a share of its height.
_AROUND = 0.3


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs that stand close together.

    Attributes:
        written: Where it stands, and how it is written.
        glyphs: int (n, 4), its glyphs' left, top, width and height on the sheet.
        lines: bool (h, w), the lines erased from it, within its quadrangle on the sheet.
    """

    written: Written
    glyphs: NDArray[np.intp]
    lines: NDArray[np.bool_]

    @property
    def extent(self) -> NDArray[np.float64]:
        """Its left, top, right and foot on the sheet."""
        quad = self.written.ink
        return np.concatenate([quad.min(axis=0), quad.max(axis=0)])


class Words(NamedTuple):
    """What stands free on a page.

    Attributes:
        found: Its words.
        rest: bool (h, w), ink on the sheet that is of no word, nor of a line to write on.
    """

    found: list[Word]
    rest: NDArray[np.bool_]


def find_words(layout: Layout, taken: NDArray[np.bool_]) -> Words:
    """Find what stands free on a page; the lines that it stands on, or in, are left out.

    Args:
        layout: The page's.
        taken: bool (h, w), what is not looked at: tables and pictures.
    """
    sheet = layout.sheet
    labels, stats, erased, rest = _glyphs(layout, taken)
    high = stats[stats[:, 3] >= _LEAST, 3]
    least = max(_LEAST, _LOW * float(np.percentile(high, 75))) if len(high) else _LEAST
    tall = np.flatnonzero(stats[:, 3] >= least)
    if len(tall) > _GLYPHS:
        tall = np.sort(tall[np.argsort(-stats[tall, 3])[:_GLYPHS]])
    words = []
    marks = np.flatnonzero(stats[:, 3] < least)
    explained = np.zeros(len(stats) + 1, np.bool_)
    groups = [tall[group] for group in _group(stats[tall])]
    # Small print has no marks, and is none of a number beside it.
    low = _group(stats[marks], _SPACE) if len(marks) <= _GLYPHS else []
    small = [marks[group] for group in low if len(group) >= _PRINT]
    shared = _share(stats, groups, np.setdiff1d(marks, np.concatenate([[], *small])), small)
    for members, near in zip(groups, shared, strict=True):
        own = np.concatenate([members, near])
        word = _word(sheet, labels, stats, members, own, erased)
        if word is not None:
            words.append(word)
        explained[own + 1] = True  # what is too thick for a word is no stroke either
    return Words(words, rest | ((labels > 0) & ~explained[labels]))


def _glyphs(
    layout: Layout, taken: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.intp], NDArray[np.bool_], NDArray[np.bool_]]:
    """Label connected ink that may be a glyph or a mark.

    Returns:
        Labels (h, w); by label, its box; what lines were erased, (h, w); and ink that is no
        glyph for its size, or because the picture's edge cuts it, (h, w).
    """
    seen, level, upright = layout.sheet.cover, layout.level, layout.upright
    cover = np.where(taken, np.float32(0), seen)
    paper = seen[~taken]
    grain = 1.4826 * float(np.median(paper)) if paper.size else 0.0
    least = max(_COVER, _SIGNAL * grain)
    ink = (cover > least).astype(np.uint8)
    mask = erase_rules(ink, level, upright, seen)
    if not layout.squares.level:
        mask = erase_fields(mask, level, seen)
    mask = erase_boxes(mask, layout.boxes, level, upright)
    mask = erase(mask, *layout.squares, seen)
    # Beside what was erased are its pale rims.
    erased = cv2.dilate(ink & ~mask, np.ones((3, 3), np.uint8)) > mask
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    fullest = np.zeros(count, np.float32)
    inked, covers = np.asarray(labels[mask > 0], np.intp), cover[mask > 0]
    np.maximum.at(fullest, inked, covers)
    # Where a photo blurs them, small bold digits are paler within their loops, but not bare.
    core = np.bincount(inked[covers >= _CORE * fullest[inked]], minlength=count)
    h, w = mask.shape
    box = stats[:, :4]
    large = (box[:, 2] > _MOST * w * 2) | (box[:, 3] > _MOST * h)
    large |= box[:, 2] >= 12 * np.maximum(box[:, 3], 1)
    bold = (stats[:, 4] >= 4) & (fullest >= _FULLEST * least)
    keep = bold & ~large
    # What the picture's edge cuts is not all there; what is as wide as high and full is no glyph.
    cut = (box[:, 0] <= 1) | (box[:, 1] <= 1)
    cut |= (box[:, 0] + box[:, 2] >= w - 1) | (box[:, 1] + box[:, 3] >= h - 1)
    keep &= ~cut
    low, high = np.minimum(box[:, 2], box[:, 3]), np.maximum(box[:, 2], box[:, 3])
    # What lies along what is taken is left of a line around it.
    rim = cv2.dilate(taken.view(np.uint8), np.ones((3, 3), np.uint8)) > taken
    along = np.bincount(np.asarray(labels[rim], np.intp), minlength=count)
    keep &= along < _ALONG * high
    solid = core > _SOLID * low * high
    # The rim of a disc is pale.
    disc = (low > _HOLE) & (low > _ROUND * high) & (core > _DISC * (low - 2) * (high - 2))
    for i in np.flatnonzero(keep & disc & ~solid).tolist():
        x, y, width, height = box[i].tolist()
        solid[i] = _is_full(labels[y : y + height, x : x + width] == i)
    keep &= ~(solid & (low > _LEAST))
    # Of these, a line that people write on is no number's.
    rest = bold & (large | cut) & (box[:, 3] >= np.maximum(_LEAST, _LEVEL * box[:, 2]))
    keep[0] = rest[0] = False
    names = np.cumsum(keep) * keep
    glyphs = np.asarray(names[labels], np.int32), np.asarray(box[keep], np.intp)
    return *glyphs, np.asarray(erased), np.asarray(rest[labels])


def _is_full(part: NDArray[np.bool_]) -> bool:
    """Tell whether ink encloses no paper, as a 0, however bold, does."""
    own = part.astype(np.uint8)
    outer, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(own), outer, -1, 1, cv2.FILLED)
    return bool(np.count_nonzero(filled) <= _BARE * np.count_nonzero(own))


def _group(boxes: NDArray[np.intp], apart: float = _WORD) -> list[NDArray[np.intp]]:
    """Group glyphs (n, 4), so many heights apart at most, into words: lists of their numbers."""
    n = len(boxes)
    if not n:
        return []
    left, top, w, h = boxes.T
    right, foot = left + w, top + h
    gap = np.maximum(left[:, None], left) - np.minimum(right[:, None], right)
    shared = np.minimum(foot[:, None], foot) - np.maximum(top[:, None], top)
    low, high = np.minimum(h[:, None], h), np.maximum(h[:, None], h)
    joined = (gap <= apart * (low + high) / 2) & (shared >= _BESIDE * low) & (high <= _TALLER * low)
    group = np.arange(n)
    while True:  # each takes the lowest number that it can reach
        lowest = np.where(joined, group, n).min(axis=1)
        lowest = lowest[lowest]
        if (lowest == group).all():
            break
        group = lowest
    return [np.flatnonzero(group == g) for g in np.unique(group)]


def _share(
    stats: NDArray[np.intp],
    groups: list[NDArray[np.intp]],
    marks: NDArray[np.intp],
    others: list[NDArray[np.intp]],
) -> list[NDArray[np.intp]]:
    """Share marks among the words that they lie close to: each is the nearest one's.

    Args:
        stats: By glyph, its box.
        groups: The glyphs of each word.
        marks: What is to be shared.
        others: The glyphs of what is no word, but may be nearer.

    Returns:
        The marks of each word.
    """
    near = [_near(stats, members, marks) for members in [*groups, *others]]
    least = np.full(len(marks), np.inf)
    for away in near:
        np.minimum(least, away, out=least)
    return [marks[(away == least) & np.isfinite(away)] for away in near[: len(groups)]]


def _near(
    stats: NDArray[np.intp], members: NDArray[np.intp], marks: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Measure how far marks are from a word's glyphs; infinity where they are none of its own."""
    boxes = stats[members]
    left, top = boxes[:, 0].min(), boxes[:, 1].min()
    right, foot = (boxes[:, 0] + boxes[:, 2]).max(), (boxes[:, 1] + boxes[:, 3]).max()
    height = float(np.median(boxes[:, 3]))
    x, y, w, h = stats[marks].T
    near = (x + w > left - _NEAR * height) & (x < right + _NEAR * height)
    near &= (y + h > top) & (y < foot + _NEAR * height / 2)
    # A stroke of a digit, as the bar of a 7, may lie off the rest, above.
    bar = (x + w > left) & (x < right) & (w <= _BAR * height) & (np.maximum(w, h) >= _NEAR * height)
    near |= bar & (y + h <= top) & (y + h > top - _NEAR * height)
    near &= np.maximum(w, h) >= _MARK * height
    away = np.full(len(marks), np.inf)
    for i in np.flatnonzero(near).tolist():
        aside = np.maximum(boxes[:, 0] - x[i] - w[i], x[i] - boxes[:, 0] - boxes[:, 2])
        apart = np.maximum(boxes[:, 1] - y[i] - h[i], y[i] - boxes[:, 1] - boxes[:, 3])
        away[i] = np.hypot(np.maximum(aside, 0), np.maximum(apart, 0)).min()
    return away


def _word(
    sheet: Sheet,
    labels: NDArray[np.int32],
    stats: NDArray[np.intp],
    members: NDArray[np.intp],
    own: NDArray[np.intp],
    erased: NDArray[np.bool_],
) -> Word | None:
    """Make a word of its glyphs, and of these with its marks, its own."""
    height = float(np.median(stats[members, 3]))
    boxes = stats[own]
    left, top = boxes[:, 0].min(), boxes[:, 1].min()
    right, foot = (boxes[:, 0] + boxes[:, 2]).max(), (boxes[:, 1] + boxes[:, 3]).max()
    part = np.s_[top:foot, left:right]
    strokes = np.isin(labels[part], own + 1)
    pen = measure_pen(strokes)
    if pen > _FILLED * max(height, 1):
        return None
    colour = measure_colour(sheet.flat[part], strokes)
    around = _AROUND * (foot - top)
    h, w = sheet.cover.shape
    edges = (
        max(0, left - around), max(0, top - around), min(w, right + around), min(h, foot + around),
    )  # fmt: skip
    x, y, end, low = (round(edge) for edge in edges)
    written = Written(
        _rectangle(*edges),
        _rectangle(left, top, right, foot),
        height,
        0.0,
        pen,
        colour,
        len(members),
        float(sheet.cover[part][strokes].max()),
    )
    return Word(written, stats[members], erased[y:low, x:end])


def _rectangle(left: float, top: float, right: float, foot: float) -> NDArray[np.float64]:
    return np.array([(left, top), (right, top), (right, foot), (left, foot)], np.float64)
