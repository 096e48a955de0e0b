"""Export: from Keras files, also legacy HDF5 ones, to ONNX."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from numerals.errors import MissingExtraError, ModelError
from numerals.train.backend import load_keras

_PIXELS = 28 * 28


def load_network(path: Path) -> Any:
    """Load a `.keras` file, or the report's `.h5`, and check that it reads 28×28 pictures.

    Raises:
        ModelError: No such file, no Keras model, or one of another shape.
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
    return model


def check_shapes(path: Path, inputs: Any, outputs: Any) -> None:
    """Refuse a network that does not go from one 28×28 picture to ten probabilities or more.

    Raises:
        ModelError: It has several inputs or outputs, or others.
    """
    single = all(isinstance(s, tuple) and s and not isinstance(s[0], tuple) for s in (inputs, outputs))
    pixels = 1
    if single:
        for size in inputs[1:]:
            pixels *= size or 0
    if not single or pixels != _PIXELS or len(outputs) != 2 or (outputs[1] or 0) < 2:
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
            with _quiet():
                # A model fresh from its file has no graph to export until it was called once.
                model(np.zeros((1, *model.input_shape[1:]), np.float32))
                model.export(part, format="onnx", verbose=False)
        except ImportError as error:
            raise MissingExtraError("Export to ONNX", error.name or "tf2onnx") from error
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.with_suffix(path.suffix + ".part")
        target.write_bytes(part.read_bytes())
        os.replace(target, path)


@contextlib.contextmanager
def _quiet() -> Any:
    """Keep the converter's chatter about its own deprecations off the user's terminal."""
    level = logging.getLogger("tf2onnx").level
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.getLogger("tf2onnx").setLevel(level)
