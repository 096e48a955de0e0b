"""Networks: what the rivals have beside the zoo that `numerals train` knows.

Each is a function of the number of features and of classes. What reads pictures is built for
28×28 whatever it is told; the dense ones take any row of numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerals.train import networks
from numerals.train.backend import load_keras
from numerals.train.networks import INPUT_SHAPE

if TYPE_CHECKING:
    from collections.abc import Callable


def bidirectional(_: int, classes: int) -> Any:
    """Build a GRU of 64 units that reads the rows downwards and another that reads upwards.

    GRU: Cho et al. 2014; both ways: Schuster & Paliwal 1997.
    """
    keras = load_keras()
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE),
            layers.Reshape(INPUT_SHAPE[:2]),
            layers.Bidirectional(layers.GRU(64)),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def mlp(features: int, classes: int) -> Any:
    """Build a perceptron with one hidden layer of 800 units (Simard, Steinkraus & Platt 2003)."""
    keras = load_keras()
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((features,)),
            layers.Dense(800, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def dnn(features: int, classes: int) -> Any:
    """Build a perceptron of three hidden layers of 512 units, with dropout.

    Srivastava et al. 2014; a fifth of the inputs and 30 % of the hidden units are dropped.
    """
    keras = load_keras()
    layers = keras.layers
    hidden: list[Any] = []
    for _ in range(3):
        hidden += [layers.Dense(512, activation="relu"), layers.Dropout(0.3)]
    return keras.Sequential(
        [
            keras.Input((features,)),
            layers.Dropout(0.2),
            *hidden,
            layers.Dense(classes, activation="softmax"),
        ]
    )


def cnn_rnn(_: int, classes: int) -> Any:
    """Build convolutions whose maps an LSTM reads by rows; by columns: Shi, Bai & Yao 2017."""
    keras = load_keras()
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D((1, 2)),
            layers.Reshape((11, 5 * 64)),
            layers.LSTM(96),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def _of_the_zoo(name: str) -> Callable[[int, int], Any]:
    return lambda _, classes: networks.build(name, classes)


BUILDERS: dict[str, Callable[[int, int], Any]] = {
    **{name: _of_the_zoo(name) for name in networks.NETWORKS},
    "bidirectional": bidirectional,
    "mlp": mlp,
    "dnn": dnn,
    "cnn-rnn": cnn_rnn,
}
