"""String networks: from strips (32, W, 1) to two rows of logits for every four columns.

Both go through the same convolutions, which halve the height three times and the width twice, and
then close what height is left; they differ in how they look along the strip. Each frame of four
columns gives two answers, for two narrow digits may share it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerals.errors import UsageError
from numerals.image.strip import HEIGHT
from numerals.model.alphabet import ALPHABET
from numerals.train.backend import load_keras
from numerals.train.networks import convolve, residual

if TYPE_CHECKING:
    from collections.abc import Callable

#: Every network takes pixels in [0, 1] of this shape, of any width that is a multiple of 4.
INPUT_SHAPE = (HEIGHT, None, 1)
#: The blank of CTC, which stands first, and the characters.
CLASSES = 1 + len(ALPHABET)
#: Answers for each frame of the convolutions.
ANSWERS = 2


def crnn() -> Any:
    """Build a CNN-RNN: the convolutions' columns read by an LSTM in both directions.

    The form is that of Shi, Bai & Yao 2015, "An End-to-End Trainable Neural Network for
    Image-based Sequence Recognition"; the LSTM's is of Graves et al. 2009.
    """
    keras = load_keras()
    layers = keras.layers
    inputs, x = _columns()
    x = layers.Bidirectional(layers.LSTM(96, return_sequences=True, dtype="float32"))(x)
    return _answer("crnn", inputs, x)


def fcn() -> Any:
    """Build a fully convolutional net: the same columns, and convolutions along them."""
    keras = load_keras()
    layers = keras.layers
    inputs, x = _columns()
    for _ in range(2):
        y = layers.Conv1D(x.shape[-1], 5, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.Add()([x, layers.BatchNormalization()(y)]))
    return _answer("fcn", inputs, x)


def _columns() -> tuple[Any, Any]:
    """Convolve a strip (32, W) to columns (W / 4, 192), residual as the `reader` of digits is."""
    keras = load_keras()
    layers = keras.layers

    inputs = keras.Input(INPUT_SHAPE)
    x = layers.ReLU()(convolve(inputs, 32, 5, strides=2, padding="same"))
    x = residual(residual(x))
    x = layers.ReLU()(convolve(x, 64, 3, strides=2, padding="same"))
    x = residual(residual(residual(x)))
    x = layers.ReLU()(convolve(x, 128, 3, strides=(2, 1), padding="same"))
    x = residual(residual(x))
    x = layers.ReLU()(convolve(x, 192, (HEIGHT // 8, 1)))
    return inputs, layers.Reshape((-1, 192))(x)


def _answer(name: str, inputs: Any, x: Any) -> Any:
    keras = load_keras()
    x = keras.layers.Dropout(0.2)(x)
    # Logits in full precision, whatever the maps were computed in.
    x = keras.layers.Dense(ANSWERS * CLASSES, dtype="float32")(x)
    return keras.Model(inputs, keras.layers.Reshape((-1, CLASSES))(x), name=name)


NETWORKS: dict[str, Callable[[], Any]] = {"crnn": crnn, "fcn": fcn}
#: How many parameters each has.
PARAMETERS = {"crnn": 847_040, "fcn": 995_264}


def build(name: str) -> Any:
    """Build a network by name, and assert its size.

    Raises:
        UsageError: No network has that name.
    """
    if name not in NETWORKS:
        raise UsageError(f"no network of strings is called {name!r}: {', '.join(NETWORKS)}")
    model = NETWORKS[name]()
    assert model.count_params() == PARAMETERS[name], f"{name} has {model.count_params()}"  # noqa: S101
    return model
