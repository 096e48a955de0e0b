"""Networks: the zoo, each from (28, 28, 1) to softmax, by the number of classes and its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerals.errors import UsageError
from numerals.train.backend import load_keras
from numerals.train.shape import ZOO, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

#: Every network takes pixels in [0, 1] of this shape.
INPUT_SHAPE = (28, 28, 1)


def cnn(classes: int = 10, shape: Shape = ZOO) -> Any:
    """Build the report's CNN: three 3×3 convolutions, two poolings, a dense layer of 64.

    Depth adds convolutions before each pooling, padded.
    """
    keras = load_keras()
    layers, units = keras.layers, shape.units

    def more(filters: int) -> list[Any]:
        wide = {"padding": "same", "activation": "relu"}
        return [layers.Conv2D(units(filters), 3, **wide) for _ in range(shape.depth)]

    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE),
            layers.Conv2D(units(32), 3, activation="relu"),
            *more(32),
            layers.MaxPooling2D(2),
            layers.Conv2D(units(64), 3, activation="relu"),
            *more(64),
            layers.MaxPooling2D(2),
            layers.Conv2D(units(64), 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(units(64), activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ],
        name="cnn",
    )


def rnn(classes: int = 10, shape: Shape = ZOO) -> Any:
    """Build the report's RNN: an LSTM of 128 units that reads the picture row by row.

    Depth puts LSTMs before it, each of which hands on what it makes of every row.
    """
    keras = load_keras()
    layers, units = keras.layers, shape.units(128)
    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE),
            layers.Reshape(INPUT_SHAPE[:2]),
            *(layers.LSTM(units, return_sequences=True) for _ in range(shape.depth)),
            layers.LSTM(units),
            layers.Dense(classes, activation="softmax"),
        ],
        name="rnn",
    )


def fast(classes: int = 10, shape: Shape = ZOO) -> Any:
    """Build a CNN that learns MNIST in one epoch, each step as cheap as can be.

    Two convolutions, as LeCun et al. 1998 have them in LeNet-5, but wider, and normalised behind
    the second: that bears a twenty times greater learning rate. The frame's rim, where hardly any
    digit has ink, is left out; what is normalised is pooled first, so that there is a quarter of it
    to go through. Depth adds 3×3 convolutions behind the two, padded.
    """
    keras = load_keras()
    layers, units = keras.layers, shape.units

    def normalised() -> list[Any]:
        # A run has some 300 steps: means that follow within ten of them are true at its end.
        return [layers.BatchNormalization(momentum=0.9), layers.ReLU()]

    more: list[Any] = []
    for _ in range(shape.depth):
        more += [layers.Conv2D(units(48), 3, padding="same", use_bias=False), *normalised()]
    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE),
            layers.Cropping2D(2),
            layers.Conv2D(units(16), 5),
            layers.MaxPooling2D(2),
            layers.ReLU(),
            layers.Conv2D(units(48), 3, use_bias=False),
            layers.MaxPooling2D(2),
            *normalised(),
            *more,
            layers.Flatten(),
            layers.Dense(units(128), use_bias=False),
            *normalised(),
            layers.Dense(classes, activation="softmax"),
        ],
        name="fast",
    )


def convolve(x: Any, filters: int, size: Any, **options: Any) -> Any:
    """Convolve and normalise maps; what `options` say is for the convolution."""
    layers = load_keras().layers
    x = layers.Conv2D(filters, size, use_bias=False, **options)(x)
    return layers.BatchNormalization()(x)


def residual(x: Any) -> Any:
    """Add to maps what a 3×3 convolution makes of them (He, Zhang, Ren & Sun 2016)."""
    layers = load_keras().layers
    return layers.ReLU()(layers.Add()([x, convolve(x, x.shape[-1], 3, padding="same")]))


def reader(classes: int = 10, shape: Shape = ZOO) -> Any:
    """Build the CNN that numerals ships: residual (He, Zhang, Ren & Sun 2016), nine convolutions.

    The first has a stride of 2, for most of the work is done on 28×28 maps where there are any;
    channels come in multiples of 16, which processors multiply at a time. Depth adds residual
    convolutions to each of the two stages.
    """
    keras = load_keras()
    layers, units = keras.layers, shape.units

    inputs = keras.Input(INPUT_SHAPE)
    x = layers.ReLU()(convolve(inputs, units(32), 5, strides=2, padding="same"))
    for _ in range(3 + shape.depth):
        x = residual(x)
    x = layers.ReLU()(convolve(x, units(80), 3, strides=2, padding="same"))
    for _ in range(3 + shape.depth):
        x = residual(x)
    x = layers.ReLU()(convolve(x, units(128), 3))
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    # Probabilities in full precision, whatever the maps were computed in.
    outputs = layers.Dense(classes, activation="softmax", dtype="float32")(x)
    return keras.Model(inputs, outputs, name="reader")


NETWORKS: dict[str, Callable[[int, Shape], Any]] = {
    "cnn": cnn,
    "rnn": rnn,
    "fast": fast,
    "reader": reader,
}
#: Those whose convolutions are exported in eight bits: what reads pictures for people.
INT8 = frozenset({"reader"})
#: Parameters with ten classes, as the zoo has it; a network that differs is not the one described.
PARAMETERS = {"cnn": 93_322, "rnn": 81_674, "fast": 107_626, "reader": 350_762}


def build(name: str, classes: int = 10, shape: Shape = ZOO) -> Any:
    """Build a network of the zoo by name, and assert its size.

    Raises:
        UsageError: No network has that name.
    """
    if name not in NETWORKS:
        raise UsageError(f"no network is called {name!r}; there are: {', '.join(NETWORKS)}")
    model = NETWORKS[name](classes, shape)
    if classes == 10 and shape == ZOO:
        assert model.count_params() == PARAMETERS[name], f"{name} has {model.count_params()}"  # noqa: S101
    return model
