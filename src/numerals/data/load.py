"""Load: a data set by its name, or from a folder or file of one's own, whatever form it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from numerals.data.arrays import Arrays, from_idx_folder, from_npz_file, idx_files
from numerals.data.dataset import Dataset, check, divide
from numerals.data.named import SOURCES, named
from numerals.data.names import in_order
from numerals.data.pictures import class_folders, named_pictures, samples_of_pictures
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable

#: What `--data` may be called, beside a path.
NAMES = ("mnist", *SOURCES)


def load(data: str, data_dir: Path | None, tell: Callable[[str], None]) -> Dataset:
    """Load a data set other than MNIST.

    Args:
        data: A name in `SOURCES`, or a path: an npz file; a folder of idx files; a folder of
            pictures in class sub-folders or with a `labels.csv`; or one with two of the latter,
            called `train` and `test`.
        data_dir: Where the files of a named one lie.
        tell: Is told what takes long, what is left out, and how it is divided.

    Raises:
        MissingDataError: It cannot be had, or is too small.
    """
    if data in SOURCES:
        return named(data, data_dir, tell)
    path = Path(data)
    if not path.exists():
        raise MissingDataError(f"no such data set, folder or file: {data} ({', '.join(NAMES)})")
    name = path.resolve().name
    arrays = arrays_in(path)
    dataset = _of_arrays(name, arrays) if arrays else _of_pictures(name, path, tell)
    for note in dataset.notes:
        tell(f"{name}: {note}")
    return check(dataset)


def arrays_in(path: Path) -> Arrays | None:
    """Read a path that holds arrays; None where it holds none."""
    if path.is_file():
        return from_npz_file(path) if path.suffix == ".npz" else None
    if path.is_dir() and idx_files(path):
        return from_idx_folder(path)
    packed = sorted(path.glob("*.npz"))
    return from_npz_file(packed[0]) if len(packed) == 1 and not class_folders(path) else None


def _of_arrays(name: str, arrays: Arrays) -> Dataset:
    train, *test = arrays.halves
    if test:
        return Dataset(name, arrays.classes, train, test[0], files=arrays.files)
    train, held, note = divide(train)
    return Dataset(name, arrays.classes, train, held, (note,), arrays.files)


def _of_pictures(name: str, folder: Path, tell: Callable[[str], None]) -> Dataset:
    if not folder.is_dir():
        raise MissingDataError(f"{folder} is neither a folder nor an npz file")
    halves = [folder / half for half in ("train", "test")]
    divided = all(half.is_dir() for half in halves) and set(class_folders(folder)) <= {
        *("train", "test")
    }
    labelled = [named_pictures(part) for part in (halves if divided else [folder])]
    classes = in_order(one.text for part in labelled for one in part)
    read = [samples_of_pictures(part, classes, tell) for part in labelled]
    left = sum(len(out) for _, out in read)
    total = sum(map(len, labelled))
    notes = (f"{left:,} of {total:,} pictures left out",) if left else ()
    if divided:
        return Dataset(name, classes, read[0][0], read[1][0], notes)
    train, held, note = divide(read[0][0])
    return Dataset(name, classes, train, held, (*notes, note))
