"""McNemar's exact test, and Holm's correction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.comparison.report.significance import holm, mcnemar

COUNTS = st.integers(0, 300)


def test_figures_worked_out_by_hand() -> None:
    # Of 5 the one wins all: 2 · (1/2)^5.
    assert mcnemar(5, 0) == pytest.approx(2 / 32)
    # Of 10 it wins 8: 2 · (1 + 10 + 45) / 1024.
    assert mcnemar(8, 2) == pytest.approx(2 * 56 / 1024)


def test_no_difference_is_no_evidence() -> None:
    assert mcnemar(0, 0) == mcnemar(7, 7) == 1.0


def test_it_agrees_with_the_binomial_test_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    for first, second in ((3, 11), (40, 61), (150, 90)):
        expected = stats.binomtest(first, first + second).pvalue
        assert mcnemar(first, second) == pytest.approx(expected)


def test_thousands_of_differences_are_no_overflow() -> None:
    assert 0 <= mcnemar(9000, 1000) < 1e-300
    assert 0.9 < mcnemar(5000, 5001) <= 1


@given(COUNTS, COUNTS)
def test_it_does_not_matter_who_is_first(first: int, second: int) -> None:
    assert mcnemar(first, second) == mcnemar(second, first)


@given(COUNTS, COUNTS)
def test_a_clearer_win_is_never_weaker_evidence(first: int, second: int) -> None:
    more, less = max(first, second), min(first, second)
    assert mcnemar(more + 1, less) <= mcnemar(more, less)


def test_holm_raises_the_smallest_most() -> None:
    assert holm([0.01, 0.04, None, 0.03]) == pytest.approx([0.03, 0.06, None, 0.06], nan_ok=True)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_the_order_and_lowers_nothing(ps: list[float]) -> None:
    raised = holm(ps)
    assert all(after >= before for before, after in zip(ps, raised, strict=True))
    pairs = sorted(zip(ps, raised, strict=True))
    assert [after for _, after in pairs] == sorted(raised)
