"""A share of errors is understood as people write it, and refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.cli.options import _LARGEST_PERCENT, share
from numerals.errors import UsageError
from numerals.model.risk import LARGEST_MAX_ERROR


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5%", 0.005), ("0.5 %", 0.005), (" .5% ", 0.005), ("0.005", 0.005), ("10%", 0.1),
     ("1.%", 0.01), ("0.1", 0.1), ("5e-3%", None), ("0,5%", None), ("", None), ("%", None),
     ("-1%", None), ("half", None), ("0.5%%", None), ("nan", None), ("٥%", None)],
)  # fmt: skip
def test_a_share(text: str, value: float | None) -> None:
    if value is not None:
        assert share("--max-error", text) == pytest.approx(value, abs=1e-15)
        return
    with pytest.raises(UsageError, match=r"--max-error takes a share such as 0\.5% or 0\.005"):
        share("--max-error", text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "over 0 and up to 10%, and 0 is 0%"),
        ("10.1%", "and 10.1% is 10.1%"),
        ("0.5", "0.5 is 50%; for 0.5 percent write 0.5%"),
        ("2", "2 is 200%; for 2 percent write 2%"),
        ("95", "95 is 9500%"),
    ],
)
def test_a_share_out_of_range_is_told_with_what_it_means(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        share("--max-error", text)
    assert str(caught.value).endswith(words)


@given(st.floats(1e-6, 10))
def test_percent_and_share_are_the_same(percent: float) -> None:
    shown = f"{percent:.9f}"
    assert share("-", f"{shown}%") == pytest.approx(share("-", f"{float(shown) / 100:.12f}"))


def test_not_given_is_not_given() -> None:
    assert share("--max-error", None) is None


def test_the_range_is_the_readers() -> None:
    assert _LARGEST_PERCENT / 100 == LARGEST_MAX_ERROR
