"""Intervals and tests, beside what SciPy says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.comparison.statistics import interval_of_share, mcnemar, spread

pytestmark = pytest.mark.train
#: Loaded before any test is timed.
stats = pytest.importorskip("scipy.stats")


def pair(first: int, second: int, both: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Two systems: the one is right alone on `first` pictures, the other on `second`."""
    one = np.array([True] * first + [False] * second + [True] * both)
    other = np.array([False] * first + [True] * second + [True] * both)
    return one, other


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_is_the_binomial_test_of_the_pictures_on_which_they_differ(a: int, b: int) -> None:
    wanted = stats.binomtest(a, a + b).pvalue if a + b else 1.0
    assert mcnemar(*pair(a, b)) == pytest.approx(wanted, rel=1e-6)
    assert mcnemar(*pair(a, b)) == pytest.approx(mcnemar(*pair(b, a)))


def test_figures_worked_out_by_hand() -> None:
    # Of 5 the one wins all: 2 · (1/2)^5.
    assert mcnemar(*pair(5, 0)) == pytest.approx(2 / 32)
    # Of 10 it wins 8: 2 · (1 + 10 + 45) / 1024.
    assert mcnemar(*pair(8, 2)) == pytest.approx(2 * 56 / 1024)


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_clearer_win_is_never_weaker_evidence(first: int, second: int) -> None:
    more, less = max(first, second), min(first, second)
    assert mcnemar(*pair(more + 1, less)) <= mcnemar(*pair(more, less))


def test_mcnemar_of_thousands_neither_overflows_nor_warns() -> None:
    assert mcnemar(*pair(3000, 3000)) == 1
    assert 0 <= mcnemar(*pair(9000, 1000)) < 1e-300
    assert 0.9 < mcnemar(*pair(5000, 5001)) <= 1


def test_mcnemar_wants_the_same_pictures() -> None:
    with pytest.raises(ValueError, match="not the same pictures"):
        mcnemar(np.ones(3, bool), np.ones(4, bool))


def test_three_seeds_have_students_interval() -> None:
    found = spread([0.98, 0.99, 0.985])
    half = 4.302653 * 0.005 / math.sqrt(3)
    assert found.mean == pytest.approx(0.985)
    assert found.sd == pytest.approx(0.005)
    assert (found.low, found.high) == pytest.approx((0.985 - half, 0.985 + half))


def test_one_seed_has_no_spread() -> None:
    assert spread([0.98]) == (0.98, None, None, None, 1)


def test_a_share_of_many_pictures_is_known_better() -> None:
    few, many = interval_of_share(0.9, 100), interval_of_share(0.9, 10_000)
    assert few[0] < many[0] < 0.9 < many[1] < few[1]
