"""Percentages flatter nobody: goodness is rounded down, error up, intervals outward."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.metrics import Share
from numerals.lab.percent import decimals, down, interval, up


@pytest.mark.parametrize(
    ("share", "places", "below", "above"),
    [
        (0.9996, 1, "99.9", "100.0"),
        (0.99996, 2, "99.99", "100.00"),
        (0.00001, 1, "0.0", "0.1"),
        (1.0, 1, "100.0", "100.0"),
        (0.0, 1, "0.0", "0.0"),
        (0.57, 1, "57.0", "57.0"),  # 57 hundredths are 56.99…9 in floating point
        (None, 1, "–", "–"),
    ],
)
def test_rounding(share, places, below, above) -> None:
    assert (down(share, places), up(share, places)) == (below, above)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_shown_holds_the_one_computed(pair: tuple[int, int]) -> None:
    share = Share(*pair)
    low, high = share.interval
    shown_low, shown_high = map(float, interval(share).strip("[]").split(", "))
    assert shown_low <= 100 * low + 1e-6
    assert shown_high >= 100 * high - 1e-6
    assert shown_high - shown_low <= 100 * (high - low) + 0.2


@given(st.integers(1, 10**6))
def test_one_error_never_shows_as_none(n: int) -> None:
    assert up(1 / n, decimals(n)) not in ("0.0", "0.00")
    assert n == 1 or down((n - 1) / n, decimals(n)) not in ("100.0", "100.00")


def test_the_interval_of_nothing_is_a_dash() -> None:
    assert interval(Share(0, 0)) == "–"
