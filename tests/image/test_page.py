"""Every number of a page is found, in its row and column, whatever a photo does to the page."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.image.layout import lay_out
from numerals.image.page import Place, find_places, places_of
from numerals.reader import Reader
from numerals.reading import Box, Status
from tests import sheets

#: A cell at the right and lower edge of a page 100 pixels high and 200 wide; its cut reaches over.
EDGE = Place(
    Box(150, 60, 50, 40),
    np.zeros((60, 80), np.uint8),
    corners=np.array([(145.0, 55), (225, 55), (225, 115), (145, 115)]),
    page=(100, 200),
)

HARDSHIPS = {
    "flat": lambda page, rng: page,
    "turned 10° left": lambda page, rng: sheets.turn(page, 10),
    "turned 12° right": lambda page, rng: sheets.turn(page, -12),
    "bent": lambda page, rng: sheets.bend(page, 0.03),
    "in shadow": lambda page, rng: sheets.shade(page),
    "half in shadow": lambda page, rng: sheets.half_in_shadow(page),
    "photographed": sheets.photograph,
    "photographed, bent, in shadow": lambda page, rng: sheets.shade(
        sheets.photograph(sheets.bend(page, 0.02), rng)
    ),
    "negative": lambda page, rng: 255 - page,
}


def texts(rng, rows: int, columns: int, least: int, most: int) -> list[list[str]]:
    """Numbers for a table, a fifth of its cells empty."""
    return [
        [t if rng.random() > 0.2 else "" for t in sheets.numbers(rng, columns, least, most)]
        for _ in range(rows)
    ]


def at(places: list[Place]) -> dict[tuple[int | None, int | None], Place]:
    found = {(p.row, p.column): p for p in places}
    assert len(found) == len(places), "two numbers at one place"
    return found


def cells(table: list[list[str]]) -> dict[tuple[int, int], str]:
    return {(i, j): t for i, row in enumerate(table, 1) for j, t in enumerate(row, 1) if t}


@pytest.mark.parametrize("hardship", HARDSHIPS)
def test_digits_of_a_square_are_read_at_their_place(hardship: str, reader) -> None:
    rng = np.random.default_rng(1)
    table = texts(rng, 9, 9, 1, 1)
    printed = [(i, j) for i in range(1, 10) for j in range(1, 10) if (i + j) % 3 == 0]
    page = HARDSHIPS[hardship](sheets.table(table, rng, height=80, printed=printed), rng)
    found = at(find_places(page))
    wanted = cells(table)
    assert set(found) <= set(wanted)
    right = sum(k in found and reader.read(found[k].pixels).text == t for k, t in wanted.items())
    assert right >= 0.96 * len(wanted)
    if hardship != "negative":
        wrong = [k for k in found if found[k].printed is not (k in printed)]
        assert len(wrong) <= 0.05 * len(wanted)


@pytest.mark.parametrize("hardship", ["flat", "turned 10° left", "bent", "photographed"])
def test_a_table_keeps_rows_and_columns_of_any_width(hardship: str) -> None:
    rng = np.random.default_rng(2)
    table = texts(rng, 12, 4, 2, 5)
    page = sheets.table(table, rng, [220, 160, 300, 200], 56, 0.55, thick=1)
    assert set(at(find_places(HARDSHIPS[hardship](page, rng)))) == set(cells(table))


def test_a_page_of_many_narrow_rows_keeps_them_where_it_bends() -> None:
    rng = np.random.default_rng(3)
    table = texts(rng, 30, 6, 2, 4)
    page = sheets.bend(sheets.table(table, rng, [150] * 6, 42, thick=1), 0.03)
    assert set(at(find_places(page))) == set(cells(table))


@pytest.mark.parametrize("hardship", ["flat", "turned 10° left", "photographed"])
def test_shaded_rows_are_paper(hardship: str) -> None:
    rng = np.random.default_rng(6)
    table = [sheets.numbers(rng, 5, 1, 4) for _ in range(12)]
    page = sheets.table(table, rng, [200] * 5, 80, thick=1, striped=True)
    assert set(at(find_places(HARDSHIPS[hardship](page, rng)))) == set(cells(table))


def test_thin_lines_of_a_shaken_photo_are_found() -> None:
    rng = np.random.default_rng(8)
    table = [sheets.numbers(rng, 9, 1, 1) for _ in range(10)]
    page = sheets.table(table, rng, [70] * 9, 70, thick=1)
    assert set(at(find_places(cv2.blur(page, (9, 1))))) == set(cells(table))


@pytest.mark.parametrize("seed", range(5))
def test_a_table_drawn_by_hand_has_rows_and_columns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = texts(rng, 9, 5, 1, 3)
    page = sheets.drawn_table(table, rng, wobble=3, short=8)
    assert set(at(find_places(page))) == set(cells(table))


@pytest.mark.parametrize("degrees", [0, 5])
@pytest.mark.parametrize("gap", [0, 22])
def test_a_row_of_boxes_gives_a_place_a_box(gap: int, degrees: float, reader) -> None:
    rng = np.random.default_rng(4)
    page, text = sheets.boxes("4170682935", gap, rng), "4170682935"
    found = at(find_places(sheets.turn(page, degrees)))
    assert set(found) == {(1, j) for j in range(1, 11)}
    right = sum(reader.read(found[1, j].pixels).text == t for j, t in enumerate(text, 1))
    assert right >= 9


@pytest.mark.parametrize("hardship", [h for h in HARDSHIPS if "bent" not in h])
def test_two_columns_without_rules_are_a_table(hardship: str) -> None:
    rng = np.random.default_rng(5)
    page, table = sheets.two_columns(rng)
    assert set(at(find_places(HARDSHIPS[hardship](page, rng)))) == set(cells(table))


@pytest.mark.parametrize("seed", [7, 23])
def test_a_small_bold_digit_is_no_blot(seed: int) -> None:
    """A photo blurs the loops of a bold 8 or a crossed 0 until they are hardly paper."""
    rng = np.random.default_rng(seed)
    page, table = sheets.two_columns(rng)
    assert set(at(find_places(HARDSHIPS["photographed"](page, rng)))) == set(cells(table))


@pytest.mark.parametrize("ruled", [0, 50])
def test_numbers_come_top_to_bottom_each_whole(ruled: int) -> None:
    rng = np.random.default_rng(6)
    page, boxes = sheets.free(rng, ruled)
    places = find_places(page)
    assert len(places) == len(boxes)
    for place, box in zip(places, boxes, strict=True):
        assert sheets.shared(place.box, box) > 0.75
        assert (place.row, place.column) == (None, None)


def test_squared_paper_is_no_table() -> None:
    rng = np.random.default_rng(7)
    page, boxes = sheets.free(rng, 0, 40)
    places = find_places(page)
    whole = sum(any(sheets.shared(p.box, b) > 0.6 for p in places) for b in boxes)
    assert whole >= 5
    assert all(p.row is None for p in places)


def test_print_between_is_left_alone() -> None:
    rng = np.random.default_rng(8)
    page, boxes = sheets.free(rng)
    for line in range(6):
        sheets.print_text(
            page, "The quick brown fox jumps over the lazy dog", 60, 80 + 34 * line, 18
        )
    places = find_places(page)
    assert len(places) == len(boxes)
    assert all(p.box.y > 280 for p in places)


@pytest.mark.parametrize("degrees", [0, 4])
@pytest.mark.parametrize("thick", [1, 4])
@pytest.mark.parametrize("filled", [True, False])
def test_of_boxes_far_apart_nothing_but_their_numbers_is_read(degrees, thick, filled) -> None:
    rng = np.random.default_rng(12)
    page, boxes = sheets.paper(900, 800, rng), []
    for top in range(80, 800, 150):
        cv2.rectangle(page, (300, top), (700, top + 70), sheets.BLACK, thick)
        if filled:
            boxes.append(sheets.write(page, "4172", 330, top + 15, 40, rng))
    places = find_places(sheets.turn(page, degrees))
    assert len(places) == len(boxes)
    if not degrees:
        for place, box in zip(places, boxes, strict=True):
            assert sheets.shared(place.box, box) > 0.75


@pytest.mark.parametrize("pen", [(170, 30, 40), (20, 120, 60), sheets.BLACK])
def test_a_total_in_another_pen_below_a_table_is_read(pen) -> None:
    rng = np.random.default_rng(13)
    page = sheets.table(texts(rng, 4, 3, 2, 4), rng, [150] * 3, margin=160)
    box = sheets.write(page, "8437", 300, page.shape[0] - 110, 40, rng, pen)
    assert sheets.shared(find_places(page)[-1].box, box) > 0.75


@pytest.mark.parametrize("beside", [8, 12])
def test_a_1_near_a_boxs_side_is_no_side(beside: int) -> None:
    rng = np.random.default_rng(2)
    page = sheets.paper(900, 800, rng)
    for top in range(80, 800, 150):
        cv2.rectangle(page, (300, top), (700, top + 70), sheets.BLACK, 2)
        x = 300 + beside
        cv2.line(page, (x, top + 15), (x, top + 58), sheets.BLUE, 3, cv2.LINE_AA)
        sheets.write(page, "472", x + 22, top + 15, 40, rng)
    assert all(place.box.x < 300 + 2 * beside for place in find_places(page))


@pytest.mark.parametrize("pen", [6, 12])
def test_a_bold_0_is_no_punched_hole(pen: int) -> None:
    page = sheets.paper(400, 600, np.random.default_rng(3))
    for i in range(3):
        cv2.line(page, (150 + 100 * i, 150), (145 + 100 * i, 210), sheets.BLUE, pen, cv2.LINE_AA)
        cv2.ellipse(page, (200 + 100 * i, 180), (26, 28), 0, 0, 360, sheets.BLUE, pen, cv2.LINE_AA)
    (place,) = find_places(page)
    assert place.box.w > 270


def test_what_is_left_out_beside_a_table_for_its_ink_is_said() -> None:
    rng = np.random.default_rng(14)
    page = sheets.table(texts(rng, 4, 3, 2, 4), rng, [150] * 3, margin=160)
    for line in range(3):
        sheets.print_text(page, "The quick brown fox jumps over it", 40, 40 + 34 * line, 18)
    reader = Reader(expect="page")
    assert "another ink" not in reader.read(page).reason
    sheets.write(page, "8437", 300, page.shape[0] - 110, 40, rng, (170, 30, 40))
    read = reader.read(page)
    assert read.status is Status.REVIEW
    assert "another ink" in read.reason
    assert not any("another ink" in number.reason for number in read.numbers)


def test_print_in_a_table_is_print_enough_to_leave_other_ink_out() -> None:
    rng = np.random.default_rng(17)
    table = [sheets.numbers(rng, 3, 2, 3) for _ in range(6)]
    printed = [(row, 1) for row in range(1, 7)]
    page = sheets.table(table, rng, [150] * 3, printed=printed, margin=160)
    box = sheets.write(page, "8437", 300, page.shape[0] - 110, 40, rng, (170, 30, 40))
    assert not any(sheets.shared(place.box, box) > 0.2 for place in find_places(page))
    assert "another ink" in Reader(expect="page").read(page).reason


@pytest.mark.parametrize(("apart", "close"), [(40, True), (120, False)])
def test_of_a_number_written_wide_no_half_is_accepted(apart: int, close: bool) -> None:
    page = sheets.paper(700, 700, np.random.default_rng(18))
    for row in range(4):
        left, top, w, _ = sheets.write(
            page, "47", 100, 90 + 140 * row, 46, np.random.default_rng(2)
        )
        sheets.write(page, "26", left + w + apart, top, 46, np.random.default_rng(3))
    read = Reader(expect="page").read(page).numbers
    assert [n.text for n in read] == ["47", "26"] * 4
    assert all(("may be one number" in n.reason) is close for n in read)
    assert all((n.status is Status.ACCEPTED) is not close for n in read)


def test_punched_holes_are_no_numbers() -> None:
    rng = np.random.default_rng(15)
    page = sheets.paper(900, 700, rng)
    for top in range(60, 880, 80):
        cv2.circle(page, (40, top), 16, (60, 60, 60), -1, cv2.LINE_AA)
    boxes = [sheets.write(page, "4172", 200, 90 + 200 * i, 46, rng) for i in range(4)]
    assert len(find_places(page)) == len(boxes)


@pytest.mark.parametrize("thick", [2, 3])
def test_a_heading_over_all_columns_is_a_row(thick) -> None:
    rng = np.random.default_rng(16)
    table = texts(rng, 5, 3, 2, 4)
    table[0] = ["", "", ""]
    page = sheets.table(table, rng, [150] * 3, thick=thick)
    for x in (270, 420):  # the lines between the columns do not run through the first row
        page[120 + thick : 180 - thick, x - thick : x + thick + 1] = sheets.paper(1, 1, rng)
    assert set(at(find_places(page))) == set(cells(table))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("headed", [False, True])
def test_who_writes_as_neatly_as_print_is_read_all_the_same(seed: int, headed: bool) -> None:
    rng = np.random.default_rng(seed)
    page = sheets.paper(700, 900, rng)
    if headed:
        sheets.print_text(page, "Readings of all meters in the house", 60, 80, 26)
    for row in range(4):
        for column, text in enumerate(sheets.numbers(rng, 3, 3, 3)):
            sheets.write_neatly(page, text, 80 + 270 * column, 220 + 130 * row, 44, rng)
    places = find_places(page)
    assert len(places) == 12
    assert all(place.box.y > 120 for place in places)


@pytest.mark.parametrize("pen", [sheets.BLUE, sheets.BLACK])
@pytest.mark.parametrize("seed", range(3))
def test_what_a_form_is_filled_in_with_is_no_print(seed: int, pen) -> None:
    rng = np.random.default_rng(seed)
    page, boxes = sheets.paper(1100, 900, rng), []
    labels = ("Weight of the child:", "Height in centimetres:", "Temperature today:")
    for i, label in enumerate(3 * labels):
        y = 110 + 105 * i
        sheets.print_text(page, label, 90, y, 24)
        cv2.line(page, (430, y + 10), (690, y + 10), (60, 60, 60), 2, cv2.LINE_AA)
        (text,) = sheets.numbers(rng, 1, 2, 4)
        boxes.append(sheets.write(page, text, 450, y - 38, 44, rng, pen))
        sheets.print_text(page, "kg/cm", 710, y, 24)
    places = find_places(page)
    found = [any(sheets.shared(place.box, box) > 0.5 for place in places) for box in boxes]
    assert sum(found) >= 8
    assert len(places) <= 10


def test_of_a_page_with_print_alone_that_is_said() -> None:
    page = np.full((400, 600), 240, np.uint8)
    for line in range(6):
        text = "The quick brown fox jumps over the lazy dog"
        sheets.print_text(page, text, 60, 80 + 34 * line, 18)
    read = Reader(expect="page").read(page)
    assert (read.status, read.numbers) == (Status.UNREADABLE, ())
    assert "looks printed" in read.reason
    blank = Reader(expect="page").read(np.full_like(page, 240))
    assert "printed" not in blank.reason


@pytest.mark.parametrize("side", [0.45, 3.5])
def test_the_box_is_in_the_pictures_own_pixels(side: float) -> None:
    rng = np.random.default_rng(9)
    page, boxes = sheets.free(rng)
    page = sheets.scale(page, side)
    places = find_places(page)
    assert len(places) == len(boxes)
    for place, box in zip(places, boxes, strict=True):
        assert sheets.shared(place.box, Box(*(round(side * v) for v in box))) > 0.7
        assert place.pixels.shape[0] <= 256


@pytest.mark.parametrize("shape", [(1, 1), (3, 700), (40, 40, 3), (400, 300), (2000, 1500, 3)])
def test_an_empty_page_has_no_places(shape: tuple[int, ...]) -> None:
    assert find_places(np.full(shape, 230, np.uint8)) == []


def test_noise_has_no_table() -> None:
    rng = np.random.default_rng(10)
    noise = rng.integers(0, 256, (500, 700), np.uint8)
    assert all(p.row is None for p in find_places(noise))


@pytest.mark.parametrize("box", [Box(0, 0, 80, 60), Box(50, 40, 20, 20), Box(70, 55, 10, 5)])
def test_what_is_found_in_a_place_stays_on_the_page(box: Box) -> None:
    x, y, w, h = EDGE.locate(box)
    assert min(x, y) >= 0
    assert min(w, h) >= 1
    assert (x + w <= 200, y + h <= 100) == (True, True)
    assert EDGE.locate(Box(10, 10, 20, 20)) == Box(155, 65, 20, 20)


@given(
    st.integers(0, 3),
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 9), st.integers(1, 9)),
)
def test_turned_back_a_place_is_where_it_was(quarters: int, at: tuple[int, int, int, int]) -> None:
    x, y, right, foot = at[0], at[1], at[0] + at[2], at[1] + at[3]
    turned = np.ascontiguousarray(np.rot90(np.zeros((33, 44), np.uint8), quarters))
    turned[y:foot, x:right] = 1
    corners = np.array([(x, y), (right, y), (right, foot), (x, foot)], np.float64)
    h, w = turned.shape
    place = Place(Box(*at), turned[y:foot, x:right], corners=corners, page=(h, w))
    back = place.turned_back(quarters)
    assert back.page == (33, 44)
    rows, columns = np.nonzero(np.rot90(turned, -quarters))
    wanted = (columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1)
    assert back.box == wanted
    assert back.locate(Box(0, 0, at[2], at[3])) == wanted


def test_places_know_their_page() -> None:
    page = sheets.boxes("417", 0, np.random.default_rng(6))
    assert {place.page for place in find_places(page)} == {page.shape[:2]}


def test_a_stroke_that_may_part_a_cell_is_for_a_person() -> None:
    rng = np.random.default_rng(31)
    texts = [["24", "35"], ["63", "58"], ["36", "52"], ["23", "85"]]
    page = sheets.table(texts, rng, widths=[200, 200], height=70)
    plain = Reader(expect="page").read(page).numbers
    cv2.line(page, (270, 191), (270, 259), sheets.BLUE, 3)
    numbers = Reader(expect="page").read(page).numbers
    assert [(n.row, n.column) for n in numbers] == [(n.row, n.column) for n in plain]
    (parted,) = [n for n in numbers if (n.row, n.column) == (2, 1)]
    assert parted.status == "review"
    assert "a digit or a line" in parted.reason
    others = [n for n in numbers if n is not parted]
    assert not any("a digit or a line" in (n.reason or "") for n in others)


@pytest.mark.parametrize("pen", [sheets.BLUE, sheets.BLACK])
def test_1s_close_to_their_cells_lines_are_read(pen) -> None:
    """A 1 that begins four pixels from the line beside it, and may reach the one above."""
    rng = np.random.default_rng(32)
    page = sheets.table([["", ""]] * 6, rng, widths=[180, 180], height=60)
    texts = {}
    for row, column in np.ndindex(6, 2):
        left, top = 120 + 180 * column, 120 + 60 * row
        cv2.line(page, (left + 9, top + (1 if row % 2 else 12)), (left + 8, top + 50), pen, 3)
        sheets.write(page, "83"[: 1 + row % 2], left + 30, top + 12, 36, rng, pen)
        texts[row + 1, column + 1] = "1" + "83"[: 1 + row % 2]
    found = {(n.row, n.column): n for n in Reader(expect="page").read(page).numbers}
    assert found.keys() == texts.keys()
    wrong = [at for at, text in texts.items() if found[at].text != text]
    assert len(wrong) <= 1
    assert not any(found[at].status == "accepted" for at in wrong)


def test_what_has_one_row_and_column_with_another_is_for_a_person() -> None:
    """As where strokes of many rows, one below the other, part their cells."""
    page = sheets.table([["24", "35", "61"]] * 3, np.random.default_rng(33), widths=[150] * 3)
    layout = lay_out(page)
    cells = [replace(c, column=2 if c.row == 2 else c.column) for c in layout.cells]
    places = places_of(replace(layout, cells=cells)).found
    assert [p.lined for p in places] == [p.row == 2 for p in places]


@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("thick", [5, 6])
def test_a_row_of_boxes_that_fills_its_picture_is_a_table(rows: int, thick: int) -> None:
    """Its lines are nearly a hundredth of the picture thick, so that digits tie them together."""
    rng = np.random.default_rng(34)
    texts = [list("2583694")[i:] + list("2583694")[:i] for i in range(rows)]
    page = sheets.table(texts, rng, height=80, size=0.75, thick=thick, margin=40)
    found = {(n.row, n.column): n.text for n in Reader(expect="page").read(page).numbers}
    wanted = {(r + 1, c + 1): text for r, row in enumerate(texts) for c, text in enumerate(row)}
    assert found.keys() == wanted.keys()
    assert sum(found[at] == text for at, text in wanted.items()) >= 6 * rows


@pytest.mark.parametrize("rows", [2, 3])
def test_cells_of_few_rows_that_are_of_uneven_width_are_for_a_person(rows: int) -> None:
    """A stroke may be a line where no other row tells."""
    texts = [["24", "35", "61", "82"]] * rows
    page = sheets.table(texts, np.random.default_rng(35), widths=[150, 150, 80, 150])
    places = find_places(page)
    assert len(places) == 4 * rows
    assert all(p.lined == (rows < 3) for p in places)
