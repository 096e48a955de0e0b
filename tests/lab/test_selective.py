"""Selective: counted as by hand, whatever the confidences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.lab.metrics import Share
from numerals.lab.selective import ASKED, risk_coverage, stated
from numerals.model.risk import RiskCurve
from tests.model.nets import RISK

JUDGED = st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=60)


def arrays(judged: list[tuple[int, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([c / 20 for c, _ in judged]), np.array([r for _, r in judged], bool)


@given(JUDGED, st.integers(0, 10), st.integers(0, 19))
def test_each_threshold_lets_pass_what_it_says(judged, left, twentieths) -> None:
    confidences, right = arrays(judged)
    curve = risk_coverage(confidences, right, len(judged) + left)
    passed = confidences >= twentieths / 20
    accepted, wrong = curve.at(twentieths / 20)
    assert accepted == Share(int(passed.sum()), len(judged) + left)
    assert wrong == Share(int((passed & ~right).sum()), int(passed.sum()))
    assert curve.at(1.0)[0].count == 0
    assert curve.most == len(judged)


@given(JUDGED)
def test_the_area_is_the_mean_error_over_all_coverages(judged) -> None:
    confidences, right = arrays(judged)
    area = risk_coverage(confidences, right, len(judged)).aurc
    if not judged:
        assert area is None
        return
    errors = [float((~right[confidences >= c]).mean()) for c in confidences]
    assert area == pytest.approx(np.mean(errors))


def test_a_known_area() -> None:
    curve = risk_coverage(np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 1, 0, 1], bool), 4)
    assert curve.aurc == pytest.approx((0 + 0 + 1 / 3 + 1 / 4) / 4)


def test_the_promises_are_tried_out() -> None:
    confidences = np.array([0.9999, 0.95, 0.95, 0.6])
    curve = risk_coverage(confidences, np.array([1, 1, 0, 1], bool), 8)
    rows = stated(RiskCurve.from_dict(RISK), curve)
    assert [r.max_error for r in rows] == list(ASKED)
    assert [r.accept for r in rows] == [0.9995, 0.99, 0.9, 0.9, 0.5]
    assert [r.coverage for r in rows] == [Share(n, 8) for n in (1, 1, 3, 3, 4)]
    assert [r.wrong for r in rows] == [
        Share(w, n) for w, n in ((0, 1), (0, 1), (1, 3), (1, 3), (1, 4))
    ]
    assert stated(None, curve) == ()
    nothing = stated(RiskCurve(9, ()), curve)
    assert {(r.accept, r.coverage, r.wrong) for r in nothing} == {(None, None, None)}


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="2 confidences for 1"):
        risk_coverage(np.ones(2), np.ones(1, bool), 2)
    with pytest.raises(ValueError, match="of 1"):
        risk_coverage(np.ones(2), np.ones(2, bool), 1)
