"""Schedules: shares of the peak, from the step's number alone; Keras is not needed for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.train.schedule import SCHEDULES, Schedule, rate_at


def rates(name, steps=200, peak=1.0):
    return [rate_at(name, peak, step, steps) for step in range(steps)]


def test_every_name_has_its_function():
    assert [*SCHEDULES] == [*Schedule]


@pytest.mark.parametrize("name", SCHEDULES)
@given(st.integers(1, 10**6), st.data())
def test_every_step_learns_and_none_more_than_the_peak(name, steps, data):
    step = data.draw(st.integers(0, steps - 1))
    assert 0 < rate_at(name, 0.004, step, steps) <= 0.004


@pytest.mark.parametrize("name", SCHEDULES)
@given(st.integers(1, 50), st.integers(1, 20), st.floats(1e-6, 1))
def test_the_same_share_of_the_run_has_the_same_rate(name, step, times, peak):
    """The shape does not depend on how many steps an epoch has; the peak only scales it."""
    assert rate_at(name, peak, step, 51) == pytest.approx(
        peak * rate_at(name, 1, step * times, 51 * times)
    )


def test_constant_is_the_rate_itself_to_the_bit():
    assert set(rates("constant", peak=0.001)) == {0.001}


def test_cosine_falls_from_the_peak_to_nearly_none():
    found = rates("cosine")
    assert found[0] == 1
    assert found == sorted(found, reverse=True)
    assert found[100] == pytest.approx(0.5)
    assert found[-1] < 1e-3


def test_onecycle_rises_to_the_peak_and_falls_to_nearly_none():
    found = rates("onecycle")
    top = found.index(max(found))
    assert found[0] == pytest.approx(1 / 25)
    assert top == 60
    assert found[top] == pytest.approx(1)
    assert found[:top] == sorted(found[:top])
    assert found[top:] == sorted(found[top:], reverse=True)
    assert found[-1] < 1e-3
