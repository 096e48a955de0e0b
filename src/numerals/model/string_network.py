"""String network: what reads along a strip, loaded, checked, and run on one core.

It may be two networks of one form: the second looks at each strip once more (`looks`), and errs
elsewhere than the first, having learnt from other strips.
"""

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
    from onnxruntime import InferenceSession

#: The name of the model that reads numbers unless told otherwise: a folder in `weights`.
DEFAULT_STRING_MODEL = "numbers"
#: The files of a model folder's network, and of the one that looks again, where there is one.
FIRST, SECOND = "model.onnx", "second.onnx"
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
        model: A model folder (with `model.onnx`, `config.json`, and `second.onnx` where another
            network looks again), or None for the model that numerals ships.

    Raises:
        ModelError: It is not there, is no model, or is one of another kind.
    """

    def __init__(self, model: str | os.PathLike[str] | None = None) -> None:
        folder = WEIGHTS / DEFAULT_STRING_MODEL if model is None else Path(model)
        if not (folder / FIRST).is_file():
            raise ModelError(f"the folder {folder} holds no {FIRST}")
        self.config: Config = load_config(folder)
        self._first = _load(folder / FIRST)
        if "".join(self.config.classes) != ALPHABET:
            raise ModelError(
                f"{folder} holds another network: its characters are {self.config.classes}"
            )
        self._second = _load(folder / SECOND) if (folder / SECOND).is_file() else self._first

    def predict(self, strips: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """Run the network.

        Args:
            strips: uint8 (32, W), white ink on black, each W a multiple of 4.

        Returns:
            For each strip float32 (W / 2, 16): calibrated natural logarithms of probabilities, of
            the blank and of each character of `ALPHABET`.
        """
        return self._predict(self._first, strips)

    def predict_again(self, strips: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]]:
        """Run the network that looks again, or the same where there is one only; as `predict`."""
        return self._predict(self._second, strips)

    def _predict(
        self, session: InferenceSession, strips: Sequence[NDArray[np.uint8]]
    ) -> list[NDArray[np.float32]]:
        groups: dict[int, list[int]] = {}
        for i, strip in enumerate(strips):
            groups.setdefault(-(-strip.shape[1] // _WIDTH_STEP), []).append(i)
        found: dict[int, NDArray[np.float32]] = {}
        for group in groups.values():
            for start in range(0, len(group), _MAX_BATCH):
                chosen = group[start : start + _MAX_BATCH]
                logits = _run(session, [strips[i] for i in chosen])
                for i, answer in zip(chosen, logits, strict=True):
                    own = answer[: strips[i].shape[1] // FRAME]
                    found[i] = log_softmax(own / np.float32(self.config.temperature))
        return [found[i] for i in range(len(strips))]


def _load(file: Path) -> InferenceSession:
    """Load a network, and refuse one that does not take strips or answers otherwise."""
    session = load_session(file)
    shape = session.get_inputs()[0].shape
    if len(shape) != 4 or shape[1] != HEIGHT or isinstance(shape[2], int):
        raise ModelError(f"{file} is another network: it takes {shape}, no strips")
    answer = _run(session, [np.zeros((HEIGHT, HEIGHT), np.uint8)])
    if answer.shape != (1, HEIGHT // FRAME, 1 + len(ALPHABET)):
        raise ModelError(f"{file} is another network: it answers {answer.shape} to a strip")
    return session


def _run(session: InferenceSession, strips: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    width = -(-strips[0].shape[1] // _WIDTH_STEP) * _WIDTH_STEP
    images = np.zeros((len(strips), HEIGHT, width, 1), np.float32)
    for image, strip in zip(images, strips, strict=True):
        image[:, : strip.shape[1], 0] = strip
    images *= 1 / 255
    feed = {session.get_inputs()[0].name: images}
    return np.asarray(session.run(None, feed)[0], np.float32)


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring logits (T, C) to natural logarithms of probabilities."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return np.asarray(shifted, np.float32)
