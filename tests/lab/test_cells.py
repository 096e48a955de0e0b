"""Cells are right at their own place alone; what is read where nothing stands is extra."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from numerals.data.folder import LabelledCell
from numerals.lab.cells import NOT_FOUND, cell_figures, outcomes_of_page
from numerals.lab.evaluate import Evaluation
from numerals.lab.metrics import Share
from numerals.lab.results import figures
from numerals.lab.samples import NOTHING, Sample
from numerals.reading import Alternative, Box, Digit, Reading, Status

CELLS = (
    LabelledCell(1, 1, "8", True),
    LabelledCell(1, 2, "42", True),
    LabelledCell(2, 1, "7", False),
    LabelledCell(2, 2, ""),
)
PIXELS = np.arange(200 * 300, dtype=np.uint32).astype(np.uint8).reshape(200, 300)


def number(text: str, row: int | None, column: int | None, **more) -> Reading:
    box = Box(100 * (column or 3) - 100, 100 * (row or 1) - 90, 40, 60)
    probabilities = tuple(Alternative(d, 0.9 if d == text[:1] else 0.01) for d in "0123456789")
    digits = (Digit(text[:1], box._replace(x=box.x + 5, w=10), probabilities),)
    more = {"status": Status.REVIEW} | more
    return Reading(
        "", text, 0.9, digits=digits, kind="number", box=box, row=row, column=column, **more
    )


def sample(*cells: LabelledCell, name: str = "page.png", source=PIXELS) -> Sample:
    return Sample(name, NOTHING, source, cells or CELLS)


def read(*numbers: Reading, of: Sample | None = None):
    return outcomes_of_page(of or sample(), Reading.of_page("page.png", numbers))


def test_every_cell_has_its_outcome_at_its_place() -> None:
    found = read(number("8", 1, 1), number("4.2", 1, 2), number("7", 2, 1))
    assert [(o.truth, o.reading.text, o.right) for o in found] == [
        ("8", "8", True),
        ("42", "4.2", True),
        ("7", "7", True),
        ("", "", True),
    ]
    assert not any(o.error for o in found)


def test_a_number_in_the_next_cell_is_wrong_twice() -> None:
    total = cell_figures(read(number("8", 1, 2), number("7", 2, 1))).total
    assert total.all == Share(1, 3)
    assert total.hand == Share(0, 2)
    assert total.printed == Share(1, 1)
    assert (total.missing, total.extra) == (1, 0)


def test_what_stands_where_nothing_is_is_extra() -> None:
    numbers = [number("8", 1, 1), number("3", 1, 1), number("5", 2, 2), number("9", None, None)]
    found = read(*numbers, number("6", 7, 7))
    total = cell_figures(found).total
    assert total.all == Share(1, 3)
    assert (total.missing, total.extra) == (2, 4)
    assert [o.file for o in found[4:]] == [
        "page.png: row 1, column 1",
        "page.png: outside",
        "page.png: row 7, column 7",
    ]


def test_of_two_numbers_in_a_cell_the_first_counts() -> None:
    found = read(number("3", 1, 1), number("8", 1, 1))
    assert not found[0].right
    assert cell_figures(found).total.extra == 1


def test_an_accepted_number_where_none_is_counts_as_accepted_wrong() -> None:
    rows = read(number("8", 1, 1), number("5", None, None, status=Status.ACCEPTED))
    one = Evaluation("x", "m", "1", "page", 0.9, tuple(rows), 0.1)
    assert figures(one).accepted_wrong == Share(1, 1)
    assert one.errors[0].file == "page.png: outside"
    assert (one.pages, one.unit) == (1, "cells")


def test_a_page_that_cannot_be_opened_is_wrong_in_every_cell() -> None:
    found = outcomes_of_page(sample(), Reading.failed("page.png", "broken"))
    assert [o.reading.status for o in found] == [Status.ERROR] * 4
    assert cell_figures(found).total.all == Share(0, 3)
    assert cell_figures(found).total.missing == 3
    assert all(o.reading.reason == "broken" for o in found)


def test_pages_are_counted_each_and_together() -> None:
    first = read(number("8", 1, 1))
    other = sample(LabelledCell(1, 1, "5"), name="other.png")
    second = read(number("5", 1, 1), of=other)
    found = cell_figures([*first, *second])
    assert [page.page for page in found.pages] == ["page.png", "other.png"]
    assert found.pages[1].all == Share(1, 1)
    assert found.pages[1].hand == Share(0, 0)
    assert found.total.all == Share(2, 4)


def test_whether_print_is_told_from_handwriting_is_counted_where_both_are_known() -> None:
    numbers = [number("8", 1, 1, printed=False), number("1", 1, 2, printed=True)]
    numbers += [number("7", 2, 1, printed=True), number("5", 2, 2, printed=True)]
    assert cell_figures(read(*numbers)).told == Share(2, 3)
    assert cell_figures(read(number("8", 1, 1))).told == Share(0, 0)


def test_an_error_keeps_its_part_of_the_page_and_its_boxes_there() -> None:
    wrong = read(number("5", 1, 2), number("8", 1, 1))[1]
    assert wrong.reading.thumbnail is not None
    # 40×60 at (100, 10), with 24 around it, cut where the picture ends.
    np.testing.assert_array_equal(wrong.reading.thumbnail[..., 0], PIXELS[0:94, 76:164])
    assert wrong.reading.digits[0].box == Box(29, 10, 10, 60)
    assert wrong.reading.scale == 1


def test_a_cell_without_a_number_is_shown_where_its_row_and_column_cross() -> None:
    missing = read(number("8", 1, 1), number("7", 2, 1), number("5", 2, 2))[1]
    assert missing.reading.reason == NOT_FOUND
    assert missing.reading.thumbnail is not None
    np.testing.assert_array_equal(missing.reading.thumbnail[..., 2], PIXELS[0:94, 76:164])
    lonely = read(number("8", 1, 1))[1]
    assert lonely.reading.thumbnail is None


def test_what_was_read_right_keeps_no_picture(monkeypatch) -> None:
    monkeypatch.setattr("numerals.lab.cells.open_picture", pytest.fail)
    numbers = [number("8", 1, 1), number("42", 1, 2), number("7", 2, 1)]
    numbers = [replace(n, thumbnail=np.zeros((9, 9, 3), np.uint8)) for n in numbers]
    assert all(o.reading.thumbnail is None and not o.reading.digits for o in read(*numbers))


def test_a_page_that_cannot_be_opened_again_shows_no_pictures(tmp_path) -> None:
    gone = sample(source=tmp_path / "gone.png")
    assert read(number("5", 1, 1), of=gone)[0].reading.thumbnail is None
