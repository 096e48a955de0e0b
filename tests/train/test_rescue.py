"""Rescue: a step that gives no number is undone, and a run where all do says so."""

from typing import Any

import numpy as np
import pytest

from numerals.errors import UsageError
from numerals.train.backend import load_keras
from numerals.train.rescue import _EACH, _TIMES, Rescue


@pytest.fixture
def model() -> Any:
    keras = load_keras()
    net = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    net.compile(keras.optimizers.AdamW(0.01), loss="mse")
    return net


def step(model: Any, value: float = 1.0) -> float:
    return float(model.train_on_batch(np.full((4, 2), value, np.float32), np.ones((4, 1))))


def weights(model: Any) -> list[Any]:
    return [*model.get_weights(), *[np.array(v) for v in model.optimizer.variables]]


def test_goes_back_to_what_was_before(model: Any) -> None:
    rescue, before = Rescue(model), weights(model)
    assert not rescue.after(step(model, float("nan")))
    for one, other in zip(before, weights(model), strict=True):
        np.testing.assert_array_equal(one, other)
    assert rescue.after(step(model))


def test_goes_back_to_the_last_copy_alone(model: Any) -> None:
    rescue = Rescue(model)
    for _ in range(_EACH):
        assert rescue.after(step(model))
    kept = weights(model)
    assert rescue.after(step(model))
    assert not rescue.after(step(model, float("nan")))
    for one, other in zip(kept, weights(model), strict=True):
        np.testing.assert_array_equal(one, other)


def test_keeps_no_copy_of_spoilt_weights(model: Any) -> None:
    rescue = Rescue(model)
    for _ in range(_EACH - 1):
        rescue.after(0.5)
    model.set_weights([np.full_like(w, np.nan) for w in model.get_weights()])
    assert rescue.after(0.5)  # its loss was still a number
    assert not rescue.after(float("nan"))
    assert np.isfinite(model.get_weights()[0]).all()


def test_gives_up_where_it_does_not_end(model: Any) -> None:
    rescue = Rescue(model)
    for _ in range(_TIMES):
        assert not rescue.after(float("inf"))
    with pytest.raises(UsageError, match="learning-rate"):
        rescue.after(float("inf"))
