"""Metrics against scikit-learn, against published values, and against arithmetic by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.lab.metrics import (
    DIGITS,
    OTHER,
    DigitScores,
    Share,
    accuracy,
    confusion,
    digit_scores,
    expected_calibration_error,
    macro,
)

TRUTH = st.sampled_from([*DIGITS, "12", "007"])
READ = st.sampled_from([*DIGITS, "", "12", "71"])
PAIRS = st.lists(st.tuples(TRUTH, READ), min_size=1, max_size=60)


def _split(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    truth, read = zip(*pairs, strict=True)
    return list(truth), list(read)


@pytest.mark.train
@settings(deadline=None, max_examples=50)  # the first example waits for scikit-learn to load
@given(PAIRS)
def test_the_matrix_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    sklearn_metrics = pytest.importorskip("sklearn.metrics")
    singles = [(t, r if r in DIGITS else OTHER) for t, r in pairs if t in DIGITS]
    if not singles:
        assert not confusion(*_split(pairs)).any()
        return
    labels = [*DIGITS, OTHER]
    wanted = sklearn_metrics.confusion_matrix(*_split(singles), labels=labels)
    np.testing.assert_array_equal(confusion(*_split(pairs)), wanted[:10])


@pytest.mark.train
@settings(deadline=None, max_examples=50)  # the first example waits for scikit-learn to load
@given(PAIRS)
def test_scores_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    sklearn_metrics = pytest.importorskip("sklearn.metrics")
    singles = [(t, r if r in DIGITS else OTHER) for t, r in pairs if t in DIGITS]
    scores = digit_scores(confusion(*_split(pairs)))
    if not singles:
        assert macro(scores) is None
        return
    truth, read = _split(singles)
    wanted = sklearn_metrics.precision_recall_fscore_support(
        truth, read, labels=list(DIGITS), zero_division=0
    )
    got = [(s.precision or 0, s.recall or 0, s.f1 or 0, s.support) for s in scores]
    np.testing.assert_allclose(np.array(got).T, np.array(wanted), atol=1e-12)

    shown = [d for d in DIGITS if d in truth]
    averages = sklearn_metrics.precision_recall_fscore_support(
        truth, read, labels=shown, average="macro", zero_division=0
    )[:3]
    means = macro(scores)
    assert means is not None
    assert means.digits == len(shown)
    assert (means.precision, means.recall, means.f1) == pytest.approx(averages)


@given(PAIRS)
def test_accuracy_counts_exact_texts(pairs: list[tuple[str, str]]) -> None:
    share = accuracy(*_split(pairs))
    assert share == Share(sum(t == r for t, r in pairs), len(pairs))


def test_a_leading_zero_is_part_of_the_text() -> None:
    assert accuracy(["007", "7"], ["7", "7"]) == Share(1, 2)


def test_no_score_is_made_up_where_there_is_nothing_to_divide_by() -> None:
    never_read = DigitScores("3", support=2, read=0, right=0)
    assert (never_read.precision, never_read.recall, never_read.f1) == (None, 0, 0)
    never_shown = DigitScores("3", support=0, read=2, right=0)
    assert (never_shown.precision, never_shown.recall, never_shown.f1) == (0, None, 0)
    neither = DigitScores("3", support=0, read=0, right=0)
    assert (neither.precision, neither.recall, neither.f1) == (None, None, None)


def test_nothing_and_several_digits_fall_into_the_last_column() -> None:
    counts = confusion(["4", "4", "4", "44"], ["4", "", "44", "4"])
    assert counts[4].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2]
    assert counts.sum() == 3


@pytest.mark.parametrize("function", [accuracy, confusion])
def test_lists_of_unlike_length_are_refused(function) -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        function(["1", "2"], ["1"])


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_newcombes_table(count, of, low, high) -> None:
    assert Share(count, of).interval == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_none_and_may_be_anything() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)


def test_calibration_error_by_hand() -> None:
    confidences = np.array([0.95, 0.95, 0.95, 0.95, 0.55])
    right = np.array([True, True, True, False, True])
    # Four in one bin: 0.95 sure, 0.75 right. One in another: 0.55 sure, 1 right.
    assert expected_calibration_error(confidences, right, bins=10) == pytest.approx(
        (4 * 0.20 + 1 * 0.45) / 5
    )


def test_a_confidence_on_an_edge_belongs_to_the_bin_below() -> None:
    # 0.5 joins 0.3, where the two gaps cancel out; with 0.7 they would not.
    together = expected_calibration_error(np.array([0.5, 0.3]), np.array([False, True]), bins=2)
    assert together == pytest.approx(abs((0 + 1) - (0.5 + 0.3)) / 2)
    assert expected_calibration_error(np.array([0.0, 1.0]), np.array([False, True])) == 0


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40),
    st.integers(1, 20),
)
def test_calibration_error_is_what_its_definition_says(pairs, bins) -> None:
    total = 0.0
    for m in range(bins):
        inside = [
            (c, r)
            for c, r in pairs
            if (m / bins < c or (m == 0 and c == 0)) and c <= (m + 1) / bins
        ]
        if inside:
            sure = sum(c for c, _ in inside) / len(inside)
            share = sum(r for _, r in inside) / len(inside)
            total += len(inside) / len(pairs) * abs(share - sure)
    confidences, right = (np.array(column) for column in zip(*pairs, strict=True))
    assert expected_calibration_error(confidences, right, bins) == pytest.approx(total, abs=1e-9)


def test_calibration_error_of_nothing_is_none() -> None:
    assert expected_calibration_error(np.zeros(0), np.zeros(0, np.bool_)) is None


def test_calibration_error_refuses_unlike_lengths() -> None:
    with pytest.raises(ValueError, match="2 confidences for 1"):
        expected_calibration_error(np.zeros(2), np.zeros(1, np.bool_))
