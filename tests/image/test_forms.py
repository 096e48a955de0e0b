"""What a form is printed with is left alone: boxes, labels and words."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from numerals.field import Field
from numerals.image.grid import Line
from numerals.image.page import find_places
from numerals.image.ruling import erase_fields
from numerals.reader import Reader
from numerals.reading import Status
from tests import sheets

LABELS = ("Name of patient", "Room number", "Telephone", "Unit price", "Quantity", "Total due")


def print_text(page: Any, text: str, x: int, foot: int, points: int) -> int:
    """Print text in a real face; give where it ends."""
    sheet = Image.fromarray(page)
    draw, face = ImageDraw.Draw(sheet), ImageFont.load_default(points)
    draw.text((x, foot), text, font=face, fill=(25, 25, 28), anchor="ls")
    page[:] = np.asarray(sheet)
    return x + round(draw.textlength(text, font=face))


def are_found(numbers: Any, written: dict[tuple[int, int, int, int], str]) -> int:
    return sum(
        any(sheets.shared(number.box, box) > 0.5 and number.text == text for number in numbers)
        for box, text in written.items()
    )


@pytest.mark.parametrize(
    ("photo", "thick", "off"),
    [(False, 1, 0), (False, 1, 3), (False, 3, 0), (False, 3, 3), (True, 3, 3)],
)
def test_sides_of_boxes_right_below_their_labels_are_no_1s(photo, thick, off) -> None:
    rng = np.random.default_rng(50)
    page = sheets.paper(1200, 1000, rng)
    for i in range(12):
        x, y = 80 + 440 * (i % 2), 130 + 170 * (i // 2)
        print_text(page, LABELS[i % 6], x - 2, y - off - thick, 26)
        cv2.rectangle(page, (x, y), (x + 380, y + 62), (40, 40, 40), thick)
        if i % 3:
            sheets.write(page, sheets.numbers(rng, 1, 2, 4)[0], x + 90, y + 12, 42, rng)
    if photo:
        page = sheets.photograph(sheets.shade(page), rng, 0.03)
    numbers = Reader(expect="page").read(page).numbers
    assert sum(number.text == "1" for number in numbers) == 0
    # Of a blurred label something may be left, for review.
    assert 7 <= sum(number.row is not None for number in numbers) <= 9


@pytest.mark.parametrize("photo", [False, True])
def test_the_box_of_a_number_leaves_its_cells_label_out(photo: bool) -> None:
    rng = np.random.default_rng(51)
    page = sheets.table([["", ""]] * 6, rng, widths=[360, 360], height=110)
    written = {}
    for row, column in np.ndindex(6, 2):
        x, y = 120 + 360 * column, 120 + 110 * row
        print_text(page, LABELS[row], x + 8, y + 26, 20)
        text = sheets.numbers(rng, 1, 2, 4)[0]
        # All on one line: label and number together are as alike as print.
        written[sheets.write(page, text, x + 60, y + 46, 52, rng, (20, 40, 110))] = text
    if photo:
        page = sheets.shade(page)
    numbers = Reader(expect="page").read(page).numbers
    assert are_found(numbers, written) >= 11
    assert not any(number.printed for number in numbers)


def test_words_in_a_table_are_left_out() -> None:
    rng = np.random.default_rng(52)
    page = sheets.table([["", ""]] * 7, rng, widths=[360, 200], height=64)
    goods = ("Description", "Envelopes", "Printer toner", "Notebooks", "Hand towels")
    for row, text in enumerate(goods):
        print_text(page, text, 134, 164 + 64 * row, 28)
        if row:
            sheets.write(page, sheets.numbers(rng, 1, 2, 3)[0], 510, 130 + 64 * row, 44, rng)
    numbers = Reader(expect="page").read(page).numbers
    assert [(number.row, number.column) for number in numbers] == [(r, 2) for r in range(2, 6)]


def test_a_word_alone_is_said_to_look_like_one() -> None:
    page = np.full((120, 420, 3), 240, np.uint8)
    print_text(page, "Envelopes", 40, 80, 56)
    number = Reader(expect="number").read(page)
    assert number.status is not Status.ACCEPTED
    assert "looks like a word" in number.reason


def test_a_labels_last_mark_is_none_of_the_number_behind_it() -> None:
    rng = np.random.default_rng(53)
    page, boxes = sheets.paper(1000, 900, rng), []
    for row in range(8):
        y = 120 + 100 * row
        end = print_text(page, "Invoice no:", 90, y, 30)
        boxes.append(sheets.write(page, "4960"[row % 2 :], end + 12, y - 40, 46, rng))
    places = find_places(page)
    for box in boxes:
        near = [p.box for p in places if sheets.shared(p.box, box) > 0.3]
        assert len(near) == 1
        assert near[0].x >= box[0] - 4


@pytest.mark.parametrize("count", [2, 3])
def test_lines_of_a_form_are_erased_where_there_are_several(count: int) -> None:
    cover = np.zeros((400, 800), np.float32)
    level = [Line(100, np.full(160, 100.0 + 90 * i, np.float32), 2.0) for i in range(count)]
    for line in level:
        cover[int(line.ys[0]) - 1 : int(line.ys[0]) + 1, 100:260] = 0.5
    cover[60:140, 180:184] = 0.9  # a stroke across the first
    mask = (cover > 0.1).astype(np.uint8)
    rest = erase_fields(mask, level, cover)
    assert rest[100, 120] == (count < 3)
    assert rest[60:140, 181].all()


@pytest.mark.parametrize("stem", [0, 159])
def test_a_bar_that_a_stroke_goes_on_from_is_no_line_of_a_form(stem: int) -> None:
    """As those of large 7s and 5s, and of 2s."""
    level = [Line(100, np.full(160, 100.0 + 90 * i, np.float32), 2.0) for i in range(3)]
    cover = np.zeros((400, 800), np.float32)
    for line in level:
        y = int(line.ys[0])
        cover[y - 1 : y + 1, 100:260] = 0.5
        cover[y : y + 60, 100 + stem : 102 + stem] = 0.5
    mask = (cover > 0.1).astype(np.uint8)
    assert (erase_fields(mask, level, cover) == mask).all()


def test_where_no_ink_is_left_there_is_no_line_of_a_form() -> None:
    """Lines of a table are left out before, and do not make one line a form's."""
    level = [Line(100, np.full(160, 100.0 + 90 * i, np.float32), 2.0) for i in range(3)]
    cover = np.zeros((400, 800), np.float32)
    cover[99:101, 100:260] = 0.5
    mask = (cover > 0.1).astype(np.uint8)
    assert (erase_fields(mask, level, cover) == mask).all()


def test_what_a_field_makes_of_a_number_is_no_word() -> None:
    rng = np.random.default_rng(5)
    page = sheets.paper(1400, 900, rng)
    for i, text in enumerate(("7070", "4829", "90817", "1356", "56789", "2468")):
        sheets.write(page, text, 120, 80 + 200 * i, 60, rng)
    read = Reader(expect="page", field=Field(length=4)).read(page)
    assert len(read.numbers) == 6
    assert read.status is Status.REVIEW


def test_small_numbers_beside_large_ones_are_not_passed_over_in_silence() -> None:
    rng = np.random.default_rng(54)
    page = sheets.paper(1000, 1000, rng)
    for i in range(4):
        sheets.write(page, "482", 120, 80 + 200 * i, 84, rng)
    x, y, wide, high = sheets.write(page, "913", 620, 80, 84, rng)
    sheets.write(page, "2563", x + wide + 15, y + high - 26, 24, rng)
    numbers = Reader(expect="page").read(page).numbers
    (beside,) = [n for n in numbers if sheets.shared(n.box, (x, y, wide, high)) > 0.3]
    assert beside.status is not Status.ACCEPTED
