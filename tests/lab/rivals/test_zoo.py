"""Each rival keeps scikit-learn's word: fitted, asked, copied, kept in a file."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from numerals.lab.rivals.systems import FAMILIES
from numerals.lab.rivals.zoo import ZOO

pytestmark = pytest.mark.train

#: Cheap stand-ins for the recipes: the same classes, told to learn little.
HASTE = {
    "epochs": 1,
    "min_steps": 0,
    "rounds": 1,
    "n_estimators": 5,
    "max_iter": 2,
    "n_jobs": 1,
}
#: Multiplications of a picture, counted by hand: networks alone, whose size no data changes.
COUNTED = {
    # 26²·9·32 + 11²·9·32·64 + 3²·9·64·64 + 576·64 + 64·10
    "cnn": 194_688 + 2_230_272 + 331_776 + 36_864 + 640,
    # 28 rows · 4 gates · (28 + 128) · 128, and 128·10
    "rnn": 28 * 4 * 156 * 128 + 1280,
    "bidirectional": 2 * 28 * 3 * (28 + 64) * 64 + 1280,
    "mlp": 784 * 800 + 8000,
    "dnn": 784 * 512 + 2 * 512 * 512 + 5120,
    "cnn-rnn": 194_688 + 2_230_272 + 11 * 4 * (320 + 96) * 96 + 960,
}


def hurried(name: str):
    """Make a system that learns little, if it can be told to."""
    system = ZOO[name].make(0, True)
    known = system.get_params()
    asked = {
        key: HASTE[key.rpartition("__")[2]] for key in known if key.rpartition("__")[2] in HASTE
    }
    return system.set_params(**asked)


@pytest.fixture(scope="module", params=ZOO)
def fitted(request, printed):
    """Each system of the zoo, fitted on printed digits."""
    rows, labels = printed
    return request.param, hurried(request.param).fit(rows, labels)


def test_it_answers_with_probabilities_of_its_classes(fitted, printed) -> None:
    rows, _ = printed
    _, system = fitted
    assert system.classes_.tolist() == list(range(10))
    found = system.predict_proba(rows[:7])
    assert found.shape == (7, 10)
    assert found.min() >= 0
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (system.predict(rows[:7]) == found.argmax(axis=1)).all()


def test_it_answers_the_same_whatever_stands_beside_a_picture(fitted, printed) -> None:
    rows, _ = printed
    _, system = fitted
    alone = np.concatenate([system.predict_proba(row[None]) for row in rows[:3]])
    assert alone == pytest.approx(system.predict_proba(rows)[:3], abs=1e-4)


def test_it_survives_its_file(fitted, printed) -> None:
    rows, _ = printed
    _, system = fitted
    kept = pickle.loads(pickle.dumps(system))
    assert kept.predict_proba(rows[:5]) == pytest.approx(system.predict_proba(rows[:5]), abs=1e-5)


def test_it_refuses_rows_of_another_length(fitted) -> None:
    _, system = fitted
    with pytest.raises(ValueError, match="features"):
        system.predict_proba(np.zeros((2, 100), np.float32))


def test_it_can_be_copied_unfitted(fitted) -> None:
    from sklearn.base import clone

    _, system = fitted
    copy = clone(system)
    assert type(copy) is type(system)
    assert not hasattr(copy, "classes_")


def test_multiplications_are_counted_as_by_hand(fitted) -> None:
    from numerals.lab.comparison.measure import multiply_adds

    name, system = fitted
    found = multiply_adds(system)
    if name in COUNTED:
        assert found == COUNTED[name]
    elif name in ("tree", "forest", "boosting"):
        assert found is None
    else:
        assert found > 1000


@pytest.mark.parametrize("name", ["mlp", "cnn-hmm"])
def test_a_seed_fixes_all(name: str, printed) -> None:
    rows, labels = printed
    one, two = (hurried(name).fit(rows, labels).predict_proba(rows[:9]) for _ in range(2))
    assert (one == two).all()


def test_each_says_where_it_comes_from() -> None:
    for name, system in ZOO.items():
        assert system.family in FAMILIES, name
        assert system.title, name
        assert system.source, name
        if system.published is not None:
            low, high = system.published
            assert 90 < low <= high < 100, name
