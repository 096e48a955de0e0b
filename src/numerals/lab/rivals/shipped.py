"""Shipped: the network that numerals ships, as it is; it is never fitted here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.lab.rivals.costs import onnx_multiply_adds
from numerals.lab.rivals.picture_classifier import PictureClassifier, as_pictures
from numerals.lab.rivals.systems import UnsuitableError
from numerals.model.runtime import DEFAULT_MODEL, WEIGHTS, Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What it knows: 0 … 9.
_DIGITS = 10


class Shipped(PictureClassifier):
    """The shipped network, its probabilities calibrated, and without its answer 'no digit'.

    `fit` checks that the classes are the ten digits, in their order, and learns nothing: the
    network was trained on all of MNIST's training half and on much beside it, by the command in
    its card.
    """

    def _learn(self, rows: NDArray[np.float32], targets: NDArray[np.intp]) -> None:  # noqa: ARG002
        as_pictures(rows)
        if [str(label) for label in self.classes_] != [str(digit) for digit in range(_DIGITS)]:
            raise UnsuitableError(
                "the shipped network knows the digits 0 … 9, all of them and no more"
            )
        self.network_ = Network()

    def _probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        frames = np.rint(np.clip(as_pictures(rows), 0, 1) * 255).astype(np.uint8)
        digits = self.network_.predict(frames)[:, :_DIGITS].astype(np.float64)
        shares = np.maximum(digits, 1e-12) ** (1 / self.network_.config.temperature)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def model_bytes(self) -> int:
        """Tell the size of its ONNX file."""
        return len(_content())

    def multiply_adds(self) -> int:
        """Count those of its convolutions and its dense layer."""
        return onnx_multiply_adds(_content())

    def __getstate__(self) -> dict[str, Any]:
        """Leave the session out: it is loaded again."""
        state: dict[str, Any] = super().__getstate__().copy()
        state.pop("network_", None)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        if "classes_" in state:
            self.network_ = Network()


def _content() -> bytes:
    return (WEIGHTS / DEFAULT_MODEL / "model.onnx").read_bytes()
