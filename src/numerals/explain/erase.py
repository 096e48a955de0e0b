"""Erase: take shares of a frame's ink away, in an order or at random."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ink:
    """The inked pixels of a frame.

    Attributes:
        frame: uint8 (28, 28), white ink on black.
        rows: (n,), the rows of the pixels that are not black.
        columns: (n,), their columns.
        mass: float64 (n,), their ink in (0, 1].
    """

    frame: NDArray[np.uint8]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    mass: NDArray[np.float64]

    @classmethod
    def of(cls, frame: NDArray[np.uint8]) -> Ink:
        """Find the ink of a frame."""
        rows, columns = np.nonzero(frame)
        return cls(frame, rows, columns, frame[rows, columns] / 255.0)

    def erased(
        self, orders: NDArray[np.floating], shares: NDArray[np.floating]
    ) -> NDArray[np.bool_]:
        """Mark the pixels that go: those that come first, up to a share of all ink.

        Args:
            orders: (k, n), lowest first.
            shares: (k,), the share of the ink's mass in [0, 1] that goes at most.

        Returns:
            bool (k, n).
        """
        ranks = np.argsort(orders, axis=1, kind="stable")
        taken = np.cumsum(self.mass[ranks], axis=1) / self.mass.sum()
        gone = np.zeros(ranks.shape, np.bool_)
        np.put_along_axis(gone, ranks, taken <= shares[:, None] + 1e-9, axis=1)
        return gone

    def without(self, gone: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """Draw the frame without some pixels: bool (k, n) to uint8 (k, 28, 28)."""
        frames = np.repeat(self.frame[None], len(gone), axis=0)
        frames[:, self.rows, self.columns] = np.where(gone, 0, self.frame[self.rows, self.columns])
        return frames


@lru_cache(maxsize=4)
def random_fields(count: int, side: int, width: float, seed: int) -> NDArray[np.float32]:
    """Make smooth noise, whose lowest pixels are blobs: ink goes in pieces, as strokes do.

    Args:
        count: How many fields.
        side: Pixels of a side.
        width: Standard deviation of the Gaussian that smooths, in pixels.
        seed: The same seed gives the same fields.

    Returns:
        float32 (count, side, side), not to be written to.
    """
    distance = np.subtract.outer(np.arange(side), np.arange(side))
    blur = np.exp(-(distance**2) / (2 * width**2)).astype(np.float32)
    noise = np.random.default_rng(seed).standard_normal((count, side, side), np.float32)
    fields = np.asarray(blur @ noise @ blur, np.float32)
    fields.setflags(write=False)
    return fields
