"""Judge: what is told of digits, of what may be none, and of what is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.model.calibrate import soften
from numerals.model.config import Config
from numerals.model.judge import alternatives, verdict
from numerals.reading import Alternative, Box, Digit, Status


def digit(value: str, sure: float, none: float = 0.0) -> Digit:
    """Make a digit of two classes: its value, and a rival that takes the rest."""
    rival = "1" if value != "1" else "7"
    table = (Alternative(value, sure), Alternative(rival, 1 - none - sure))
    return Digit(value, Box(0, 0, 1, 1), table)


def judged(found: Digit, accept: float = 0.9, unreadable: float = 0.9, doubts=()):
    return verdict(found, accept, unreadable, doubts)


def test_a_sure_one_is_accepted() -> None:
    assert judged(digit("3", 0.97)) == ("3", 0.97, Status.ACCEPTED, "", ())


def test_an_unsure_one_is_for_review_with_the_reasons_in_order() -> None:
    found = judged(digit("3", 0.8), doubts=["smudged"])
    assert found[:3] == ("3", 0.8, Status.REVIEW)
    assert found.reason == "smudged; not sure enough: 80.0 %, where 90.0 % is asked"
    assert found.doubts == ("smudged",)
    assert judged(digit("3", 0.99), doubts=["smudged"]).status is Status.REVIEW


@pytest.mark.parametrize(
    ("sure", "accept", "words"),
    [
        (0.9013, 0.9017, "90.1 %, where 90.2 % is asked"),
        (0.99961, 0.99987, "99.96 %, where 99.99 % is asked"),
        (0.99998, 1.0, "99.9 %, and nothing is accepted unchecked"),
    ],
)
def test_what_misses_the_threshold_is_shown_below_it(sure, accept, words) -> None:
    assert judged(digit("3", sure), accept=accept).reason == f"not sure enough: {words}"


def test_at_1_nothing_is_accepted() -> None:
    assert judged(digit("3", 1.0), accept=1.0).status is Status.REVIEW


def test_what_is_no_digit_is_not_read_and_its_guess_is_kept_elsewhere() -> None:
    found = judged(digit("3", 0.02, none=0.973), doubts=["smudged"])
    assert found == (
        "",
        0.0,
        Status.UNREADABLE,
        "does not look like a digit (97.3 % sure); smudged",
        ("smudged",),
    )


def test_it_is_unreadable_even_where_any_confidence_is_accepted() -> None:
    assert judged(digit("3", 0.1, none=0.9), accept=0.0).status is Status.UNREADABLE


@pytest.mark.parametrize(
    ("sure", "none", "words"),
    [(0.6, 0.3, "may be no digit: 30.0 % likely; sure of it 60.0 %"), (0.6, 0.1, "not sure")],
)
def test_the_larger_part_of_the_doubt_is_named(sure, none, words) -> None:
    found = judged(digit("3", sure, none=none))
    assert found.status is Status.REVIEW
    assert found.text == "3"
    assert found.reason.startswith(words)


@given(
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.floats(0, 1),
    st.floats(0, 1),
    st.lists(st.just("smudged"), max_size=1),
)
def test_the_laws_of_a_verdict(sure_and_none, accept, unreadable, doubts) -> None:
    sure, none = sure_and_none
    three = digit("3", (1 - none) * sure, none)
    found = verdict(three, accept, unreadable, doubts)
    assert (found.status is Status.ACCEPTED) == (found.reason == "")
    assert (found.text == "") == (found.status is Status.UNREADABLE)
    assert 0 <= found.confidence <= 1
    if found.status is Status.ACCEPTED:
        assert accept <= found.confidence
        assert three.no_digit < unreadable
        assert not doubts
    assert set(doubts) <= set(found.doubts)


def test_probabilities_are_softened_and_named() -> None:
    row = alternatives(soften(np.array([[0.9, 0.1]]), 2.0)[0], Config("m", classes=("no", "yes")))
    assert [p.value for p in row] == ["no", "yes"]
    assert row[0].confidence == pytest.approx(0.75)


def test_the_digits_leave_what_no_digit_has() -> None:
    config = Config("m", classes=("0", "1"), reject=True)
    row = alternatives(soften(np.array([[0.09, 0.01, 0.90]]), 2.0)[0], config)
    assert [p.value for p in row] == ["0", "1"]
    # Square roots of all three, made to sum to 1: 0.3, 0.1 and 0.9487 of 1.3487.
    assert [p.confidence for p in row] == pytest.approx([0.2224, 0.0741], abs=1e-4)
    assert Digit("0", Box(0, 0, 1, 1), row).no_digit == pytest.approx(0.7034, abs=1e-4)
