"""Risk: the bound is Clopper and Pearson's, the curve keeps its word, and survives its JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.model.risk import (
    CONFIDENCE,
    LARGEST_MAX_ERROR,
    RiskCurve,
    error_bound,
    fit_risk,
)

#: Confidences of four decimals, with how many of ten such answers are right.
JUDGED = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 9)), max_size=300)


def arrays(judged: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    confidences = np.array([c / 10_000 for c, _ in judged])
    return confidences, np.array([luck > 0 for _, luck in judged], bool)


def world(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw answers of a calibrated reader: of those with confidence c, the share c is right."""
    confidences = 1 - 0.5 * rng.random(n) ** 12
    return confidences, rng.random(n) < confidences


def true_error(accept: float) -> float:
    """Give the error among those that `world` draws with at least a confidence."""
    doubts = 0.5 * np.linspace(0, (2 * (1 - accept)) ** (1 / 12), 20_001) ** 12
    return float(doubts.mean())


@pytest.mark.parametrize(
    ("wrong", "of", "delta", "bound"),
    # Of no errors the bound has a closed form: 1 - delta ** (1 / of).
    [(0, 1, 0.05, 0.95), (0, 299, 0.05, 0.00997), (1, 20, 0.025, 0.24873), (5, 5, 0.05, 1.0)],
)
def test_the_bound_is_the_published_one(wrong, of, delta, bound):
    assert error_bound(wrong, of, delta) == pytest.approx(bound, abs=5e-6)


@given(st.integers(1, 3000), st.floats(0, 1), st.floats(1e-6, 0.5))
@settings(max_examples=50)
def test_the_bound_is_the_quantile_of_a_beta_distribution(of, share, delta):
    beta = pytest.importorskip("scipy.stats", reason="needs the train extra").beta
    wrong = int(share * (of - 1))
    wanted = beta.ppf(1 - delta, wrong + 1, of - wrong)
    assert error_bound(wrong, of, delta) == pytest.approx(wanted, rel=1e-6)


def test_nothing_is_known_of_nothing():
    assert error_bound(0, 0, 0.05) == 1
    curve = fit_risk(np.zeros(0), np.zeros(0, bool))
    assert (curve.points, curve.lowest, curve.at(0.1)) == ((), None, None)


@given(JUDGED)
def test_the_curve_rises_and_never_says_less_than_was_seen(judged):
    confidences, right = arrays(judged)
    curve = fit_risk(confidences, right)
    for low, high in zip(curve.points, curve.points[1:], strict=False):
        assert low.max_error < high.max_error
        assert low.accept > high.accept
        assert low.coverage <= high.coverage
    for point in curve.points:
        accepted = confidences >= point.accept
        seen = float((~right[accepted]).mean())
        assert seen < point.max_error <= LARGEST_MAX_ERROR
        # No threshold is surer of itself than one that was not chosen would be.
        failed, of = int((~right[accepted]).sum()), int(accepted.sum())
        assert point.max_error >= error_bound(failed, of, 1 - CONFIDENCE)
        assert point.coverage == pytest.approx(accepted.mean(), abs=1e-4)
        assert point.coverage <= accepted.mean()


@given(JUDGED, st.floats(0.0001, 0.1), st.floats(0.0001, 0.1))
def test_who_allows_more_errors_gets_more_accepted(judged, one, other):
    curve = fit_risk(*arrays(judged))
    strict, loose = curve.at(min(one, other)), curve.at(max(one, other))
    if strict is not None:
        assert loose is not None
        assert loose.accept <= strict.accept
        assert strict.max_error <= min(one, other)
    if curve.lowest is not None:
        assert curve.at(curve.lowest) == curve.points[0]
        assert curve.at(np.nextafter(curve.lowest, 0)) is None


def test_all_of_the_curve_holds_at_once_as_often_as_it_says():
    rng = np.random.default_rng(7)
    broken = 0
    for _ in range(60):
        points = fit_risk(*world(rng, 4000)).points
        assert points
        broken += any(true_error(p.accept) > p.max_error for p in points)
    assert broken <= 3


def test_a_threshold_chosen_without_care_would_break_its_word_more_often():
    """The control: bounds that know nothing of each other do not hold at once."""
    rng = np.random.default_rng(7)
    broken = 0
    for _ in range(60):
        confidences, right = world(rng, 4000)
        accepts = np.quantile(confidences, np.linspace(0, 0.9, 60))
        bounds = [
            error_bound(int((~right[confidences >= a]).sum()), int((confidences >= a).sum()), 0.05)
            for a in accepts
        ]
        broken += any(true_error(a) > b for a, b in zip(accepts, bounds, strict=True))
    assert broken > 6


def test_more_samples_promise_more():
    rng = np.random.default_rng(1)
    few, many = fit_risk(*world(rng, 2000)), fit_risk(*world(rng, 50_000))
    assert many.lowest < few.lowest
    assert many.at(0.02).coverage > few.at(0.02).coverage


def test_equal_confidences_pass_together():
    confidences = np.repeat([0.99, 0.9], [5000, 5000])
    right = np.ones(10_000, bool)
    right[5000:7000] = False  # all the errors at 0.9
    (point,) = fit_risk(confidences, right).points
    assert point.accept == 0.99
    assert point.coverage == 0.5


def test_what_is_always_sure_and_often_wrong_promises_nothing():
    curve = fit_risk(np.ones(1000), np.arange(1000) % 2 == 0)
    assert curve.points == ()
    assert fit_risk(np.full(1000, 0.99), np.arange(1000) % 2 == 0).lowest is None


def test_the_two_must_fit():
    with pytest.raises(ValueError, match="2 confidences for 3"):
        fit_risk(np.ones(2), np.ones(3, bool))


@given(JUDGED)
def test_it_survives_its_json(judged):
    curve = fit_risk(*arrays(judged))
    assert RiskCurve.from_dict(json.loads(json.dumps(curve.to_dict()))) == curve


GOOD = {
    "samples": 9,
    "confidence": 0.95,
    "accept": [0.9, 0.8],
    "coverage": [0.5, 0.6],
    "max_error": [0.01, 0.02],
}


@pytest.mark.parametrize(
    "change",
    [
        {"accept": [0.9]},
        {"accept": [0.8, 0.9]},
        {"accept": [1.0, 0.9]},
        {"coverage": [0.6, 0.5]},
        {"coverage": [0.6, 1.5]},
        {"max_error": [0.02, 0.01]},
        {"max_error": [float("nan"), 0.01]},
        {"max_error": [0, 0.01]},
        {"confidence": 0.5},
        {"samples": "many"},
    ],
)
def test_what_is_no_curve_is_refused(change):
    assert RiskCurve.from_dict(GOOD).at(0.015).accept == 0.9
    with pytest.raises(ValueError, match=r".+"):
        RiskCurve.from_dict(GOOD | change)
