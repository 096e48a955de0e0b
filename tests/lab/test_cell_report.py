"""The report of pages counts cells, page by page and in sum."""

from __future__ import annotations

import json

from numerals.lab.evaluate import Evaluation
from numerals.lab.outcome import Outcome, Place
from numerals.lab.record import to_dict
from numerals.lab.report import PIPE_WIDTH, to_text
from numerals.lab.results import figures
from numerals.reading import Reading, Status


def cell(page: str, row: int | None, truth: str, text: str, hand: bool | None) -> Outcome:
    place = Place(page, row, row and 1, hand)
    status = Status.REVIEW if text else Status.UNREADABLE
    reading = Reading("", text, 0.9 if text else 0.0, status, kind="number", printed=hand is False)
    return Outcome(str(place), truth, reading, place)


ROWS = (
    cell("a.jpg", 1, "8", "8", True),
    cell("a.jpg", 2, "3", "", True),
    cell("a.jpg", 3, "9", "9", False),
    cell("b.jpg", 1, "8", "6", True),
    cell("b.jpg", None, "", "5", None),
)
ONE = Evaluation("pages", "m", "1", "page", 0.9, ROWS, 1.5)


def test_text_has_a_row_a_page_and_the_sum() -> None:
    text = to_text(ONE, figures(ONE))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0] == "pages, 2 pages with 4 numbers, 1.50 s a page; expected: page"
    assert "a.jpg 1 of 2 1 of 1 2 of 3 1 0" in lines
    assert "b.jpg 0 of 1 – 0 of 1 0 1" in lines
    assert "all pages 1 of 3 1 of 1 2 of 4 1 1" in lines
    assert any(line.startswith("handwritten: 33.3 % [6.1, 79.3] read right") for line in lines)
    assert "told rightly to be printed or handwritten: 100.0 % of 4" in lines
    assert "of the 1 places with no number" in lines
    assert "picture" not in text
    assert max(map(len, text.splitlines())) <= PIPE_WIDTH


def test_json_says_the_same() -> None:
    content = json.loads(json.dumps(to_dict(ONE, figures(ONE)), allow_nan=False))
    assert content["data"]["pictures"] == 2
    assert content["accuracy"]["of"] == 4
    cells = content["cells"]
    assert (cells["handwritten"]["count"], cells["handwritten"]["of"]) == (1, 3)
    assert (cells["missing"], cells["extra"]) == (1, 1)
    assert [page["file"] for page in cells["pages"]] == ["a.jpg", "b.jpg"]
    assert cells["pages"][0]["all"]["share"] == 2 / 3
    first = content["errors"][0]
    assert (first["file"], first["row"], first["column"]) == ("b.jpg", 1, 1)


def test_a_single_page_has_no_sum() -> None:
    one = Evaluation("pages", "m", "1", "page", 0.9, ROWS[:3], 1.5)
    text = to_text(one, figures(one))
    assert "all pages" not in text
    assert "1 page with 3 numbers" in text
