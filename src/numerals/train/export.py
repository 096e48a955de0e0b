"""Export: from Keras files, also legacy HDF5 ones, to ONNX."""

from __future__ import annotations

import contextlib
import io
import logging
import math
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.data.files import write_atomically
from numerals.errors import MissingExtraError, ModelError
from numerals.model.runtime import Network
from numerals.train.backend import load_keras
from numerals.train.batches import to_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_PIXELS = 28 * 28
#: Stands for a size that is free, such as a strip's width.
_ANY = 64


def load_network(path: Path) -> Any:
    """Load a `.keras` file, or the report's `.h5`, and check that it reads 28×28 pictures.

    Raises:
        ModelError: No such file, no Keras model, or one of another kind.
    """
    keras = load_keras()
    if not path.is_file():
        raise ModelError(f"no such model file: {path}")
    try:
        model = keras.models.load_model(path, compile=False)
    except Exception as error:  # Keras raises whatever the file makes it
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(f"{path} is no Keras model that can be loaded: {first}") from error
    check_shapes(path, model.input_shape, model.output_shape)
    _check_outputs(path, model)
    return model


def check_shapes(path: Path, inputs: Any, outputs: Any) -> None:
    """Refuse a network that does not go from one 28×28 picture to ten probabilities.

    Raises:
        ModelError: It has several inputs or outputs, or others.
    """
    shapes = (inputs, outputs)
    single = all(isinstance(s, tuple) and s and not isinstance(s[0], tuple) for s in shapes)
    pixels = math.prod(size or 0 for size in inputs[1:]) if single else 0
    if not single or pixels != _PIXELS or len(outputs) != 2 or outputs[1] not in (10, 11):
        raise ModelError(
            f"{path} is another network: it goes from {inputs} to {outputs}, "
            "not from (None, 28, 28, 1) to (None, 10)"
        )


def to_onnx(model: Any, path: Path) -> None:
    """Write a Keras model as ONNX, whole or not at all.

    Raises:
        MissingExtraError: The converter is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "model.onnx"
        try:
            with quiet("tf2onnx"):
                # A model fresh from its file has no graph to export until it was called once.
                shape = [size or _ANY for size in model.input_shape[1:]]
                model(np.zeros((1, *shape), np.float32))
                model.export(part, format="onnx", verbose=False)
        except ImportError as error:
            raise MissingExtraError("Export to ONNX", error.name or "tf2onnx") from error
        write_atomically(path, part.read_bytes())


def largest_difference(model: Any, path: Path, pictures: int = 32) -> float:
    """Read the same random pictures with a Keras model and with its ONNX file, and compare.

    Args:
        model: What was exported.
        path: Where to.
        pictures: How many to make up.

    Returns:
        The largest absolute difference between any two probabilities.

    Raises:
        ModelError: The reader cannot use the file.
    """
    frames = _random_frames(pictures)
    return float(np.abs(Network(path).predict(frames) - _predict(model, frames)).max())


def _check_outputs(path: Path, model: Any) -> None:
    """Refuse a network whose ten outputs are no probabilities, such as one without softmax."""
    found = _predict(model, _random_frames(2))
    if not (found.min() >= 0 and np.allclose(found.sum(axis=1), 1, atol=1e-3)):
        raise ModelError(f"{path} is another network: its outputs do not sum to 1, as softmax's do")


def _random_frames(count: int) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (count, 28, 28), np.uint8)


def _predict(model: Any, frames: NDArray[np.uint8]) -> NDArray[np.float32]:
    inputs = to_input(frames).reshape(-1, *model.input_shape[1:])
    # Called, not predict()ed: that would add a progress bar's machinery for one batch.
    return np.asarray(load_keras().ops.convert_to_numpy(model(inputs, training=False)), np.float32)


@contextlib.contextmanager
def quiet(name: str) -> Iterator[None]:
    """Keep a converter's chatter off the user's terminal.

    Args:
        name: Of the logger that it uses.
    """
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
