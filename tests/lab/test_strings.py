"""What counts of a text beside its truth, and where the two differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.strings import Edit, counted, edit_distance, edits

TEXTS = st.text("0123.,-=", max_size=8)


@pytest.mark.parametrize(
    ("read", "truth", "right"),
    [
        ("2500", "2500", True),
        ("2.500=", "2500", True),
        ("= 2'500.-", "2500", True),
        ("2’500,–", "2500", True),
        ("2 500", "2500", True),
        ("25.00", "2500", True),
        ("7.", "7", True),
        ("2501", "2500", False),
        ("250", "2500", False),
        ("2.500", "2,500", False),
        ("2500", "2,500", False),
        ("2.500=", "2.500", False),
        ("-5", "5", True),
        ("5", "-5", False),
        ("07", "7", False),
        ("25\t00", "2500", False),
        ("25\n00", "2500", False),
        ("25o0", "250", False),
        ("-", "", False),
        ("", "", True),
        ("²", "2", False),
    ],
)
def test_marks_count_only_where_the_truth_has_some(read: str, truth: str, right: bool) -> None:
    assert (counted(read, truth) == truth) is right


@given(TEXTS, TEXTS)
def test_what_counts_is_part_of_what_was_read_and_counts_again(read: str, truth: str) -> None:
    once = counted(read, truth)
    assert counted(once, truth) == once
    assert counted(truth, truth) == truth
    assert [c for c in once if c.isdigit()] == [c for c in read if c.isdigit()]


@given(TEXTS, TEXTS)
def test_there_are_as_many_edits_as_the_texts_are_apart(read: str, truth: str) -> None:
    found = edits(read, truth)
    assert len(found) == edit_distance(read, truth)
    assert all(edit.truth != edit.read for edit in found)
    extra = sum(not edit.truth for edit in found) - sum(not edit.read for edit in found)
    assert extra == len(read) - len(truth)


@given(TEXTS, TEXTS, TEXTS)
def test_the_distance_is_a_metric(a: str, b: str, c: str) -> None:
    assert edit_distance(a, b) == edit_distance(b, a)
    assert (edit_distance(a, b) == 0) is (a == b)
    assert edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c)


@pytest.mark.parametrize(
    ("read", "truth", "expected"),
    [
        ("7204", "1204", [("1", "7")]),
        ("204", "1204", [("1", "")]),
        ("12104", "1204", [("", "1")]),
        ("4021", "1204", [("1", "4"), ("2", "0"), ("0", "2"), ("4", "1")]),
        ("", "12", [("1", ""), ("2", "")]),
        ("12", "", [("", "1"), ("", "2")]),
        ("11", "1", [("", "1")]),
    ],
)
def test_edits_say_what_was_taken_for_what(read, truth, expected) -> None:
    assert edits(read, truth) == [Edit(*pair) for pair in expected]
