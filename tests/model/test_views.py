"""Views: what several views say is weighed by the odds that each is a digit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numerals.model.views import _CAREFUL, blend

A7, A1, NONE = (np.array(row) for row in ([0.0, 0.9, 0.1], [0.9, 0.0, 0.1], [0.01, 0.0, 0.99]))


def test_one_view_is_told_as_it_is() -> None:
    mean, best = blend(A7[None])
    assert mean.tolist() == A7.tolist()
    assert best == 0


def test_a_view_that_shows_no_digit_hardly_counts() -> None:
    mean, best = blend(np.stack([NONE, A7]))
    assert best == 1
    assert mean == pytest.approx(A7, abs=0.01)


def test_two_digits_alike_are_both_in_doubt_and_the_careful_view_is_likelier() -> None:
    mean, best = blend(np.stack([A1, A7]))
    assert best == 0
    assert mean[0] / mean[1] == pytest.approx(_CAREFUL)
    assert mean[0] < 0.9


def test_views_that_agree_stay_as_sure() -> None:
    assert blend(np.stack([A7, A7, A7]))[0] == pytest.approx(A7)


@given(arrays(np.float64, (3, 4), elements=st.floats(0, 1)))
def test_the_mean_is_a_distribution(raw: np.ndarray) -> None:
    raw[:, 0] += 1e-9
    mean, best = blend(raw / raw.sum(axis=1, keepdims=True))
    assert mean.sum() == pytest.approx(1)
    assert (mean >= 0).all()
    assert best in range(3)
