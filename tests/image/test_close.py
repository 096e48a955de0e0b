"""What stands so close to a number that both may be one puts it up for review."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from numerals.image.close import find_beside_print, find_close
from numerals.image.contents import Written
from numerals.image.page import find_places
from numerals.image.words import Word
from numerals.reader import Reader
from numerals.reading import Status
from tests import sheets

PEN = 4.0
NO_REST = np.zeros((400, 400), np.bool_)


def word(left: float, top: float, right: float, foot: float) -> Word:
    quad = np.array([(left, top), (right, top), (right, foot), (left, foot)], np.float64)
    written = Written(quad, quad, foot - top, 0.0, PEN, np.zeros(3), 1)
    glyph = np.array([(left, top, right - left, foot - top)], np.intp)
    return Word(written, glyph, np.zeros((1, 1), np.bool_))


@pytest.mark.parametrize(
    ("wide", "gap", "close"),
    [(60, 44, {0, 1}), (60, 52, set()), (40, 68, {0, 1}), (40, 76, set())],
)
def test_the_next_of_its_line(wide: int, gap: int, close: set[int]) -> None:
    """A digit alone may be farther off: its number is written the wider."""
    first, second = 100 + wide, 100 + wide + gap
    words = [word(100, 100, first, 140), word(second, 100, second + 60, 140)]
    assert find_close(words, [[0, 1]], NO_REST) == close


@pytest.mark.parametrize("across", [-10, 0, 45])
@pytest.mark.parametrize(("gap", "close"), [(6, {0, 1}), (12, set())])
def test_what_is_right_below_it(across: int, gap: int, close: set[int]) -> None:
    words = [
        word(100, 100, 140, 140),
        word(100 + across, 140 + gap, 140 + across, 180 + gap),
    ]
    assert find_close(words, [[0], [1]], NO_REST) == close


def test_a_word_far_aside_below_is_not_close() -> None:
    words = [word(100, 100, 140, 140), word(160, 144, 200, 184)]
    assert find_close(words, [[0], [1]], NO_REST) == set()


@pytest.mark.parametrize(
    ("part", "close"),
    [
        (np.s_[110:130, 150:154], True),  # a stroke beside it
        (np.s_[84:88, 110:130], True),  # one above
        (np.s_[154:158, 110:130], True),  # one below
        (np.s_[118:122, 150:154], False),  # a speck beside it
        (np.s_[110:130, 180:184], False),  # a stroke further off
        (np.s_[70:74, 110:130], False),
    ],
)
def test_ink_that_is_of_no_word(part, close: bool) -> None:
    rest = NO_REST.copy()
    rest[part] = True
    assert find_close([word(100, 100, 140, 140)], [[0]], rest) == ({0} if close else set())


def test_no_words_are_not_close() -> None:
    assert find_close([], [], NO_REST) == set()


def list_with(drawing) -> np.ndarray:
    """Four numbers below each other, and beside or above the second what `drawing` draws."""
    page = sheets.paper(700, 500, np.random.default_rng(4))
    for row in range(4):
        sheets.write(page, "46", 200, 90 + 150 * row, 46, np.random.default_rng(3))
    drawing(page)
    return page


def test_beside_a_stroke_without_end_a_number_is_for_review() -> None:
    def scrawl(page) -> None:
        x = np.arange(300, 499)
        y = 262 + np.where(x < 340, 18 * np.sin((x - 300) / 4), 0)
        way = np.stack([x, y.round()], axis=1).astype(np.int32)
        cv2.polylines(page, [way], False, sheets.BLUE, 4, cv2.LINE_AA)

    plain = Reader(expect="page").read(list_with(lambda page: None)).numbers
    assert [n.status for n in plain] == [Status.ACCEPTED] * 4
    read = Reader(expect="page").read(list_with(scrawl)).numbers
    assert [n.status is Status.ACCEPTED for n in read if n.text == "46"] == [
        True, False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("gap", [8, 12])
def test_a_7_whose_bar_is_torn_off_is_no_1(gap: int) -> None:
    page = sheets.paper(700, 500, np.random.default_rng(4))
    for row in range(4):
        sheets.write(page, "46", 200, 60 + 150 * row, 46, np.random.default_rng(3))
        y = 110 + 150 * row
        cv2.line(page, (376, y + gap), (368, y + 36), sheets.BLUE, 4, cv2.LINE_AA)
        cv2.line(page, (364, y - 3), (380, y - 4), sheets.BLUE, 4, cv2.LINE_AA)
    assert sum(place.box.x > 300 and place.box.h > 36 for place in find_places(page)) == 4
    read = Reader(expect="page").read(page).numbers
    assert not [n for n in read if n.text == "1" and n.status is Status.ACCEPTED]


@pytest.mark.parametrize("thick", [1, 2, 4])
def test_what_stands_on_a_line_to_write_on_is_not_doubted(thick: int) -> None:
    def blanks(page) -> None:
        for row in range(4):
            y = 143 + 150 * row
            cv2.line(page, (170, y), (400, y + 3), (60, 60, 60), thick, cv2.LINE_AA)

    read = Reader(expect="page").read(list_with(blanks)).numbers
    assert [(n.text, n.status) for n in read] == [("46", Status.ACCEPTED)] * 4


def test_what_stands_above_dots_to_write_on_is_not_doubted() -> None:
    def dots(page) -> None:
        for row in range(4):
            for x in range(180, 420, 9):
                cv2.circle(page, (x, 153 + 150 * row), 2, (60, 60, 60), -1, cv2.LINE_AA)

    read = Reader(expect="page").read(list_with(dots)).numbers
    assert [n.status for n in read if n.text == "46"] == [Status.ACCEPTED] * 4


@pytest.mark.parametrize(
    ("gap", "height", "close"),
    [(14, 22, True), (40, 22, False), (14, 44, False)],
)
def test_what_is_right_beside_print_and_as_high_may_be_print(gap, height, close) -> None:
    """As the 2 of a label "Part 2"; a number behind a label is higher."""
    label = word(100, 200, 180, 222)
    one = word(180 + gap, 222 - height, 196 + gap, 222)
    assert find_beside_print([one], [label]) == ({0} if close else set())


def test_without_print_nothing_is_beside_it() -> None:
    assert find_beside_print([word(100, 100, 140, 140)], []) == set()
    assert find_beside_print([], [word(100, 100, 140, 140)]) == set()
