"""Named: data sets in MNIST's form that have a name, and how their files are trusted.

Fashion-MNIST's files are known by their hashes. Of KMNIST and EMNIST the shape is known: what has
it is accepted the first time, its hashes are told and remembered; from then on nothing else is.
"""

from __future__ import annotations

import json
import string
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from numerals.data import sources
from numerals.data.dataset import Dataset
from numerals.data.files import sha256, write_atomically
from numerals.data.mnist import PARTS, Samples, cache_dir
from numerals.data.names import DIGITS
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

#: Where the hashes of what was accepted are kept, beside the files.
REMEMBERED = "sha256.json"


@dataclass(frozen=True, slots=True)
class Source:
    """A data set in MNIST's form.

    Attributes:
        title: What it is called.
        files: Its four idx files: pictures and labels to learn from, and to be examined by.
        classes: The names of its classes.
        sizes: How many pictures its halves may have.
        first: The label of the first class.
        transposed: Whether rows and columns are exchanged.
        hashes: The SHA-256 of each uncompressed file, where they are known.
        places: Where packages of systems put them.
        mirrors: Where they can be fetched, if their hashes are known.
        origin: Where a person gets them.
    """

    title: str
    files: tuple[str, ...]
    classes: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    first: int = 0
    transposed: bool = False
    hashes: tuple[str, ...] | None = None
    places: tuple[Path, ...] = ()
    mirrors: tuple[str, ...] = ()
    origin: str = ""


def _emnist(which: str) -> tuple[str, ...]:
    kinds = ("images-idx3-ubyte", "labels-idx1-ubyte")
    return tuple(f"emnist-{which}-{half}-{kind}" for half in ("train", "test") for kind in kinds)


_NIST = "NIST's page of the EMNIST dataset (Cohen, Afshar, Tapson & van Schaik 2017), binary format"
#: By name, beside `mnist`.
SOURCES = {
    "fashion-mnist": Source(
        "Fashion-MNIST",
        tuple(PARTS),
        (
            *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
            *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
        ),
        ((60_000, 10_000),),
        hashes=(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        ),
        places=(Path("/usr/share/datasets/fashion-mnist"),),
        mirrors=("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",),
        origin="Zalando Research (Xiao, Rasul & Vollgraf 2017), or Debian's dataset-fashion-mnist",
    ),
    "kmnist": Source(
        "KMNIST",
        tuple(PARTS),
        tuple("おきすつなはまやれを"),
        ((60_000, 10_000),),
        origin="the CODH's page of the KMNIST dataset (Clanuwat et al. 2018)",
    ),
    "emnist-digits": Source(
        "EMNIST Digits",
        _emnist("digits"),
        DIGITS,
        ((240_000, 40_000),),
        transposed=True,
        origin=_NIST,
    ),
    "emnist-letters": Source(
        "EMNIST Letters",
        _emnist("letters"),
        tuple(string.ascii_uppercase),  # capital and small letters are one class there
        ((124_800, 20_800), (88_800, 14_800)),
        first=1,
        transposed=True,
        origin=_NIST,
    ),
}


def named(name: str, data_dir: Path | None, tell: Callable[[str], None]) -> Dataset:
    """Load a data set by its name, in `SOURCES`.

    Args:
        name: Its name.
        data_dir: A folder or archive with its files; looked at first.
        tell: Is told of hashes that are remembered from now on.

    Raises:
        MissingDataError: It cannot be had, or is not what it was the first time; the text says
            which files to put where.
    """
    source = SOURCES[name]
    home = cache_dir(name)
    attempts: list[tuple[str, Callable[[], dict[str, bytes]]]] = []
    places = [*([data_dir] if data_dir is not None else []), home, *source.places]
    attempts += [(str(p), partial(sources.from_path, p, source.files)) for p in places]
    attempts += [(u, partial(sources.from_mirror, u, source.files)) for u in source.mirrors]
    failures = []
    for place, attempt in attempts:
        try:
            parts = attempt()
            halves = _halves(source, parts)
        except (OSError, ValueError) as error:
            failures.append(f"  {place}: {error}")
            if data_dir is not None and place == str(data_dir):
                break  # who names a folder does not mean another
            continue
        hashes = {file: sha256(parts[file]) for file in source.files}
        _trust(source, home, hashes, tell)
        if place not in map(str, source.places):  # what a system's package keeps is kept
            _keep(source, home, parts, hashes, tell)
        return Dataset(name, source.classes, *halves, files=hashes)
    raise MissingDataError(
        f"{source.title} could be had from none of its sources:\n" + "\n".join(failures) + "\n"
        f"Fetch the files from {source.origin}:\n"
        + "\n".join(f"  {file}.gz" for file in source.files)
        + f"\nput them into {home}, or name their folder or archive with  --data-dir PATH"
    )


def _halves(source: Source, parts: dict[str, bytes]) -> tuple[Samples, Samples]:
    """Check hashes where they are known, and the shape anyway; give both halves.

    Raises:
        ValueError: Something is missing or differs; the text says what.
    """
    if missing := [file for file in source.files if file not in parts]:
        raise ValueError(f"{', '.join(missing)} missing")
    for i, file in enumerate(source.files):
        found = sha256(parts[file])
        wanted = source.hashes[i] if source.hashes else found
        if found != wanted:
            raise ValueError(f"{file} has the wrong SHA-256 ({found[:12]}…, not {wanted[:12]}…)")
        for other in SOURCES.values():
            if other is not source and found in (other.hashes or ()):
                raise ValueError(f"{file} is that of {other.title}")
        if source.files == tuple(PARTS) and found in PARTS.values():
            raise ValueError(f"{file} is that of MNIST")
    x, y, x_test, y_test = (sources.from_idx(parts[file]) for file in source.files)
    for images, labels in ((x, y), (x_test, y_test)):
        if images.shape != (len(labels), 28, 28) or labels.ndim != 1:
            raise ValueError(f"pictures of {images.shape} and labels of {labels.shape} do not fit")
    if (len(x), len(x_test)) not in source.sizes:
        wanted = " or ".join(f"{a:,} + {b:,}" for a, b in source.sizes)
        raise ValueError(f"has {len(x):,} + {len(x_test):,} pictures, not {wanted}")
    return _samples(source, x, y), _samples(source, x_test, y_test)


def _samples(source: Source, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Samples:
    found = np.unique(labels).tolist()
    wanted = [*range(source.first, source.first + len(source.classes))]
    if found != wanted:
        raise ValueError(f"has the labels {found}, not {wanted[0]} … {wanted[-1]}")
    if source.transposed:
        images = np.ascontiguousarray(images.transpose(0, 2, 1))
    return Samples(images, (labels - np.uint8(source.first)).astype(np.uint8))


def _trust(source: Source, home: Path, hashes: dict[str, str], tell: Callable[[str], None]) -> None:
    """Compare with what was accepted the first time; where that is now, say so."""
    if source.hashes is not None:
        return
    try:
        known = json.loads((home / REMEMBERED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        tell(f"{source.title}: its hashes are not known beforehand; remembered from now on:")
        for file, found in hashes.items():
            tell(f"  {found}  {file}")
        return
    wrong = [file for file, found in hashes.items() if known.get(file) != found]
    if wrong:
        raise MissingDataError(
            f"{source.title}: {', '.join(wrong)} differ from the files that were accepted the "
            f"first time. If these are the right ones, remove {home / REMEMBERED}"
        )


def _keep(
    source: Source,
    home: Path,
    parts: dict[str, bytes],
    hashes: dict[str, str],
    tell: Callable[[str], None],
) -> None:
    """Write the cache; where that fails, the data is there all the same, for this once."""
    known = home / REMEMBERED
    if known.exists() and all((home / file).exists() for file in source.files):
        return
    try:
        for file in source.files:
            write_atomically(home / file, parts[file])
        write_atomically(known, (json.dumps(hashes, indent=2) + "\n").encode())
    except OSError as error:
        tell(f"{source.title} could not be kept for the next time: {error}")
