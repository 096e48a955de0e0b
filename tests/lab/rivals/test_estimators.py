"""scikit-learn's own checks of estimators, on those of ours that take any row of numbers.

Most of the checks feed rows of a few numbers. What reads pictures refuses these, and says so in
words; test_zoo.py has what of the contract applies to them.
"""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")

from sklearn.utils.estimator_checks import parametrize_with_checks

from numerals.lab.rivals.burel import BurelFeatures
from numerals.lab.rivals.cnn_hmm_digit import CnnHmmDigit
from numerals.lab.rivals.cnn_svm import CnnSvm
from numerals.lab.rivals.deskew import Deskew
from numerals.lab.rivals.keras_classifier import KerasClassifier
from numerals.lab.rivals.pooling import Pooling
from numerals.lab.rivals.shipped import Shipped
from numerals.lab.rivals.svm import RbfSvm

pytestmark = pytest.mark.train

#: Of a network, the checks that need no good fit and few fits: each compiles it anew.
OF_A_NETWORK = (
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_dont_overwrite_attributes",
    "check_estimators_unfitted",
    "check_classifiers_one_label",
    "check_n_features_in",
    "check_estimators_nan_inf",
)


#: What fails, and why it may.
EXPECTED = {
    "check_methods_subset_invariance": "margins are of single precision: they are rounded by the "
    "shape of what is computed at a time, and the check allows for 1e-7",
}


@parametrize_with_checks([RbfSvm()], expected_failed_checks=lambda _: EXPECTED)
def test_the_machine_passes_all(estimator, check) -> None:
    check(estimator)


@pytest.mark.parametrize("name", OF_A_NETWORK)
def test_a_network_passes(name: str) -> None:
    from sklearn.utils import estimator_checks

    if not hasattr(estimator_checks, name):
        pytest.skip(f"this scikit-learn has no {name}")
    estimator = KerasClassifier("mlp", epochs=1, random_state=0)
    getattr(estimator_checks, name)("KerasClassifier", estimator)


@pytest.mark.parametrize(
    "estimator",
    [
        BurelFeatures(),
        Deskew(),
        Pooling(),
        CnnHmmDigit(),
        CnnSvm(),
        KerasClassifier("rnn"),
        Shipped(),
        RbfSvm(virtual=True),
    ],
    ids=lambda e: type(e).__name__,
)
def test_what_reads_pictures_says_what_a_picture_is(estimator) -> None:
    rows = np.random.default_rng(0).random((20, 5))
    with pytest.raises(ValueError, match="has 784 features, not 5"):
        estimator.fit(rows, np.arange(20) % 2)


@pytest.mark.parametrize(
    "kind", [BurelFeatures, Deskew, Pooling, CnnHmmDigit, CnnSvm, KerasClassifier, Shipped]
)
def test_making_one_only_keeps_its_parameters(kind) -> None:
    from sklearn.utils import estimator_checks

    name = kind.__name__
    estimator_checks.check_no_attributes_set_in_init(name, kind())
    estimator_checks.check_parameters_default_constructible(name, kind())
    estimator_checks.check_get_params_invariance(name, kind())


def test_a_network_of_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no network is called 'nothing'"):
        KerasClassifier("nothing").fit(np.zeros((4, 784)), [0, 1, 0, 1])


def test_the_rate_stays_or_falls_to_nothing() -> None:
    rows, labels = np.random.default_rng(0).random((20, 5)), np.arange(20) % 2
    rates = []
    for schedule in ("constant", "cosine"):
        fitted = KerasClassifier("mlp", 2, 4, 0.01, schedule).fit(rows, labels)
        rates.append(float(fitted.network_.optimizer.learning_rate))
    assert rates == pytest.approx([0.01, 0], abs=1e-6)


def test_a_schedule_of_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no schedule is called 'nothing'"):
        KerasClassifier("mlp", schedule="nothing").fit(np.zeros((4, 784)), [0, 1, 0, 1])


def test_the_shipped_network_knows_digits_alone() -> None:
    with pytest.raises(ValueError, match="knows the digits"):
        Shipped().fit(np.zeros((4, 784)), [0, 1, 0, 1])
