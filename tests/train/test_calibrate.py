"""Calibration: temperatures found again, answers never changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from numerals.model.calibrate import fit_temperature, soften, wilson


def softmax(logits):
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


PROBABILITIES = hnp.arrays(
    np.float32, st.tuples(st.integers(1, 8), st.just(10)), elements=st.floats(2**-10, 1, width=32)
).map(lambda a: (a / a.sum(axis=1, keepdims=True)).astype(np.float32))


@given(PROBABILITIES, st.floats(0.1, 10))
def test_softening_keeps_the_answer_and_sums_to_1(probabilities, temperature):
    softened = soften(probabilities, temperature)
    assert np.array_equal(softened.argmax(axis=1), probabilities.argmax(axis=1))
    assert np.allclose(softened.sum(axis=1), 1)
    assert (softened >= 0).all()


@given(PROBABILITIES)
def test_temperature_1_changes_nothing(probabilities):
    assert np.allclose(soften(probabilities, 1), probabilities, atol=1e-6)


def test_softening_survives_what_softmax_rounded_to_0():
    softened = soften(np.array([[1, 0, 0]], np.float32), 3)
    assert np.isfinite(softened).all()
    assert softened.argmax() == 0


@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.7, 4.0])
def test_a_known_temperature_is_found_again(temperature):
    rng = np.random.default_rng(5)
    logits = rng.normal(0, 2, (20_000, 10))
    truth = softmax(logits)
    labels = (truth.cumsum(axis=1) > rng.random((len(truth), 1))).argmax(axis=1)
    assert fit_temperature(softmax(logits * temperature), labels) == pytest.approx(
        temperature, rel=0.03
    )


@pytest.mark.parametrize(
    ("successes", "trials", "interval"),
    # Newcombe 1998, table I: the Wilson interval without continuity correction.
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0, 0.1611))],
)
def test_wilson_is_as_published(successes, trials, interval):
    assert wilson(successes, trials) == pytest.approx(interval, abs=5e-5)


def test_wilson_of_nothing():
    assert wilson(0, 0) == (0, 1)
