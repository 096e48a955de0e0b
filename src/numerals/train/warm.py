"""Warm start: a network that begins with what a finished one has learnt.

An ONNX file keeps each normalisation folded into its convolution. Its shift and scale are undone
by measurement: what a convolution gives for some strips has a mean and a deviation, and the
normalisation that follows is set so that, for just these, it changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.errors import ModelError, UsageError
from numerals.train.backend import load_keras

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Gates of an LSTM in the order that ONNX keeps them (input, output, forget, cell), as places in
#: the order that Keras does (input, forget, cell, output).
_GATES = (0, 2, 3, 1)


def start_with(model: Any, folder: str, images: NDArray[np.float32]) -> bool:
    """Give a network the weights of a run, after its last epoch, or of a model folder.

    Args:
        model: A network as it is before the first step; its weights are replaced.
        folder: The run's folder, with a checkpoint, or a model's, with its ONNX file.
        images: float32 (N, h, w, 1) in [0, 1] as it learns from, to measure with.

    Returns:
        Whether they are those of a finished network, which expects everyday use.

    Raises:
        UsageError: The folder holds neither.
        ModelError: It holds another network.
    """
    run, exported = (Path(folder) / name for name in ("checkpoint.keras", "model.onnx"))
    if run.exists():
        kept = load_keras().models.load_model(run, compile=False)
        try:
            model.set_weights(kept.get_weights())
        except ValueError as error:
            raise ModelError(f"{run} holds another network than {model.name}: {error}") from error
        return False
    if not exported.exists():
        raise UsageError(f"--start {folder} holds no network that has learnt anything")
    take_onnx(model, exported, images)
    return True


def take_onnx(model: Any, file: Path, images: NDArray[np.float32]) -> None:
    """Give a network the weights of an ONNX file that `export` made of the same network.

    Args:
        model: The `crnn` of strings or the `reader` of digits, whose weights are replaced.
        file: The ONNX file.
        images: float32 (N, h, w, 1) in [0, 1], to measure the normalisations with.

    Raises:
        ModelError: The file holds another network.
    """
    import onnx

    try:
        graph = onnx.load(file).graph
    except Exception as error:  # protobuf raises what no package shares
        raise ModelError(f"{file} is no ONNX file that can be read: {error}") from error
    values = {i.name: onnx.numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in values:
            values[node.output[0]] = _dequantised(*(values[name] for name in node.input))
    inputs = [
        (node.op_type, [values[name] for name in node.input if name in values])
        for node in graph.node
    ]
    try:
        _take_convolutions(model, [v for kind, v in inputs if kind == "Conv"], images)
        for layer in _layers(model, "Bidirectional"):
            _take_lstm(layer, next(v for kind, v in inputs if kind == "LSTM"))
        kernel = next(v[0] for kind, v in inputs if kind == "MatMul" and v)
        bias = next(v[0] for kind, v in reversed(inputs) if kind == "Add" and v)
        (dense,) = _layers(model, "Dense")
        dense.set_weights([kernel, bias])
    except (StopIteration, IndexError, ValueError) as error:
        raise ModelError(f"{file} holds another network than {model.name}: {error}") from error


def _dequantised(
    whole: NDArray[Any], scale: NDArray[np.float32], zero: NDArray[Any]
) -> NDArray[np.float32]:
    """Give the values that whole numbers stand for; scales are one, or one for each first index."""
    by_first = (-1, *[1] * (whole.ndim - 1)) if scale.ndim else ()
    steps = whole.astype(np.float32) - zero.reshape(by_first)
    return np.asarray(steps * scale.reshape(by_first), np.float32)


def _layers(model: Any, kind: str) -> list[Any]:
    return [layer for layer in model.layers if type(layer).__name__ == kind]


def _take_convolutions(
    model: Any, folded: list[list[NDArray[np.float32]]], images: NDArray[np.float32]
) -> None:
    keras = load_keras()
    pairs = zip(_layers(model, "Conv2D"), _layers(model, "BatchNormalization"), folded, strict=True)
    for convolution, normalisation, (kernel, bias) in pairs:
        convolution.set_weights([kernel.transpose(2, 3, 1, 0)])
        maps = keras.Model(model.input, convolution.output)(images, training=False)
        maps = np.asarray(keras.ops.convert_to_numpy(maps), np.float32)
        mean, variance = maps.mean(axis=(0, 1, 2)), maps.var(axis=(0, 1, 2))
        gain = np.sqrt(variance + normalisation.epsilon)
        normalisation.set_weights([gain, mean + bias, mean, variance])


def _take_lstm(layer: Any, weights: list[NDArray[np.float32]]) -> None:
    """Set both directions; ONNX keeps two biases, which are added up."""
    given, recurrent, bias = weights[:3]
    found: list[NDArray[np.float32]] = []
    for w, r, b in zip(given, recurrent, bias, strict=True):
        both = b.reshape(2, 4, -1).sum(axis=0)
        found += [_regated(w), _regated(r), both[list(_GATES)].reshape(-1)]
    layer.set_weights(found)


def _regated(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring (4 H, N) in ONNX's order of gates to (N, 4 H) in Keras's."""
    gates = matrix.reshape(4, -1, matrix.shape[1])[list(_GATES)]
    return gates.reshape(-1, matrix.shape[1]).T
