"""String network: the network that reads along a strip, loaded, checked, and run on one core."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from numerals.errors import ModelError
from numerals.model.alphabet import ALPHABET
from numerals.model.config import Config, load_config
from numerals.model.runtime import WEIGHTS, load_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: The name of the model that reads numbers unless told otherwise: a folder in `weights`.
DEFAULT_STRING_MODEL = "numbers"
#: Height of a strip, in pixels.
HEIGHT = 32
#: Columns of a strip for each frame of the answer.
FRAME = 2
#: Strips are filled up with paper to a multiple of this width, as those to learn from are, and
#: those of one width run together: so what is read beside a strip changes nothing.
_WIDTH_STEP = 32
_MAX_BATCH = 16


class StringNetwork:
    """A network that turns strips into probabilities along them. Safe to share between threads.

    Args:
        model: A model folder (with `model.onnx` and `config.json`), or None for the model that
            numerals ships.

    Raises:
        ModelError: It is not there, is no model, or is one of another kind.
    """

    def __init__(self, model: str | os.PathLike[str] | None = None) -> None:
        folder = WEIGHTS / DEFAULT_STRING_MODEL if model is None else Path(model)
        file = folder / "model.onnx"
        if not file.is_file():
            raise ModelError(f"the folder {folder} holds no model.onnx")
        self.config: Config = load_config(folder)
        self._session = load_session(file)
        self._input = self._session.get_inputs()[0].name
        self._outputs = [self._session.get_outputs()[0].name]
        shape = self._session.get_inputs()[0].shape
        if len(shape) != 4 or shape[1] != HEIGHT or isinstance(shape[2], int):
            raise ModelError(f"{file} is another network: it takes {shape}, no strips")
        if "".join(self.config.classes) != ALPHABET:
            raise ModelError(f"{file} is another network: its characters are {self.config.classes}")
        answer = self._run([np.zeros((HEIGHT, HEIGHT), np.uint8)])
        if answer.shape != (1, HEIGHT // FRAME, 1 + len(ALPHABET)):
            raise ModelError(f"{file} is another network: it answers {answer.shape} to a strip")

    def predict(self, strips: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """Run the network.

        Args:
            strips: uint8 (32, W), white ink on black, each W a multiple of 4.

        Returns:
            For each strip float32 (W / 2, 16): calibrated natural logarithms of probabilities, of
            the blank and of each character of `ALPHABET`.
        """
        groups: dict[int, list[int]] = {}
        for i, strip in enumerate(strips):
            groups.setdefault(-(-strip.shape[1] // _WIDTH_STEP), []).append(i)
        found: dict[int, NDArray[np.float32]] = {}
        for group in groups.values():
            for start in range(0, len(group), _MAX_BATCH):
                chosen = group[start : start + _MAX_BATCH]
                logits = self._run([strips[i] for i in chosen])
                for i, answer in zip(chosen, logits, strict=True):
                    own = answer[: strips[i].shape[1] // FRAME]
                    found[i] = log_softmax(own / np.float32(self.config.temperature))
        return [found[i] for i in range(len(strips))]

    def _run(self, strips: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        width = -(-strips[0].shape[1] // _WIDTH_STEP) * _WIDTH_STEP
        images = np.zeros((len(strips), HEIGHT, width, 1), np.float32)
        for image, strip in zip(images, strips, strict=True):
            image[:, : strip.shape[1], 0] = strip
        images *= 1 / 255
        return np.asarray(self._session.run(self._outputs, {self._input: images})[0], np.float32)


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring logits (T, C) to natural logarithms of probabilities."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return np.asarray(shifted, np.float32)
