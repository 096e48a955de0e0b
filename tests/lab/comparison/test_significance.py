"""Holm's correction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.comparison.report.significance import holm


def test_holm_raises_the_smallest_most() -> None:
    assert holm([0.01, 0.04, None, 0.03]) == pytest.approx([0.03, 0.06, None, 0.06], nan_ok=True)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_the_order_and_lowers_nothing(ps: list[float]) -> None:
    raised = holm(ps)
    assert all(after >= before for before, after in zip(ps, raised, strict=True))
    pairs = sorted(zip(ps, raised, strict=True))
    assert [after for _, after in pairs] == sorted(raised)
