"""Calibration: from pictures held back to what a model's probabilities mean, and whom to trust."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.model.calibrate import fit_temperature, soften
from numerals.model.risk import DEFAULT_MAX_ERROR, fit_risk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.train.material import Material

#: A digit that shows what it is shall be called unreadable no more often than this.
_LOST_DIGITS = 0.0005
#: In everyday use, so many pictures without a digit come to one with.
_ODD_SHARE = 0.03
#: Of those set aside, so many may have a digit nearly sure, and 'no digit' unlikely enough. What
#: people really bring is odder than ours, and at most one in a hundred of it shall pass.
_ODD_ACCEPTED = 0.005
_NEARLY_SURE = 0.9
#: The temperature is fitted on this share: on a fifth it hung on a few errors. What is left bounds
#: the risk of accepting.
_FIT_SHARE = 0.5


def expect_everyday(model: Any, material: Material) -> None:
    """Make a network expect what is no digit as rarely as it is in everyday use.

    It learns from more of it than anyone photographs, and so doubts digits too much. Odds learnt
    in one proportion hold in another when multiplied by the ratio of both (Elkan 2001, "The
    Foundations of Cost-Sensitive Learning", theorem 2); a softmax does so by a sum in its bias.

    Args:
        model: A Keras model that ends in a dense layer with softmax; its last bias is changed, if
            the last class is for what is no digit.
        material: What it learnt from.
    """
    _shift(model, material, 1)


def expect_learnt(model: Any, material: Material) -> None:
    """Make a network that expects everyday use expect what it learns from: the inverse."""
    _shift(model, material, -1)


def _shift(model: Any, material: Material, sign: int) -> None:
    names = len(material.names)
    if material.classes == names:
        return
    odd = int((material.training.labels == names).sum())
    learnt = odd / (len(material.training.labels) - odd)
    *others, kernel, bias = model.layers[-1].get_weights()
    bias[names] += sign * math.log(_ODD_SHARE / learnt)
    model.layers[-1].set_weights([*others, kernel, bias])


def calibrate(outputs: NDArray[np.float32], material: Material) -> dict[str, Any]:
    """Find the temperature, what may be no digit, and what accepting more costs in errors.

    Each picture held back has one task: what anything was fitted to may not speak for the risk.

    Args:
        outputs: (N, classes), what the network answers to the pictures of `material.calibration`.
        material: What a run worked on.

    Returns:
        What config.json holds of it.
    """
    labels = material.calibration.labels
    names = len(material.names)
    first, second, aside = _divide(labels, names)
    # Rounded first, so that the thresholds fit what the reader will compute.
    temperature = round(fit_temperature(outputs[first], labels[first]), 4)
    calibrated = soften(outputs, temperature)
    sure, answers = calibrated[:, :names].max(axis=1), calibrated[:, :names].argmax(axis=1)
    found: dict[str, Any] = {"temperature": temperature}
    if material.classes > names:
        none = calibrated[:, names]
        given_up = float(np.quantile(none[first[labels[first] != names]], 1 - _LOST_DIGITS))
        found |= {
            "reject": True,
            "unreadable": math.ceil(given_up * 10_000) / 10_000,
            "doubtful": _doubtful(none[aside], sure[aside]),
        }
        sure = np.where(none < found["doubtful"], sure, 0.0)
    risk = fit_risk(sure[second], answers[second] == labels[second])
    point = risk.at(DEFAULT_MAX_ERROR)
    found["accept"] = point.accept if point else 1.0
    found["risk"] = risk.to_dict()
    return found


def _divide(
    labels: NDArray[Any], none: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Divide what is held back: to fit the temperature, to measure the risk, and set aside.

    To learn from there is much that is no digit, which has the label `none`; nobody photographs
    so many. Most are set aside.
    """
    odd = np.flatnonzero(labels == none)
    everyday = round((len(labels) - len(odd)) * _ODD_SHARE)
    rng = np.random.default_rng(0)
    odd = rng.permutation(odd)
    kept = np.concatenate([np.flatnonzero(labels != none), odd[:everyday]])
    order = rng.permutation(kept)
    cut = round(len(order) * _FIT_SHARE)
    return order[:cut], order[cut:], odd[everyday:]


def _doubtful(none: NDArray[np.float64], sure: NDArray[np.float64]) -> float:
    """Find the probability of 'no digit' from which on an answer is for review.

    Args:
        none: (N,), that probability for pictures that show no digit.
        sure: (N,), the likeliest digit's.
    """
    passing = np.sort(none[sure >= _NEARLY_SURE])
    allowed = int(len(none) * _ODD_ACCEPTED)
    return math.floor(passing[allowed] * 10_000) / 10_000 if allowed < len(passing) else 1.0
