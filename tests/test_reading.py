"""The row contract: what a Reading says, to programs, in a shell, and in a notebook."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.reading import Alternative, Box, Digit, Reading, Status, floor4, percent, percent_up


def digit(value: str = "7", sure: float = 0.9) -> Digit:
    rest = (1 - sure) / 9
    table = tuple(Alternative(v, sure if v == value else rest) for v in "0123456789")
    return Digit(value, Box(1, 2, 30, 40), table)


def reading(**changes: object) -> Reading:
    base = Reading("a.png", "7", 0.9, Status.ACCEPTED, digits=(digit(),))
    return dataclasses.replace(base, **changes)


def test_the_row_is_the_documented_one() -> None:
    row = json.loads(json.dumps(reading().to_dict()))
    assert list(row) == ["source", "text", "confidence", "status", "reason", "digits"]
    (part,) = row["digits"]
    assert list(part) == ["value", "confidence", "box", "alternatives", "no_digit"]
    assert part["box"] == [1, 2, 30, 40]
    assert len(part["alternatives"]) == 3
    assert all(set(a) == {"value", "confidence"} for a in part["alternatives"])
    assert row["status"] == "accepted"


def test_alternatives_are_ranked_and_never_the_value() -> None:
    table = (
        Alternative("1", 0.2),
        Alternative("7", 0.7),
        Alternative("2", 0.0999),
        Alternative("4", 0.0001),
    )
    part = Digit("7", Box(0, 0, 1, 1), table)
    assert [a.value for a in part.alternatives] == ["1", "2"]
    assert part.confidence == 0.7


def test_what_the_digits_leave_is_that_it_is_none() -> None:
    assert digit().no_digit == 0
    part = Digit("7", Box(0, 0, 1, 1), (Alternative("7", 0.55), Alternative("1", 0.05)))
    assert part.no_digit == pytest.approx(0.4)
    assert part.to_dict()["no_digit"] == 0.4


@given(st.floats(0, 1))
def test_no_doubt_is_rounded_away(p: float) -> None:
    assert floor4(p) < 1
    assert percent(p) != "100.0 %"
    assert floor4(p) <= p + 1e-9
    for places in (1, 2, 4):
        assert float(percent_up(p, places)[:-2]) >= float(percent(p, places)[:-2])


def test_it_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading().text = "8"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        digit().value = "8"  # type: ignore[misc]
    assert hash(reading()) == hash(reading())
    assert reading() == reading(thumbnail=np.zeros((3, 3), np.uint8))


def test_shell_and_str() -> None:
    assert str(reading()) == "7"
    assert repr(reading()) == "Reading('7', 90.0 %, accepted)"
    assert repr(reading(status=Status.REVIEW, reason="why")) == (
        "Reading('7', 90.0 %, review: why)"
    )


def test_notebook_shows_the_picture_with_its_boxes() -> None:
    html = reading(thumbnail=np.zeros((50, 80, 3), np.uint8), scale=0.5)._repr_html_()
    assert "data:image/png;base64," in html
    assert 'x="0.5" y="1.0" width="15.0" height="20.0"' in html
    assert "<b>7</b>" in html


def test_notebook_escapes_what_a_stranger_wrote() -> None:
    html = Reading.failed("x", "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
