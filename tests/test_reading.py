"""The row contract: what a Reading says, to programs, in a shell, and in a notebook."""

from __future__ import annotations

import dataclasses
import json
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.reading import Alternative, Box, Digit, Reading, Status, floor4, percent, percent_up
from tests.readings import digit, form, number


def reading(**changes: object) -> Reading:
    base = Reading("a.png", "7", 0.9, Status.ACCEPTED, digits=(digit("7"),))
    return dataclasses.replace(base, **changes)


def test_the_row_is_the_documented_one() -> None:
    row = json.loads(json.dumps(reading().to_dict()))
    assert list(row) == [
        "source", "text", "confidence", "status", "reason", "digits", "kind", "value",
        "alternatives", "constrained", "box", "row", "column", "printed", "page", "numbers",
        "turned",
    ]  # fmt: skip
    assert (row["kind"], row["page"], row["numbers"], row["constrained"]) == ("digit", 1, [], False)
    assert [row[name] for name in ("value", "box", "row", "column", "printed")] == [None] * 5
    (part,) = row["digits"]
    assert list(part) == ["value", "confidence", "box", "alternatives", "no_digit"]
    assert part["box"] == [1, 2, 30, 40]
    assert len(part["alternatives"]) == 3
    assert all(set(a) == {"value", "confidence"} for a in part["alternatives"])
    assert row["status"] == "accepted"


def test_a_number_s_value_keeps_its_decimals() -> None:
    row = number("1,204.50", value=Decimal("1204.50"), alternatives=(Alternative("7", 0.99999),))
    assert json.loads(json.dumps(row.to_dict()))["value"] == "1204.50"
    assert row.to_dict()["alternatives"] == [{"value": "7", "confidence": 0.9999}]
    assert number("1", value=Decimal("1E+3")).to_dict()["value"] == "1000"


def test_a_page_is_made_of_its_numbers() -> None:
    page = form(source="form.pdf#2", page=2)
    assert page.text == "1,204.50\t\t17\n007\t\t450"
    assert (page.kind, page.page, page.digits, page.value) == ("page", 2, (), None)
    assert page.status is Status.REVIEW
    assert page.reason == "1 of 5 numbers to check; 1 of 5 numbers unreadable"
    assert {(n.source, n.page) for n in page.numbers} == {("form.pdf#2", 2)}
    row = json.loads(json.dumps(page.to_dict()))
    assert [n["text"] for n in row["numbers"]] == ["1,204.50", "17", "007", "", "450"]
    assert row["numbers"][1]["box"] == [210, 30, 60, 30]
    assert repr(page).startswith("Reading(page of 5 numbers, 0.0 %, review: 1 of 5")


@given(st.lists(st.tuples(st.sampled_from(list(Status)[:3]), st.floats(0.01, 1)), max_size=6))
def test_a_page_is_as_sure_and_as_good_as_all_its_numbers(
    drawn: list[tuple[Status, float]],
) -> None:
    numbers = [number("" if s is Status.UNREADABLE else "7", s, sure) for s, sure in drawn]
    page = Reading.of_page("a", numbers)
    statuses = {n.status for n in numbers}
    if statuses <= {Status.UNREADABLE}:
        assert page.status is Status.UNREADABLE
    else:
        assert (page.status is Status.ACCEPTED) == (statuses == {Status.ACCEPTED})
        assert page.confidence == pytest.approx(math.prod(n.confidence for n in numbers))
    assert bool(page.reason) == (page.status is not Status.ACCEPTED)
    # Without a text a number leaves its place empty, unless the whole page is.
    texts = [n.text for n in numbers]
    assert page.text == ("\n".join(texts) if any(texts) else "")


def test_what_is_doubtful_of_a_page_is_of_each_of_its_numbers() -> None:
    page = Reading.of_page("a", [number("1"), number("2", Status.REVIEW)], doubts=("odd paper",))
    assert page.status is Status.REVIEW
    assert page.reason == "2 of 2 numbers to check; odd paper"
    assert [n.reason for n in page.numbers] == ["odd paper", "it could be 11; odd paper"]
    assert Reading.of_page("a", []).reason == "no number was found on the page"


def test_the_next_table_begins_a_line_of_its_own() -> None:
    places = [(1, 1), (1, 2), (1, 1), (None, None), (None, None)]
    numbers = [number(str(i), row=r, column=c) for i, (r, c) in enumerate(places)]
    assert Reading.of_page("a", numbers).text == "0\t1\n2\n3\n4"


def test_a_page_of_unreadable_numbers_has_no_text() -> None:
    places = [(1, 1), (1, 2), (2, 1)]
    page = Reading.of_page("a", [number("", Status.UNREADABLE, row=r, column=c) for r, c in places])
    assert (page.text, page.confidence) == ("", 0.0)


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
    assert digit("7").no_digit == 0
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
        digit("7").value = "8"  # type: ignore[misc]
    assert hash(reading()) == hash(reading())
    assert reading() == reading(thumbnail=np.zeros((3, 3), np.uint8))


def test_shell_and_str() -> None:
    assert str(reading()) == "7"
    assert repr(reading()) == "Reading('7', 90.0 %, accepted)"
    assert repr(reading(status=Status.REVIEW, reason="why")) == (
        "Reading('7', 90.0 %, review: why)"
    )
