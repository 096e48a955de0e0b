"""The lines of squared and ruled paper are found whole, and nothing of them is read."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.image.cells import Cell, find_cells
from numerals.image.grid import Line, find_lines
from numerals.image.grid_parts import part_lines
from numerals.image.lattice import find_squares, restore
from numerals.image.layout import lay_out
from numerals.image.page import find_places
from numerals.image.ruling import erase_rules
from numerals.image.sheet import lay_flat
from numerals.reader import Reader
from numerals.value import digits
from tests import sheets

#: A pale, thin line, as exercise books have it.
PALE = (176, 186, 204)

TAKEN = {
    "scanned": lambda page, rng: page,
    "in shadow": lambda page, rng: sheets.shade(page),
    "turned": lambda page, rng: sheets.turn(page, 4),
    "bent": lambda page, rng: sheets.bend(page, 0.004),
    "photographed": sheets.photograph,
    "photographed in shadow": lambda page, rng: sheets.photograph(sheets.shade(page), rng),
}


def exercise(rng, side: int, tall: int, *, squared: bool, within: bool = False, line=PALE):
    """A page of an exercise book with two columns of numbers; and what they are."""
    page, texts = sheets.paper(1300, 950, rng), []
    for v in range(side, 1300, side):
        cv2.line(page, (0, v), (949, v), line, 2)
        if squared and v < 950:
            cv2.line(page, (v, 0), (v, 1299), line, 2)
    for row in range(130 // side, 1150 // side, 2 + tall // side):
        for x in (2 * side, 480 // side * side):
            (text,) = sheets.numbers(rng, 1, 2, 4)
            top = row * side + (4 if within else side // 2)
            sheets.write(page, text, x + 8, top, tall, rng)
            texts.append(text)
    return page, texts


@pytest.mark.parametrize("taken", TAKEN)
@pytest.mark.parametrize(
    ("side", "tall", "within"), [(46, 40, False), (52, 44, True), (34, 56, False)]
)
def test_numbers_on_squared_paper_are_read_and_nothing_else(taken, side, tall, within) -> None:
    rng = np.random.default_rng(21)
    page, texts = exercise(rng, side, tall, squared=True, within=within)
    read = Reader(expect="page").read(TAKEN[taken](page, rng)).numbers
    right = sum(digits(n.text) in texts for n in read)
    assert right >= 0.85 * len(texts)
    assert len(read) <= 1.05 * len(texts)


@pytest.mark.parametrize(
    "strokes",
    [
        # A 1, a 4 and a 1 from rule to rule; and a 1 beside a 7, whose bar stands above its rule.
        [
            ((200, 401), (196, 438)),
            ((300, 401), (290, 430)),
            ((284, 420), (324, 420)),
            ((316, 401), (312, 438)),
            ((500, 401), (504, 438)),
        ],
        [((200, 408), (198, 442)), ((214, 408), (250, 408)), ((250, 408), (240, 442))],
    ],
)
def test_strokes_from_rule_to_rule_make_no_cells(strokes) -> None:
    page = sheets.paper(1300, 950, np.random.default_rng(24))
    for y in range(40, 1300, 40):
        cv2.line(page, (0, y), (949, y), PALE, 2)
    for start, end in strokes:
        cv2.line(page, start, end, sheets.BLUE, 3, cv2.LINE_AA)
    layout = lay_out(page)
    assert not layout.cells
    assert not layout.boxes


@pytest.mark.parametrize("slope", [-0.03, 0.0, 0.03])
def test_a_rule_that_ink_parts_is_one_rule(slope) -> None:
    """Its pieces are shorter than a rule; where it is hidden, so is what would join them."""
    cover = np.zeros((400, 1000), np.float32)
    x = np.arange(1000)
    for y in (100, 160, 220):
        points = np.stack([x, y + slope * x], axis=1)
        cv2.polylines(cover, [np.rint(points).astype(np.int32)], False, 0.12, 2)
    ink = np.zeros(cover.shape, np.uint8)
    for left in (160, 420, 680):
        cv2.putText(ink, "580", (left, round(182 + slope * left)), 0, 2.2, 200, 5)
    hidden = np.maximum(cover, np.float32(1 / 255) * ink)
    level, upright = find_lines(hidden)
    pieces = [line for line in level if abs(line.at(500) - 160 - 500 * slope) < 3]
    assert max(len(line.ys) for line in pieces) < 250
    mask = np.asarray(hidden > 0.08, np.uint8)
    left = erase_rules(mask, level, upright, hidden)
    between = np.s_[100:260, 360:410]
    assert mask[between].any()
    assert not left[between].any()


def test_no_dots_are_left_where_squares_lines_cross() -> None:
    cover = np.zeros((400, 400), np.float32)
    for v in range(20, 400, 40):
        cover[v : v + 2] += 0.16
        cover[:, v : v + 2] += 0.16  # as dark as two where they cross
    cover = cv2.GaussianBlur(cover, (0, 0), 1.2)
    cv2.line(cover, (100, 190), (104, 235), 0.8, 4)  # over a crossing of them
    level, upright = find_lines(cover)
    left = erase_rules(np.asarray(cover > 0.08, np.uint8), level, upright, cover)
    count, _, stats, _ = cv2.connectedComponentsWithStats(left)
    assert count == 2
    assert stats[1, 3] >= 45


@pytest.mark.parametrize("pitch", [6, 8, 10, 14])
def test_a_pens_ink_is_not_erased_with_lines_however_close(pitch) -> None:
    cover = np.zeros((200, 200), np.float32)
    for v in range(0, 200, pitch):
        cover[v : v + 2] = cover[:, v : v + 2] = 0.2
    cv2.line(cover, (60, 40), (120, 160), 0.9, 5)
    lines = [Line(0, np.full(200, v + 0.5, np.float32), 2.0) for v in range(0, 200, pitch)]
    left = erase_rules(np.asarray(cover > 0.1, np.uint8), lines, lines, cover)
    pen = cover > 0.8
    assert np.count_nonzero(left[pen]) > 0.9 * np.count_nonzero(pen)


@pytest.mark.parametrize("taken", TAKEN)
@pytest.mark.parametrize("side", [40, 56])
def test_numbers_that_stand_on_rules_are_read(taken, side) -> None:
    rng = np.random.default_rng(22)
    page, texts = exercise(rng, side, 44, squared=False)
    read = Reader(expect="page").read(TAKEN[taken](page, rng)).numbers
    assert sum(digits(n.text) in texts for n in read) >= 0.85 * len(texts)
    assert len(read) <= 1.05 * len(texts)


def test_all_lines_of_squared_paper_are_found_where_they_are() -> None:
    rng = np.random.default_rng(23)
    page, _ = exercise(rng, 50, 44, squared=True)
    squares = lay_out(page).squares
    assert [round(float(np.median(line.ys)), -1) for line in squares.level] == [
        *range(50, 1300, 50)
    ]
    for line in (*squares.level, *squares.upright):
        at = float(np.median(line.ys))
        assert np.abs(line.ys - round(at / 50) * 50).max() <= 2
        assert len(line.ys) > 900


def test_squares_are_counted_from_one_to_the_next() -> None:
    """Where ink hides lines, a table's rows and columns are no rows and columns of squares."""
    rng = np.random.default_rng(28)
    page, _ = exercise(rng, 50, 44, squared=True)
    cover = lay_flat(page).cover
    cells = find_cells(*find_lines(cover), cover).cells
    wrong = [replace(cell, row=1 + i % 7, column=1 + i % 5) for i, cell in enumerate(cells)]
    for found, same in zip(find_squares(cells, cover), find_squares(wrong, cover), strict=True):
        assert len(found) == len(same) > 15
        for line, other in zip(found, same, strict=True):
            np.testing.assert_array_equal(line.ys, other.ys)


@pytest.mark.parametrize("off", [-7, 7])
def test_ink_along_a_line_of_squared_paper_is_not_taken_for_it(off: int) -> None:
    page = np.full((900, 900), 240, np.uint8)
    for v in range(0, 900, 30):
        page[v : v + 2] = page[:, v : v + 2] = 205
    for y in range(150, 750, 100):
        page[y : y + 56, 300 + off : 304 + off] = 60
    squares = lay_out(page).squares
    (line,) = (line for line in squares.upright if abs(float(np.median(line.ys)) - 300) < 12)
    np.testing.assert_allclose(line.ys, 300.5, atol=1.5)


@pytest.mark.parametrize("taken", ["scanned", "photographed"])
def test_fine_squares_are_found_though_much_of_the_page_is_line(taken) -> None:
    rng = np.random.default_rng(26)
    page, texts = exercise(rng, 26, 40, squared=True)
    photo = TAKEN[taken](page, rng)
    assert len(lay_out(photo).squares.level) in range(48, 52)
    read = Reader(expect="page").read(photo).numbers
    assert sum(digits(n.text) in texts for n in read) >= 0.8 * len(texts)


@pytest.mark.parametrize("side", [30, 46])
def test_squares_are_found_that_are_hardly_seen(side) -> None:
    rng = np.random.default_rng(21)
    page, _ = exercise(rng, side, 40, squared=True, line=(219, 219, 221))
    assert len(lay_out(page).squares.level) == 1299 // side


def test_a_table_has_no_squares() -> None:
    rng = np.random.default_rng(24)
    page = sheets.table([sheets.numbers(rng, 9, 1, 1) for _ in range(9)], rng, height=60)
    layout = lay_out(page)
    assert (len(layout.cells), layout.squares) == (81, ([], []))


def test_lines_that_ink_ties_together_are_parted() -> None:
    tied = np.zeros((64, 300), np.bool_)
    for y in (4, 30, 56):
        tied[y : y + 4] = True
    tied[:, 100:103] = True
    feet = [top + len(piece) for _, top, piece in part_lines(tied, 26) if piece.shape[1] == 300]
    assert sorted(round((foot - 8) / 26) for foot in feet) == [0, 1, 2]


def test_one_line_stays_as_it_is() -> None:
    line = np.zeros((9, 200), np.bool_)
    line[3:6] = True
    ((x, y, piece),) = part_lines(line, 26)
    assert (x, y) == (0, 0)
    assert piece is line


@given(
    st.lists(
        st.tuples(st.integers(0, 199), st.integers(0, 149), st.integers(1, 9), st.integers(1, 9)),
        min_size=2,
        max_size=12,
    )
)
def test_cells_that_lie_anyhow_have_lines_on_the_sheet_or_none(drawn) -> None:
    inside = np.ones((20, 20), np.bool_)
    table = [
        Cell(np.array([(x, y), (x + 20, y), (x + 20, y + 20), (x, y + 20)], np.float64), inside,
             (x, y), 0, row, column)
        for x, y, row, column in drawn
    ]  # fmt: skip
    cover = np.zeros((150, 200), np.float32)
    cover[::20] = 0.2
    cover[:, ::20] = 0.2
    squares = find_squares(table, cover)
    for line in squares.level:
        assert 0 <= line.start < line.end <= 200
        assert np.isfinite(line.ys).all()
    assert all(0 <= line.start < line.end <= 150 for line in squares.upright)


def test_blank_squared_paper_has_no_numbers() -> None:
    page = sheets.paper(1000, 800, np.random.default_rng(25))
    for v in range(40, 1000, 40):
        cv2.line(page, (0, v), (799, v), PALE, 2)
        cv2.line(page, (v, 0), (v, 999), PALE, 2)
    assert len(find_places(page)) == 0


def test_a_rule_that_ink_draws_aside_at_its_end_goes_on_straight() -> None:
    cover = np.zeros((200, 900), np.float32)
    cover[99:102] = 0.3
    drawn = np.full(400, 100, np.float32)
    drawn[-50:] -= np.linspace(0, 12, 50, dtype=np.float32)
    line = restore(Line(0, drawn, 3.0), cover)
    assert (line.start, line.end) == (0, 900)
    np.testing.assert_allclose(line.ys, 100, atol=1.5)
    mirrored = restore(Line(500, drawn[::-1], 3.0), cover)
    assert (mirrored.start, mirrored.end) == (0, 900)
    np.testing.assert_allclose(mirrored.ys, 100, atol=1.5)


@pytest.mark.parametrize("strokes", [(80, 120), (80, 480), (80, 300, 520)])
def test_1s_from_rule_to_rule_are_no_cells(strokes) -> None:
    page = sheets.paper(900, 950, np.random.default_rng(24))
    for v in range(60, 900, 60):
        cv2.line(page, (0, v), (949, v), PALE, 2)
    for x in strokes:
        cv2.line(page, (x, 298), (x, 362), sheets.BLUE, 5, cv2.LINE_AA)
    assert not lay_out(page).cells


def test_one_row_of_cells_beside_no_other_rules_is_a_table() -> None:
    page = sheets.table([["12", "34", "56"]], np.random.default_rng(25), [150] * 3)
    assert [(cell.row, cell.column) for cell in lay_out(page).cells] == [(1, 1), (1, 2), (1, 3)]


def test_a_line_beyond_whose_end_other_ink_lies_is_erased_all_the_same() -> None:
    cover = np.zeros((400, 900), np.float32)
    cover[199:202, 100:450] = cover[202:205, 790:880] = 0.4
    line = Line(100, np.full(350, 200, np.float32), 3.0)
    assert restore(line, cover).end > 800  # and so not whole
    rest = erase_rules((cover > 0.1).astype(np.uint8), [line], [], cover)
    assert not rest[:, :450].any()


@pytest.mark.parametrize("rules", [0, 4, 7])
@pytest.mark.parametrize("apart", [60, 90])
def test_a_row_of_boxes_above_lines_to_write_on_is_a_table(rules: int, apart: int) -> None:
    page = sheets.paper(1000, 1000, np.random.default_rng(25))
    for i in range(8):
        cv2.rectangle(page, (100 + 100 * i, 100), (200 + 100 * i, 160), sheets.BLACK, 2)
    for i in range(rules):
        cv2.line(page, (100, 250 + apart * i), (900, 250 + apart * i), sheets.BLACK, 2)
    assert [(c.row, c.column) for c in lay_out(page).cells] == [(1, i + 1) for i in range(8)]
