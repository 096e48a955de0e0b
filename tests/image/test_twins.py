"""Twins: print repeats its letters to the pixel, a hand does not."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.image.layout import lay_out
from numerals.image.twins import by_hand
from numerals.image.words import find_words
from tests import sheets


def lines_of(page: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """The glyphs of a page's words, a word a line, and its cover."""
    layout = lay_out(page)
    nothing = np.zeros(layout.sheet.cover.shape, np.bool_)
    words = find_words(layout, nothing).found
    return [word.glyphs for word in words], layout.sheet.cover


@pytest.mark.parametrize(("height", "photo"), [(14, False), (22, False), (40, False), (40, True)])
def test_print_is_not_by_hand_flat_or_photographed(height: int, photo: bool) -> None:
    rng = np.random.default_rng(height)
    page = sheets.paper(600, 1000, rng)
    for line, text in enumerate(("The quick brown fox jumps", "over 13 lazy dogs in 2026")):
        sheets.print_text(page, text, 60, 120 + 150 * line, height)
    lines, cover = lines_of(sheets.photograph(page, rng) if photo else page)
    assert lines
    assert not any(by_hand(lines, cover))


def test_a_hand_is_beside_print_and_alone() -> None:
    rng = np.random.default_rng(0)
    page = sheets.paper(600, 1000, rng)
    sheets.write_neatly(page, "73048295164", 60, 200, 44, rng)
    lines, cover = lines_of(page)
    assert by_hand(lines, cover) == [True]
    sheets.print_text(page, "Readings of all the meters", 60, 400, 30)
    lines, cover = lines_of(page)
    written = [line for line in lines if line[0, 1] < 250]
    printed = [line for line in lines if line[0, 1] > 250]
    assert by_hand([*written, np.concatenate(printed)], cover) == [True, False]


def test_of_few_glyphs_or_strokes_nothing_is_said() -> None:
    cover = np.random.default_rng(0).random((60, 400)).astype(np.float32)
    few = np.array([[20 * i, 10, 15, 30] for i in range(5)])
    strokes = np.array([[20 * i, 10, 5, 30] for i in range(15)])
    assert by_hand([few], cover) == [False]
    assert by_hand([strokes], cover) == [False]
    assert by_hand([], cover) == []
