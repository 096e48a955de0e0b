"""Acceptance: what is asked is promised, or refused with the least that can be."""

from __future__ import annotations

import pytest

from numerals.errors import UsageError
from numerals.model.acceptance import settle, share, threshold
from numerals.model.config import Config
from numerals.model.risk import RiskCurve
from tests.model.nets import RISK

CURVE = RiskCurve.from_dict(RISK)
STATES = Config("m", risk=CURVE, accept=0.77)
BARE = Config("m", accept=0.77)


@pytest.mark.parametrize(
    ("max_error", "accept"), [(0.001, 0.9995), (0.0049, 0.99), (0.1, 0.5), (None, 0.9)]
)
def test_the_widest_threshold_that_keeps_the_promise(max_error, accept) -> None:
    found = settle(STATES, None, max_error)
    assert found.accept == accept
    assert found.max_error == (max_error or 0.005)
    assert found.promise == CURVE.at(found.max_error)
    assert "with 95 % confidence" in str(found)
    assert found.note == ""


def test_the_sentence() -> None:
    assert str(settle(STATES, None, 0.001)) == (
        "accepted from 99.95 % on: of pictures like the model's calibration set 70.0 % are, and of "
        "these at most 0.1 % wrong (with 95 % confidence)"
    )


def test_what_cannot_be_promised_is_refused_with_what_can() -> None:
    with pytest.raises(UsageError, match=r"at most 0\.05 %: ask at least 0\.1 %$"):
        settle(STATES, None, 0.0005)
    with pytest.raises(UsageError, match="ask nothing that it can keep"):
        settle(Config("m", risk=RiskCurve(9, ())), None, 0.05)


def test_by_default_nothing_is_accepted_where_nothing_can_be_promised() -> None:
    found = settle(Config("m", risk=RiskCurve(9, CURVE.points[3:])), None, None)
    assert (found.accept, found.max_error, found.promise) == (1.0, None, None)
    assert str(found).startswith("nothing is accepted: the model m cannot promise")
    assert str(found).endswith("at least 2 %")


@pytest.mark.parametrize("max_error", [None, 0.001])
def test_a_model_without_a_curve_keeps_its_threshold_and_says_so(max_error) -> None:
    found = settle(BARE, None, max_error)
    assert (found.accept, found.max_error, found.promise) == (0.77, None, None)
    assert "holds no risk curve" in str(found)


@pytest.mark.parametrize("config", [STATES, BARE])
def test_a_threshold_of_ones_own_promises_nothing(config) -> None:
    found = settle(config, 0.3, None)
    assert (found.accept, found.max_error, found.promise) == (0.3, None, None)
    assert "as asked" in found.note


@pytest.mark.parametrize("config", [STATES, BARE])
@pytest.mark.parametrize(
    ("accept", "max_error", "words"),
    [
        (0.9, 0.01, "give one"),
        (1.1, None, "between 0 and 1"),
        (float("nan"), None, "between 0 and 1"),
        (None, 0.0, "over 0"),
        (None, 0.11, "up to 10 %"),
        (None, float("nan"), "over 0"),
    ],
)
def test_what_makes_no_sense(config, accept, max_error, words) -> None:
    with pytest.raises(UsageError, match=words):
        settle(config, accept, max_error)


def test_shares_and_thresholds_are_shown_as_they_are() -> None:
    assert [share(s) for s in (0.005, 0.0005, 0.1, 0.0125)] == ["0.5 %", "0.05 %", "10 %", "1.25 %"]
    assert share(0.001181, up=True) == "0.119 %"
    assert share(0.02, up=True) == "2 %"
    assert [threshold(t) for t in (0.9, 0.9996, 0.999987, 1.0)] == [
        "90.0 %",
        "99.96 %",
        "99.999 %",
        "100.0 %",
    ]
