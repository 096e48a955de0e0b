"""Networks: the zoo, each a function of the number of classes, from (28, 28, 1) to softmax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerals.errors import UsageError
from numerals.train.backend import load_keras

if TYPE_CHECKING:
    from collections.abc import Callable

#: Every network takes pixels in [0, 1] of this shape.
INPUT_SHAPE = (28, 28, 1)


def cnn(classes: int = 10) -> Any:
    """Build the report's CNN: three 3×3 convolutions, two poolings, a dense layer of 64."""
    keras = load_keras()
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ],
        name="cnn",
    )


def rnn(classes: int = 10) -> Any:
    """Build the report's RNN: an LSTM of 128 units that reads the picture row by row."""
    keras = load_keras()
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE),
            layers.Reshape(INPUT_SHAPE[:2]),
            layers.LSTM(128),
            layers.Dense(classes, activation="softmax"),
        ],
        name="rnn",
    )


NETWORKS: dict[str, Callable[[int], Any]] = {"cnn": cnn, "rnn": rnn}
#: Trainable parameters with ten classes; a network that differs is not the one described.
PARAMETERS = {"cnn": 93_322, "rnn": 81_674}


def build(name: str, classes: int = 10) -> Any:
    """Build a network of the zoo by name, and assert its size.

    Raises:
        UsageError: No network has that name.
    """
    if name not in NETWORKS:
        raise UsageError(f"no network is called {name!r}; there are: {', '.join(NETWORKS)}")
    model = NETWORKS[name](classes)
    if classes == 10:
        assert model.count_params() == PARAMETERS[name], f"{name} has {model.count_params()}"  # noqa: S101
    return model
