"""Runtime: a network in a file, loaded, checked, and run by ONNX Runtime on one core."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from numerals.errors import ModelError
from numerals.model.config import Config, load_config

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The name of the model that reads unless told otherwise: a folder in `weights`.
DEFAULT_MODEL = "default"
WEIGHTS = Path(__file__).parent / "weights"
SIDE = 28
#: Memory is bounded by running at most so many frames at a time.
_MAX_BATCH = 256


class Network:
    """A network that turns 28×28 frames into probabilities. Safe to share between threads.

    Args:
        model: A model folder (with `model.onnx` and `config.json`), an ONNX file, or None for
            the model that numerals ships.

    Raises:
        ModelError: It is not there, is no model, or is one of another kind.
    """

    def __init__(self, model: str | os.PathLike[str] | None = None) -> None:
        path = WEIGHTS / DEFAULT_MODEL if model is None else Path(model)
        folder = path if path.is_dir() else None
        file = path / "model.onnx" if folder else path
        if not file.is_file():
            what = f"the folder {path} holds no model.onnx" if folder else f"no such model: {path}"
            raise ModelError(what)
        self.config = load_config(folder) if folder else Config(name=file.stem)
        self._session = load_session(file)
        if not (folder and (folder / "config.json").exists()):
            # Nothing says what the outputs are: one more than there are digits is 'no digit'.
            width = self._session.get_outputs()[0].shape[-1:]
            self.config = replace(self.config, reject=width == [self.config.outputs + 1])
        self._input = self._session.get_inputs()[0].name
        self._outputs = [self._session.get_outputs()[0].name]
        self._shape = _input_shape(file, self._session, self.config.outputs)
        # Some exporters fix the batch to one picture.
        fixed = isinstance(self._session.get_inputs()[0].shape[0], int)
        self._step = 1 if fixed else _MAX_BATCH
        self._check_outputs(file)

    def predict(self, frames: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Run the network.

        Args:
            frames: uint8 (N, 28, 28), white ink on black.

        Returns:
            float32 (N, classes), softmax outputs, not yet calibrated; with one more, the last, for
            'no digit' if the model's config says `reject`.
        """
        parts = []
        for start in range(0, len(frames), self._step):
            feed = {self._input: self._to_input(frames[start : start + self._step])}
            parts.append(self._session.run(self._outputs, feed)[0])
        if len(parts) == 1:
            return np.asarray(parts[0], np.float32)
        return np.concatenate(parts) if parts else np.zeros((0, self.config.outputs), "f4")

    def _check_outputs(self, file: Path) -> None:
        """Refuse a network that answers anything but probabilities, such as one without softmax."""
        ramp = np.arange(SIDE * SIDE).reshape(1, SIDE, SIDE) % 256
        outputs = self.predict(ramp.astype(np.uint8))
        if not (outputs.min() >= 0 and abs(float(outputs.sum()) - 1) < 1e-3):
            raise ModelError(
                f"{file} is another network: its outputs do not sum to 1, as softmax's do"
            )

    def _to_input(self, frames: NDArray[np.uint8]) -> NDArray[np.float32]:
        scaled = frames.astype(np.float32)
        scaled *= 1 / 255
        return scaled.reshape(len(frames), *self._shape)


def load_session(file: Path) -> onnxruntime.InferenceSession:
    """Load an ONNX file, to be run on one core.

    Raises:
        ModelError: It is none, or has what ONNX Runtime does not know.
    """
    options = onnxruntime.SessionOptions()
    # Digits are small: threads that wait for each other cost more than they give.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what goes wrong is raised, once, below
    try:
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime has an exception type for every cause
        hint = ""
        if file.suffix in (".keras", ".h5"):
            hint = f"; turn a Keras file into ONNX first:  numerals export {file}"
        raise ModelError(f"{file} is no ONNX model that can be loaded{hint}") from error


def _input_shape(file: Path, session: onnxruntime.InferenceSession, wanted: int) -> tuple[int, ...]:
    """Check what goes in and comes out; return the shape of one frame for this network."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    shape = inputs[0].shape[1:] if inputs else []
    fits = (
        len(inputs) == 1
        and inputs[0].type == "tensor(float)"
        and (inputs[0].shape[0] == 1 or not isinstance(inputs[0].shape[0], int))
        and all(isinstance(size, int) for size in shape)
        and int(np.prod(shape)) == SIDE * SIDE
        and len(outputs[0].shape) == 2
        and outputs[0].shape[1] in (wanted, None)
    )
    if not fits:
        raise ModelError(
            f"{file} is another network: it takes {[i.shape for i in inputs]} and gives "
            f"{[o.shape for o in outputs]}, not 28×28 pictures and {wanted} probabilities"
        )
    return tuple(shape)
