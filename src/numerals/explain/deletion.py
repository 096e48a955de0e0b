"""Deletion: is a map faithful? Ink goes in its order, and the answer must fall faster than by luck.

The deletion test is Petsiuk, Das & Saenko 2018, "RISE"; that the reverse order must keep the
answer up is Samek et al. 2017. The rival is no scatter of pixels but random blobs, which a map
finds harder to beat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerals.explain.erase import Ink, random_fields

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from numerals.explain.contrast import Contrast

#: The shares of the ink that are deleted, by its mass.
SHARES = np.arange(1, 11) * 0.05
DRAWS = 100
_BLOB = 1.0
_SEED = 1


@dataclass(frozen=True, slots=True)
class Deletion:
    """What deleting ink did.

    Attributes:
        before: The log-odds with all the ink, in nats.
        telling: (shares,), log-odds without the most telling ink.
        least: (shares,), without the ink that speaks most for the second choice.
        random: (draws, shares), without random blobs.
        answers: (shares,), index of the class that is read without the most telling ink; -1
            where it is the first choice still.
        changed: (shares,), how many of the random draws change the answer.
    """

    before: float
    telling: NDArray[np.float64]
    least: NDArray[np.float64]
    random: NDArray[np.float64]
    answers: NDArray[np.intp]
    changed: NDArray[np.intp]

    @property
    def turning(self) -> int | None:
        """Index of the smallest share that changes the answer; None where half the ink does not."""
        turned = np.flatnonzero(self.answers >= 0)
        return int(turned[0]) if turned.size else None

    @property
    def faithful(self) -> bool:
        """Whether the map's order costs more than random blobs do, and the reverse order less."""
        by_luck = float(self.random.mean())
        return float(self.telling.mean()) < by_luck < float(self.least.mean())


def deletion_test(
    frame: NDArray[np.uint8], saliency: NDArray[np.floating], contrast: Contrast
) -> Deletion:
    """Delete ink in the order of a map, in the reverse order, and at random.

    Args:
        frame: uint8 (28, 28), white ink on black, not all black.
        saliency: (28, 28), highest where ink speaks for the first choice.
        contrast: What is explained.
    """
    ink = Ink.of(frame)
    order = -saliency[ink.rows, ink.columns]
    fields = random_fields(DRAWS, frame.shape[0], _BLOB, _SEED)[:, ink.rows, ink.columns]
    orders = np.vstack([order, -order, fields])
    gone = ink.erased(np.repeat(orders, len(SHARES), axis=0), np.tile(SHARES, len(orders)))
    frames = np.concatenate([frame[None], ink.without(gone)])
    values, answers = contrast.and_answers(frames)
    table = values[1:].reshape(len(orders), len(SHARES))
    read = answers[1:].reshape(table.shape)
    other = read != contrast.first
    return Deletion(
        before=float(values[0]),
        telling=table[0],
        least=table[1],
        random=table[2:],
        answers=np.where(other[0], read[0], -1),
        changed=np.asarray(other[2:].sum(axis=0), np.intp),
    )
