"""A bare stroke that is passed over is a 1 more often than the strip alone tells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.field import Field
from numerals.model.alphabet import ALPHABET, CLASS_OF
from numerals.model.number import read_number
from numerals.model.string_network import FRAME
from numerals.model.uprights import _ODDS, favour_ones


def passed_over(one: float) -> np.ndarray:
    """Probabilities along a strip: a 1 of so much in frame 3, which the blank has else, and a 7."""
    shares = np.full((20, 1 + len(ALPHABET)), 1e-5)
    shares[:, 0] = 1
    shares[3, CLASS_OF["1"]] = one
    shares[3, 0] = 1 - one
    shares[12, [0, CLASS_OF["7"]]] = 0.001, 1
    return np.log(shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)


STROKE = [(3.0 * FRAME, 4.0 * FRAME)]


def test_a_one_that_is_not_ruled_out_is_read() -> None:
    log_probs = passed_over(0.05)
    assert read_number(log_probs, Field()).text == "7"
    assert read_number(favour_ones(log_probs, STROKE), Field()).text == "17"
    assert read_number(log_probs, Field()).text == "7"  # what was given is left as it was


def test_a_one_that_is_ruled_out_is_not() -> None:
    assert read_number(favour_ones(passed_over(1e-5), STROKE), Field()).text == "7"


@given(st.floats(1e-4, 0.4))
def test_odds_are_so_many_times_what_they_were(one: float) -> None:
    before, after = (
        np.exp(p[3]) for p in (passed_over(one), favour_ones(passed_over(one), STROKE))
    )
    odds = [p[CLASS_OF["1"]] / (p.sum() - p[CLASS_OF["1"]]) for p in (before, after)]
    assert odds[1] == pytest.approx(_ODDS * odds[0], rel=1e-3)
    assert after.sum() == pytest.approx(1, abs=1e-5)


def test_what_is_read_already_is_left_alone() -> None:
    log_probs = passed_over(0.9)
    assert favour_ones(log_probs, STROKE) is log_probs
    assert favour_ones(log_probs, [(11.0 * FRAME, 13.0 * FRAME)]) is log_probs


@pytest.mark.parametrize("stroke", [(0.0, 1.0), (0.0, 40.0), (38.0, 40.0), (39.5, 40.0)])
def test_strokes_at_the_strips_ends(stroke: tuple[float, float]) -> None:
    answer = favour_ones(passed_over(0.01), [stroke])
    assert answer.shape == (20, 1 + len(ALPHABET))
    np.testing.assert_allclose(np.exp(answer).sum(axis=1), 1, atol=1e-4)
