"""Tables that run over the picture's edges: closed there, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.image.grid import Line
from numerals.image.grid_crossings import cut_to_crossings
from numerals.image.grid_edges import close_edges
from numerals.image.page import find_places
from tests import sheets
from tests.image.test_page import at, cells, texts

SHAPE = (300, 400)


def lines(places: tuple[int, ...], start: int, end: int) -> list[Line]:
    return [Line(start, np.full(end - start, p, np.float32), 1.0) for p in places]


@pytest.mark.parametrize("inside", [0, 3, 8])
@pytest.mark.parametrize("kind", ["square", "wide"])
def test_a_table_cut_out_along_its_border_keeps_its_outer_cells(kind: str, inside: int) -> None:
    rng = np.random.default_rng(6)
    if kind == "square":
        table = texts(rng, 9, 9, 1, 1)
        page = sheets.table(table, rng, height=80)
    else:
        table = texts(rng, 10, 4, 2, 4)
        page = sheets.table(table, rng, [220, 160, 300, 200], 56, 0.5, thick=1)
    cut = slice(120 + inside, -120 - inside)
    assert set(at(find_places(page[cut, cut]))) == set(cells(table))


def test_all_four_edges_are_closed() -> None:
    level, upright = close_edges(lines((100, 200), 4, 397), lines((100, 200, 300), 0, 300), SHAPE)
    assert [(line.start, line.end) for line in level] == [(0, 400)] * 4
    assert [(line.start, line.end) for line in upright] == [(0, 300)] * 5
    assert {float(line.ys[0]) for line in level} == {0, 100, 200, 299}


def test_one_edge_is_closed_no_farther_than_the_table_reaches() -> None:
    level, upright = close_edges(
        lines((50, 100, 150), 0, 300), lines((100, 200, 299), 50, 151), SHAPE
    )
    assert len(level) == 3
    (added,) = [line for line in upright if line.ys[0] == 0]
    assert (added.start, added.end) == (50, 151)


@pytest.mark.parametrize(
    ("level", "upright"),
    [
        pytest.param(lines((50, 100, 150), 0, 400), lines((60,), 0, 300), id="lines and a margin"),
        pytest.param(
            lines((50, 100, 150), 20, 380), lines((20, 200, 380), 50, 151), id="a whole table"
        ),
        pytest.param(
            lines((10, 290), 0, 400), lines((10, 390), 0, 300), id="a cell and bits of others"
        ),
        pytest.param(
            lines((20, 60, 100, 180, 220, 260), 0, 400),
            [*lines((10, 100, 200, 300, 390), 20, 101), *lines((10, 100, 200, 300, 390), 180, 261)],
            id="two tables whose lines overhang",
        ),
    ],
)
def test_what_no_edge_cuts_stays(level: list[Line], upright: list[Line]) -> None:
    assert close_edges(level, upright, SHAPE) == (level, upright)


def test_ruled_paper_with_a_double_margin_gets_no_sides() -> None:
    """Paper beside a pair of lines is no cell: it is far wider than they are apart."""
    margin = lines((120, 145), 0, 300)
    _, upright = close_edges(lines((50, 100, 150), 0, 400), margin, SHAPE)
    assert {float(line.ys[0]) for line in upright} == {120, 145}


def test_two_tables_one_below_the_other_are_closed_each_by_itself() -> None:
    above, below = lines((100, 200, 300), 20, 101), lines((150, 250), 180, 261)
    _, upright = close_edges(lines((20, 60, 100, 180, 220, 260), 0, 400), [*above, *below], SHAPE)
    added = [line for line in upright if line.ys[0] in (0, 399)]
    assert sorted((line.start, line.end) for line in added) == [(20, 101)] * 2 + [(180, 261)] * 2


def test_a_line_that_crosses_none_is_left_out() -> None:
    level, upright = cut_to_crossings(lines((50, 100), 0, 80), lines((40, 300), 20, 140))
    assert len(level) == 2
    assert len(upright) == 1
