"""The figures of numbers: character errors with an honest interval, lengths, confusions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.metrics import Share
from numerals.lab.numbers import error_rate, number_figures
from numerals.lab.outcome import Outcome
from numerals.lab.strings import Edit
from numerals.model.calibrate import wilson
from numerals.reading import Alternative, Reading, Status


def outcome(truth: str, text: str, *others: str, status=Status.REVIEW, **more) -> Outcome:
    alternatives = tuple(Alternative(other, 0.1) for other in others)
    reading = Reading("", text, 0.8, status, kind="number", alternatives=alternatives, **more)
    return Outcome(f"{truth}.png", truth, reading)


def test_the_characters_of_the_counted_texts_make_the_rate() -> None:
    found = number_figures([outcome("2500", "2.500="), outcome("118", "718"), outcome("99", "")])
    assert (found.error_rate.edits, found.error_rate.characters) == (3, 9)
    assert found.error_rate.value == pytest.approx(1 / 3)
    assert found.length_right == Share(2, 3)


def test_the_right_answer_is_looked_for_among_five() -> None:
    others = ("11", "12", "13", "1.4", "15")
    found = number_figures([outcome(truth, "10", *others) for truth in ("10", "14", "15", "99")])
    assert found.among == Share(2, 4)


def test_a_broken_file_is_right_by_no_answer() -> None:
    assert number_figures([outcome("10", "10", status=Status.ERROR)]).among == Share(0, 1)


def test_answers_owed_to_the_field_are_told_apart() -> None:
    rows = [outcome("10", "10", constrained=True), outcome("10", "17", constrained=True)]
    found = number_figures([*rows, outcome("10", "10")])
    assert found.constrained == Share(1, 2)


def test_each_length_has_its_own_figures() -> None:
    rows = [outcome("10", "10"), outcome("12", "72"), outcome("1,204", "1,204")]
    two, four = number_figures(rows).by_length
    assert (two.digits, two.right, two.error_rate.edits) == (2, Share(1, 2), 1)
    assert (four.digits, four.right) == (4, Share(1, 1))


def test_the_commonest_confusion_comes_first_and_unread_pictures_have_none() -> None:
    rows = [outcome("117", "177"), outcome("21", "27"), outcome("50", "500"), outcome("99", "")]
    assert number_figures(rows).confusions == ((Edit("1", "7"), 2), (Edit("", "0"), 1))


def test_one_wrong_character_is_as_uncertain_as_one_wrong_picture_of_as_many() -> None:
    low, high = error_rate([1] + [0] * 999, [4] * 1000).interval
    assert (low, high) == pytest.approx(wilson(1, 4000), rel=0.01)


def test_errors_in_a_heap_are_less_certain_than_errors_apart() -> None:
    apart = error_rate([1] * 40 + [0] * 160, [5] * 200).interval
    heaped = error_rate([5] * 8 + [0] * 192, [5] * 200).interval
    assert heaped[0] < apart[0] < 40 / 1000 < apart[1] < heaped[1]


def test_no_error_seen_is_no_certainty() -> None:
    low, high = error_rate([0] * 100, [4] * 100).interval
    assert low == 0
    assert high == pytest.approx(wilson(0, 100)[1], rel=0.05)


def test_nothing_at_all() -> None:
    nothing = error_rate([], [])
    assert nothing.value is None
    assert nothing.interval == (0, math.inf)
    with pytest.raises(ValueError, match="2 counts of edits for 1"):
        error_rate([0, 1], [3])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6)), min_size=1, max_size=30))
def test_the_rate_lies_in_its_interval(rows: list[tuple[int, int]]) -> None:
    found = error_rate(*zip(*rows, strict=True))
    low, high = found.interval
    assert found.value is not None
    assert 0 <= low <= found.value <= high < math.inf
    assert high > low


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(0)
    # Some writers are hard to read, and then all through the number.
    truth, held = 0.9 * 0.01 + 0.1 * 0.3, 0
    for _ in range(300):
        hard = rng.random(400) < 0.1
        lengths = rng.integers(2, 7, 400)
        low, high = error_rate(
            rng.binomial(lengths, np.where(hard, 0.3, 0.01)).tolist(), lengths.tolist()
        ).interval
        held += low <= truth <= high
    assert held >= 0.92 * 300
