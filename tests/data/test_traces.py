"""Traces: what the pen wrote, without its ways through the air."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.data.pens import Pens
from numerals.data.traces import Trace, traces_of
from tests.data.numbers import small_pens

#: Ways that people took, as the file has them but for the sign of y.
SEVEN_CROSSED = [(0, 10), (60, 0), (100, 5), (70, 50), (40, 100), (10, 55), (50, 50), (90, 48)]
SEVEN_PLAIN = [(0, 10), (40, 0), (80, 2), (100, 8), (80, 35), (65, 55), (55, 80), (50, 100)]
FIVE_FLAGGED = [(20, 0), (10, 40), (60, 45), (70, 80), (30, 100), (0, 85), (15, 5), (100, 2)]
FIVE_AT_ONCE = [(100, 0), (20, 5), (10, 40), (60, 45), (90, 60), (80, 90), (40, 100), (0, 92)]
FOUR_TWICE = [(40, 0), (20, 35), (0, 60), (50, 62), (100, 58), (70, 20), (65, 60), (60, 100)]
FOUR_AT_ONCE = [(20, 0), (10, 20), (0, 40), (40, 45), (80, 42), (90, 60), (70, 80), (60, 100)]
FOUR_LIKE_LESS = [(30, 0), (10, 15), (0, 30), (10, 45), (40, 60), (70, 75), (90, 90), (95, 100)]
ONE = [(0, 40), (30, 20), (60, 0), (60, 20), (60, 40), (60, 60), (60, 80), (60, 100)]
ONE_WITH_FOOT = [(20, 20), (50, 0), (50, 30), (50, 60), (40, 90), (0, 100), (50, 100), (100, 98)]


def traces(digit: int, *ways: list[tuple[int, int]]) -> tuple[Trace, ...]:
    none = np.zeros((0, 8, 8), np.uint8)
    labels = np.full(len(ways), digit, np.uint8)
    return traces_of(Pens(np.array(ways) / 100, labels, none, np.zeros(0, np.uint8)))


@pytest.mark.parametrize(
    ("digit", "way", "lengths"),
    [
        (7, SEVEN_CROSSED, [5, 3]),
        (7, SEVEN_PLAIN, [8]),
        (5, FIVE_FLAGGED, [6, 2]),
        (5, FIVE_AT_ONCE, [8]),
        (4, FOUR_TWICE, [5, 3]),
        (4, FOUR_AT_ONCE, [8]),
        (0, SEVEN_CROSSED, [8]),
        (1, ONE, [8]),
    ],
)
def test_the_pen_is_lifted_where_a_second_stroke_begins(digit, way, lengths) -> None:
    (trace,) = traces(digit, way)
    assert trace.digit == digit
    assert [len(stroke) for stroke in trace.strokes] == lengths
    assert trace.strokes[0][0][1] == way[0][1] / 100
    assert trace.strokes[-1][-1][1] == way[-1][1] / 100


def test_a_bar_may_be_drawn_from_the_right() -> None:
    leftwards = [*SEVEN_CROSSED[:5], *SEVEN_CROSSED[:4:-1]]
    (trace,) = traces(7, leftwards)
    assert [len(stroke) for stroke in trace.strokes] == [5, 3]
    assert trace.strokes[1][0] == (0.9, 0.48)


def test_a_digit_without_a_corner_is_left_out() -> None:
    assert not traces(1, ONE_WITH_FOOT)
    assert not traces(4, [*FOUR_TWICE[:4], (100, 70), (80, 55), (78, 70), (76, 90)])
    assert not traces(4, FOUR_LIKE_LESS)
    assert [t.strokes[0][0] for t in traces(1, ONE_WITH_FOOT, ONE)] == [(0.0, 0.4)]


def test_a_one_is_narrower_than_a_square() -> None:
    (trace,) = traces(1, ONE)
    assert max(x for x, _ in trace.strokes[0]) == pytest.approx(0.36)


@given(
    st.integers(0, 9),
    st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=8, max_size=8),
)
def test_whatever_the_way_strokes_are_parts_of_it_in_order(digit, way) -> None:
    for trace in traces(digit, way):
        assert 1 <= len(trace.strokes) <= 2
        assert all(len(stroke) > 1 for stroke in trace.strokes)
        heights = [y for stroke in trace.strokes for _, y in stroke]
        rest = iter(y / 100 for _, y in way)
        assert all(y in rest for y in heights)


def test_order_is_kept() -> None:
    digits = [trace.digit for trace in traces_of(small_pens())]
    assert len(digits) > 70
    steps = np.diff(digits) % 10
    assert set(steps.tolist()) <= {1, 2, 3}  # in turn, but for those left out
