"""A Reading in a notebook: the picture, its boxes, and of a page its numbers."""

from __future__ import annotations

import numpy as np

from numerals.reading import Alternative, Reading, Status
from tests.readings import digit, form, number


def test_it_shows_the_picture_with_its_boxes() -> None:
    picture = np.zeros((50, 80, 3), np.uint8)
    reading = Reading(
        "a.png", "7", 0.9, Status.ACCEPTED, "", (digit("7"),), thumbnail=picture, scale=0.5
    )
    html = reading._repr_html_()
    assert "data:image/png;base64," in html
    assert 'x="0.5" y="1.0" width="15.0" height="20.0"' in html
    assert "<b>7</b>" in html


def test_it_escapes_what_a_stranger_wrote() -> None:
    html = Reading.failed("x", "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_number_tells_what_else_it_could_be() -> None:
    html = number("17", alternatives=(Alternative("11", 0.0999),))._repr_html_()
    assert "or 11 9.9 %" in html


def test_a_page_has_a_box_and_a_line_for_each_number() -> None:
    html = form()._repr_html_()
    assert "<b>5 numbers</b>" in html
    assert html.count("<rect ") == 5
    assert html.count("<tr>") == 6
    assert 'stroke="#D55E00"' in html  # the unreadable one has its own colour
    assert "<td>1</td><td>3</td><td><b>17</b></td>" in html
    many = Reading.of_page("a", [number("7")] * 60)._repr_html_()
    assert many.count("<tr>") == 51
    assert "… and 10 more" in many
