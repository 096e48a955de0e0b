"""Keras classifier: a network behind scikit-learn's face, trained by one plain recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.utils import check_random_state

from numerals.lab.rivals.costs import network_multiply_adds
from numerals.lab.rivals.networks import BUILDERS
from numerals.lab.rivals.picture_classifier import PictureClassifier, as_pictures
from numerals.train.backend import load_keras, make_deterministic

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Rows that go through a network at a time when it answers.
_BATCH = 256


class KerasClassifier(PictureClassifier):
    """A network trained with Adam on cross-entropy; the network of the last epoch counts.

    Args:
        network: A name in `networks.BUILDERS`.
        epochs: How often the training set is gone through.
        batch_size: Rows a step.
        learning_rate: Adam's, the greatest that a step gets; over 0.
        schedule: How it goes from step to step: it stays `constant`, or falls by half a `cosine` to
            nearly 0.
        min_steps: The epochs become more until there are so many steps: five epochs of a hundred
            pictures would be ten steps, which no network learns by.
        random_state: Fixes initial weights, order and dropout.

    Attributes:
        network_: The fitted Keras model.
    """

    def __init__(
        self,
        network: str = "cnn",
        epochs: int = 5,
        batch_size: int = 64,
        learning_rate: float = 0.001,
        schedule: str = "constant",
        min_steps: int = 0,
        random_state: Any = None,
    ) -> None:
        self.network = network
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.min_steps = min_steps
        self.random_state = random_state

    def _learn(self, rows: NDArray[np.float32], targets: NDArray[np.intp]) -> None:
        keras = load_keras()
        keras.utils.clear_session()
        make_deterministic(int(check_random_state(self.random_state).randint(2**31)))
        self.network_ = self._build()
        steps = -(-len(rows) // self.batch_size)
        epochs = max(self.epochs, -(-self.min_steps // steps))
        self.network_.compile(
            keras.optimizers.Adam(self._rate(steps * epochs)),
            loss="sparse_categorical_crossentropy",
        )
        self.network_.fit(
            self._shaped(rows), targets, batch_size=self.batch_size, epochs=epochs, verbose=0
        )
        self.n_iter_ = epochs

    def _probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        return self._through(self.network_, rows).astype(np.float64)

    def features(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give what the last layer but one makes of rows, (N, units)."""
        if not hasattr(self, "_trunk"):
            keras = load_keras()
            self._trunk = keras.Model(self.network_.inputs, self.network_.layers[-2].output)
        return self._through(self._trunk, rows)

    def multiply_adds(self) -> int | None:
        """Count the multiplications, each with its addition, that one row takes."""
        return network_multiply_adds(self.network_)

    def _build(self) -> Any:
        if self.network not in BUILDERS:
            raise ValueError(f"no network is called {self.network!r}; there are: {[*BUILDERS]}")
        network = BUILDERS[self.network](self.n_features_in_, len(self.classes_))
        if len(network.input_shape) > 2:
            as_pictures(np.empty((0, self.n_features_in_)))  # says what is wrong, if it is
        return network

    def _rate(self, steps: int) -> Any:
        if self.schedule == "constant":
            return self.learning_rate
        if self.schedule == "cosine":
            return load_keras().optimizers.schedules.CosineDecay(self.learning_rate, steps)
        raise ValueError(f"no schedule is called {self.schedule!r}; there are: constant, cosine")

    def _shaped(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        return rows.reshape(-1, *self.network_.input_shape[1:])

    def _through(self, network: Any, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        shaped = self._shaped(rows)
        parts = [
            np.asarray(network.predict_on_batch(shaped[start : start + _BATCH]), np.float32)
            for start in range(0, len(shaped), _BATCH)
        ]
        return np.concatenate(parts)

    def __getstate__(self) -> dict[str, Any]:
        """Keep a network as its weights: that is what it weighs, and all that is learnt."""
        state: dict[str, Any] = super().__getstate__().copy()
        state.pop("_trunk", None)
        if "network_" in state:
            state["network_"] = state["network_"].get_weights()
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        weights = state.get("network_")
        super().__setstate__({k: v for k, v in state.items() if k != "network_"})
        if weights is not None:
            self.network_ = self._build()
            self.network_.set_weights(weights)
