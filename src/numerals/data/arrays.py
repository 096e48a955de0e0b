"""Arrays: data sets as idx files or as npz, of 28×28 pictures that are taken as they are."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.data.dataset import label_type
from numerals.data.files import sha256
from numerals.data.mnist import Samples
from numerals.data.names import in_order, tidy
from numerals.data.sources import from_idx
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_IDX = re.compile(r"(?P<set>.*?)(?P<half>train|t10k|test)-(?P<what>images|labels)[-.]idx[13]-ubyte")
_NPZ_KEYS = (("x_train", "y_train", "x_test", "y_test"), ("x", "y"), ("images", "labels"))
#: No file is unpacked beyond this.
_MOST_BYTES = 2_000_000_000
#: A name a line, in the order of the labels.
NAMES_FILE = "classes.txt"


class Arrays(NamedTuple):
    """What a source of arrays holds.

    Attributes:
        classes: The names of the classes.
        halves: To learn from, and to be examined by if it is there.
        files: The SHA-256 of each file, as it lies on the disk.
    """

    classes: tuple[str, ...]
    halves: tuple[Samples, ...]
    files: dict[str, str]


def idx_files(folder: Path) -> dict[str, dict[tuple[str, str], Path]]:
    """Find a folder's idx files: by the name of the set, then by half and content."""
    found: dict[str, dict[tuple[str, str], Path]] = {}
    for path in sorted(folder.iterdir()):
        match = _IDX.fullmatch(path.name.removesuffix(".gz"))
        if match and path.is_file():
            half = "train" if match["half"] == "train" else "test"
            found.setdefault(match["set"], {})[half, match["what"]] = path
    return found


def from_idx_folder(folder: Path) -> Arrays:
    """Read a folder of idx files, raw or gzipped, with a `classes.txt` if the classes have names.

    Raises:
        MissingDataError: A file is missing or broken, or there are several sets.
    """
    sets = idx_files(folder)
    if len(sets) > 1:
        names = ", ".join(f"{name}*" for name in sets)
        raise MissingDataError(f"{folder} holds several sets ({names}): keep one in a folder")
    (files,) = sets.values()
    if ("train", "images") not in files or ("train", "labels") not in files:
        raise MissingDataError(
            f"{folder} needs both train-images-idx3-ubyte and train-labels-idx1-ubyte"
        )
    content = {path: path.read_bytes() for path in files.values()}
    pairs = []
    for half in ("train", "test"):
        if (half, "images") in files and (half, "labels") in files:
            images, labels = (files[half, what] for what in ("images", "labels"))
            pairs.append((_idx(images, content[images]), _idx(labels, content[labels])))
    hashes = {path.name: sha256(data) for path, data in content.items()}
    return _arrays(str(folder), pairs, _names_in(folder), hashes)


def from_npz_file(path: Path) -> Arrays:
    """Read an npz: `x_train`, `y_train` and, if there are any, `x_test`, `y_test`; or `x`, `y`.

    `classes` in it, an array of texts, names the classes.

    Raises:
        MissingDataError: It is none, or holds no such arrays.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            held: dict[str, NDArray[Any]] = {key: file[key] for key in file.files}
    except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise MissingDataError(f"{path} cannot be read as npz: {error}") from None
    keys = next((k for k in _NPZ_KEYS if set(k[:2]) <= held.keys()), None)
    if keys is None:
        raise MissingDataError(f"{path} needs the arrays x_train, y_train, or x, y")
    pairs = [(held[a], held[b]) for a, b in zip(keys[::2], keys[1::2], strict=True) if a in held]
    names = [str(name) for name in held["classes"].tolist()] if "classes" in held else None
    return _arrays(str(path), pairs, names, {path.name: sha256(path.read_bytes())})


def _arrays(
    where: str,
    pairs: Sequence[tuple[NDArray[Any], NDArray[Any]]],
    names: Sequence[str] | None,
    files: Mapping[str, str],
) -> Arrays:
    """Bring arrays into the form of samples, and name their classes."""
    images = [_pictures(where, x) for x, _ in pairs]
    labels = [np.asarray(y).reshape(-1) for _, y in pairs]
    if any(len(x) != len(y) for x, y in zip(images, labels, strict=True)):
        raise MissingDataError(f"{where} has not one label for each picture")
    found = np.unique(np.concatenate(labels))
    if found.dtype.kind == "U":
        names = in_order(found.tolist())
        place = {name: i for i, name in enumerate(names)}
        labels = [np.array([place[tidy(text)] for text in y.tolist()]) for y in labels]
    elif found.dtype.kind not in "iu":
        raise MissingDataError(f"{where} needs labels that are whole numbers or texts")
    elif names is None:
        names = [str(value) for value in found.tolist()]
        labels = [np.searchsorted(found, y) for y in labels]
    elif not 0 <= int(found[0]) <= int(found[-1]) < len(names):
        raise MissingDataError(
            f"{where} has labels from {found[0]} to {found[-1]}, and names for {len(names)} classes"
        )
    classes = tuple(tidy(name) for name in names)
    kind = label_type(classes)
    halves = tuple(Samples(x, y.astype(kind)) for x, y in zip(images, labels, strict=True))
    return Arrays(classes, halves, dict(files))


def _pictures(where: str, x: NDArray[Any]) -> NDArray[np.uint8]:
    if x.dtype != np.uint8 or x.size == 0 or x.size != len(x) * 784 or x.ndim not in (2, 3, 4):
        raise MissingDataError(
            f"{where} needs uint8 pictures of 28×28, white ink on black, not {x.dtype} {x.shape}"
        )
    return np.ascontiguousarray(x.reshape(-1, 28, 28))


def _idx(path: Path, content: bytes) -> NDArray[np.uint8]:
    try:
        if path.suffix == ".gz":
            with gzip.open(io.BytesIO(content)) as file:
                content = file.read(_MOST_BYTES)
        return from_idx(content)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise MissingDataError(f"{path} cannot be read: {error}") from None


def _names_in(folder: Path) -> list[str] | None:
    path = folder / NAMES_FILE
    if not path.is_file():
        return None
    try:
        return [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise MissingDataError(f"{path} cannot be read: {error}") from None
