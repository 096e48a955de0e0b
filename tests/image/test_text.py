"""Print is told from what is written beside it by its ink and its size."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.image.contents import Written
from numerals.image.text import find_print
from numerals.image.words import Word

#: Too low for glyphs to be told alike: what stands on one line is print.
HEIGHT = 16
BLACK, PENCIL, BLUE = (0.1, 0.1, 0.1), (0.55, 0.55, 0.55), (0.25, 0.3, 0.7)
COVER = np.random.default_rng(0).random((300, 800), np.float32)


def word(left: int, foot: int, glyphs: int, ink, height: int = HEIGHT) -> Word:
    boxes = np.array([(left + 12 * i, foot - height, 10, height) for i in range(glyphs)], np.intp)
    end, top = left + 12 * glyphs, foot - height
    quad = np.array([(left, top), (end, top), (end, foot), (left, foot)], np.float64)
    written = Written(quad, quad, float(height), 0.0, 3.0, np.array(ink), glyphs)
    return Word(written, boxes, np.zeros((1, 1), np.bool_))


LABEL = [word(20, 100, 10, BLACK), word(160, 100, 8, BLACK)]


@pytest.mark.parametrize(
    ("ink", "height", "printed"),
    [(BLACK, HEIGHT, True), (PENCIL, HEIGHT, False), (BLUE, HEIGHT, False), (BLACK, 28, False)],
)
@pytest.mark.parametrize("foot", [100, 200])
def test_what_is_beside_print_or_below_it(foot: int, ink, height: int, printed: bool) -> None:
    words = [*LABEL, word(400, foot, 3, ink, height)]
    lines = [[0, 1, 2]] if foot == 100 else [[0, 1], [2]]
    assert find_print(words, lines, COVER) == ({0, 1, 2} if printed else {0, 1})


def test_a_page_without_words_has_no_print() -> None:
    assert find_print([], [], COVER) == set()
