"""Rescue: a step that gives no number is undone, and a run where all do says so."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from numerals.errors import UsageError
from numerals.model.alphabet import BLANK
from numerals.train import string_fit
from numerals.train.backend import load_keras
from numerals.train.rescue import _EACH, _TIMES, Rescue
from numerals.train.string_batches import Batch
from numerals.train.string_recipes import StringArguments


@pytest.fixture
def model() -> Any:
    keras = load_keras()
    net = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    net.compile(keras.optimizers.AdamW(0.01), loss="mse")
    return net


def step(model: Any, value: float = 1.0) -> float:
    return float(model.train_on_batch(np.full((4, 2), value, np.float32), np.ones((4, 1))))


def weights(model: Any) -> list[Any]:
    counted = model.optimizer.iterations
    moments = [np.array(v) for v in model.optimizer.variables if v is not counted]
    return [*model.get_weights(), *moments]


def test_goes_back_to_what_was_before(model: Any) -> None:
    rescue, before = Rescue(model), weights(model)
    assert not rescue.after(step(model, float("nan")))
    for one, other in zip(before, weights(model), strict=True):
        np.testing.assert_array_equal(one, other)
    assert rescue.after(step(model))
    assert int(model.optimizer.iterations) == 2  # by which a run that is resumed knows its epochs


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


def test_looks_at_what_the_last_step_left(model: Any) -> None:
    rescue = Rescue(model)
    rescue.after(step(model))
    rescue.end()
    kept = model.get_weights()
    model.set_weights([np.full_like(w, np.nan) for w in kept])
    rescue.end()
    for one, other in zip(kept, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_an_epoch_goes_on_after_a_batch_that_spoils_all(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = StringArguments(strips=6, batch_size=2, epochs=1)
    network = string_fit.begin(arguments)
    labels = np.array([[1, BLANK], [2, BLANK]], np.int32)

    def batches(*_: object) -> Iterator[Batch]:
        for value in (0.5, np.nan, 0.3):
            yield Batch(np.full((2, 32, 32, 1), value, np.float32), labels)

    monkeypatch.setattr(string_fit, "epoch_batches", batches)
    monkeypatch.setattr(string_fit, "examine", lambda *_: (0.0, 0.0))
    told: list[float] = []
    row = string_fit.one_epoch(
        network, range(6), None, arguments, 0, lambda *seen: told.append(seen[2])
    )
    assert np.isfinite([row.loss, *told]).all()
    assert all(np.isfinite(w).all() for w in network.get_weights())
