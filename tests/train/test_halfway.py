"""--keep halfway: a run results in the mean of what it began with and what it became."""

import numpy as np
import pytest

from numerals.errors import UsageError
from numerals.train import fit
from numerals.train.check import check
from numerals.train.recipes import Arguments
from tests.train.conftest import Silent

pytestmark = pytest.mark.train


def test_halfway_needs_a_network_to_begin_with():
    with pytest.raises(UsageError, match="--start DIR"):
        check(Arguments(keep="halfway"))


def test_halfway_is_the_mean_of_both(tmp_path, data, keras):
    first, second = tmp_path / "first", tmp_path / "second"
    fit.train(Arguments(epochs=1), data, first, Silent())
    asked = Arguments(epochs=2, keep="halfway", start=str(first))
    metrics = fit.train(asked, data, second, Silent())
    assert metrics["kept_epoch"] == 2
    begun, last, kept = (
        keras.models.load_model(second / name, compile=False).get_weights()
        for name in ("start.keras", "checkpoint.keras", "model.keras")
    )
    learnt = keras.models.load_model(first / "checkpoint.keras", compile=False).get_weights()
    for a, b, c, d in zip(begun, last, kept, learnt, strict=True):
        np.testing.assert_allclose(c, (a + b) / 2, atol=1e-6)
        np.testing.assert_array_equal(a, d)
    assert any(np.abs(a - b).max() > 1e-3 for a, b in zip(begun, last, strict=True))
    assert not (second / "best.keras").exists()


def test_normalisations_are_measured_anew(keras):
    """Of maps whose mean is 3 and deviation 2, whatever both networks had found before."""
    from numerals.train.halfway import go_halfway

    def network(mean: float) -> object:
        layer = keras.layers.BatchNormalization(momentum=0.9)
        model = keras.Sequential([keras.layers.Input((4, 4, 1)), layer])
        layer.set_weights([np.full(1, mean), np.full(1, 0.5), np.full(1, mean), np.ones(1)])
        return model

    begun, last = network(5.0), network(1.0)
    rng = np.random.default_rng(0)
    batches = [rng.normal(3, 2, (50, 4, 4, 1)).astype(np.float32) for _ in range(20)]
    go_halfway(last, begun, batches)
    (layer,) = last.layers
    gain, shift, mean, variance = (float(w[0]) for w in layer.get_weights())
    assert (gain, shift) == (3.0, 0.5)
    assert mean == pytest.approx(np.mean(batches), abs=1e-4)
    assert variance == pytest.approx(np.mean([b.var() for b in batches]), rel=1e-3)
    assert layer.momentum == 0.9
