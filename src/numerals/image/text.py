"""Text: lines of words, printed or by hand, and numbers that stand in rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.image.twins import by_hand

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.image.words import Word

#: Words are in one line if they share this much of the lower one's height.
_LINE = 0.5
#: So many glyphs in a line tell print from a hand, by how many of them stand on the line to this
#: share of their height, or so many pixels: more than this share, which a hand's do, by so many
#: of its deviations.
_GLYPHS = 9
_ON_LINE = 0.03
_PIXELS = 1.5
_STAND = 0.45
_DEVIATIONS = 3.3
#: Words as high and as thick as print, to these shares, are print; unless their ink has a colour,
#: by more than this share of the paper's light.
_HEIGHT = 0.15
_PEN = 0.25
_GREY = 0.25
#: In a line of print, what is so much taller, or in an ink so far from its own as shares of the
#: paper's light, is by hand.
_TALLER, _OTHER_INK = 1.5, 0.3
#: Numbers are in one column if their middles, left or right ends differ by less than this many
#: of their heights; a column has at least two.
_COLUMN = 1.2


def list_lines(words: list[Word]) -> list[list[int]]:
    """List the words of each line, top to bottom, each left to right, by their numbers."""
    boxes = np.array([word.extent for word in words]).reshape(-1, 4)
    lines: list[list[int]] = []
    for i in np.argsort(boxes[:, 1] + boxes[:, 3]).tolist():
        best, most = None, _LINE
        for line in lines:
            # The nearest word of a line says where it runs: lines may bend.
            j = min(line, key=lambda k: abs(boxes[k, 0] - boxes[i, 0]))
            low = min(boxes[i, 3] - boxes[i, 1], boxes[j, 3] - boxes[j, 1])
            shared = (min(boxes[i, 3], boxes[j, 3]) - max(boxes[i, 1], boxes[j, 1])) / max(low, 1)
            apart = all(boxes[k, 0] >= boxes[i, 2] or boxes[i, 0] >= boxes[k, 2] for k in line)
            if apart and shared >= most:
                best, most = line, shared
        if best is None:
            lines.append([i])
        else:
            best.append(i)
    lines = [sorted(line, key=lambda k: float(boxes[k, 0])) for line in lines]
    return sorted(lines, key=lambda line: float(np.mean(boxes[line][:, [1, 3]])))


def find_print(words: list[Word], lines: list[list[int]], cover: NDArray[np.float32]) -> set[int]:
    """Find the words that look printed.

    Their glyphs stand on one line, as a hand's hardly do, and some of them come again.

    Args:
        words: Those of a sheet.
        lines: As `list_lines` gives them.
        cover: float32 (h, w) in [0, 1], as a `Sheet` has it.
    """
    level = []
    for line in lines:
        glyphs = np.concatenate([words[i].glyphs for i in line])
        likely = _STAND + _DEVIATIONS * float(np.sqrt(_STAND * (1 - _STAND) / len(glyphs)))
        if len(glyphs) >= _GLYPHS and _on_line(glyphs) >= min(likely, 1.0):
            level.append((line, glyphs))
    neat = by_hand([glyphs for _, glyphs in level], cover)
    printed = {
        i
        for (line, glyphs), hand in zip(level, neat, strict=True)
        if not hand
        for i in _in_print(words, line, glyphs)
    }
    if not printed:
        return printed
    heights = np.array([words[i].written.height for i in printed])
    pens = np.array([words[i].written.pen for i in printed])
    inks = np.array([words[i].written.colour for i in printed])
    for i, word in enumerate(words):
        like = np.abs(word.written.height / heights - 1) <= _HEIGHT
        like &= np.abs(word.written.pen / pens - 1) <= _PEN
        like &= np.abs(word.written.colour - inks).max(axis=1) <= _OTHER_INK
        if like.sum() >= max(2, 0.1 * len(heights)) and np.ptp(word.written.colour) < _GREY:
            printed.add(i)
    return printed


def _in_print(words: list[Word], line: list[int], glyphs: NDArray[np.intp]) -> list[int]:
    """List the words of a printed line that are in its ink and size: a form is filled in beside."""
    usual = float(np.median(glyphs[:, 3]))
    inks = [words[i].written.colour for i in line for _ in words[i].glyphs]
    ink = np.median(inks, axis=0)
    return [
        i
        for i in line
        if np.abs(words[i].written.colour - ink).max() <= _OTHER_INK
        and words[i].written.height <= _TALLER * usual
    ]


def _on_line(glyphs: NDArray[np.intp]) -> float:
    """Give the share of glyphs (n, 4) whose feet are on one straight line."""
    x, foot = glyphs[:, 0] + glyphs[:, 2] / 2, (glyphs[:, 1] + glyphs[:, 3]).astype(np.float64)
    height = float(np.median(glyphs[:, 3]))
    slack = max(_PIXELS, _ON_LINE * height)
    best = 0.0
    for slope in np.arange(-0.03, 0.031, 0.005):
        level = foot - slope * (x - x.mean())
        off = np.abs(level[:, None] - level)
        best = max(best, float((off <= slack).mean(axis=1).max()))
    return best


def align(words: list[Word], lines: list[list[int]]) -> dict[int, tuple[int, int]]:
    """Give rows and columns, from 1, to numbers that stand as in a table without rules.

    They do if there are two lines and two columns of them at least, and no number is between
    columns.
    """
    members = [i for line in lines for i in line]
    if len(lines) < 2 or not any(len(line) > 1 for line in lines):
        return {}
    boxes = np.array([word.extent for word in words])
    columns: list[list[int]] = []
    for i in sorted(members, key=lambda k: float(boxes[k, 0] + boxes[k, 2])):
        for column in columns:
            height = np.median([words[k].written.height for k in (*column, i)])
            ends = boxes[column][:, [0, 2]].mean(axis=0)
            off = np.abs([boxes[i, 0] - ends[0], boxes[i, 2] - ends[1]])
            off = np.append(off, abs(boxes[i, [0, 2]].mean() - ends.mean()))
            if off.min() <= _COLUMN * height:
                column.append(i)
                break
        else:
            columns.append([i])
    columns.sort(key=lambda c: float(boxes[c][:, [0, 2]].mean()))
    of = {i: n for n, column in enumerate(columns, 1) for i in column}
    if len(columns) < 2 or min(len(c) for c in columns) < 2:
        return {}
    places = {i: (row, of[i]) for row, line in enumerate(lines, 1) for i in line}
    return places if len(set(places.values())) == len(places) else {}
