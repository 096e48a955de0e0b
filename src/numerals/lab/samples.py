"""Samples: the pictures of an evaluation, each with its truth, be it that there is no digit."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from numerals.data.folder import LabelledCell, labelled_folder, labelled_pages
from numerals.data.load import NAMES, arrays_in, load
from numerals.data.mnist import mnist
from numerals.data.names import DIGITS
from numerals.data.sources import from_idx
from numerals.errors import MissingDataError
from numerals.image.open import is_picture_path

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numerals.data.mnist import Samples
    from numerals.image.open import Source
    from numerals.prepare import Expect

#: The data set that is known by its name.
MNIST = "mnist"
#: The truth of a picture on which nothing is to be read.
NOTHING = ""
#: Where a folder holds data in MNIST's form, its test half is meant.
_TEST_IMAGES = "t10k-images-idx3-ubyte"


class Sample(NamedTuple):
    """A picture with its truth.

    Attributes:
        file: What it is called in reports.
        truth: What is written on it; `NOTHING` where it shows no digit, and of a page.
        source: The picture.
        cells: What stands in the cells of a page; none where it is no page.
    """

    file: str
    truth: str
    source: Source
    cells: tuple[LabelledCell, ...] = ()


def samples_of(
    data: str,
    data_dir: str | os.PathLike[str] | None = None,
    classes: Collection[str] = DIGITS,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Sample]:
    """List the samples of MNIST's test set, or another's, or of a labelled folder.

    Args:
        data: `mnist`, another name of `numerals.data.load`, or a path: of a labelled folder, see
            `numerals.data.folder`, or of idx files or an npz, of which the test half is taken.
        data_dir: Where the files of a named one lie, if they are not in the cache.
        classes: Which sub-folders are meant beside those that are called like a number.
        tell: Is told of hashes that are remembered.

    Raises:
        MissingDataError: MNIST could not be had, there is no such folder, or nothing in it.
    """
    if data == MNIST:
        return _of_test(mnist(data_dir).test, DIGITS)
    if data in NAMES:
        known = load(data, None if data_dir is None else Path(data_dir), tell)
        return _of_test(known.test, known.classes)
    folder = Path(data)
    if folder.exists() and not (folder / "labels.csv").exists() and (held := arrays_in(folder)):
        return _of_test(held.halves[-1], held.classes)
    if pages := labelled_pages(folder):
        return [Sample(_within(folder, p.path), NOTHING, p.path, p.cells) for p in pages]
    found = labelled_folder(folder, classes)
    return [Sample(_within(folder, s.path), s.text, s.path) for s in found]


def _of_test(test: Samples, classes: Sequence[str]) -> list[Sample]:
    pairs = zip(test.images, test.labels.tolist(), strict=True)
    return [Sample(f"test-{i:05}", classes[t], image) for i, (image, t) in enumerate(pairs)]


def samples_without_digits(path: Path) -> list[Sample]:
    """List pictures none of which shows a digit.

    Args:
        path: A picture; a folder of pictures, with its sub-folders; a file of pictures in
            MNIST's idx format, raw or gzipped; or a folder with such a file, named as MNIST's test
            pictures.

    Raises:
        MissingDataError: It is none of these, or holds no picture; the text says so.
    """
    if path.is_file() and is_picture_path(path):
        return [Sample(path.name, NOTHING, path)]
    if path.is_file():
        return _from_idx_file(path)
    if not path.is_dir():
        raise MissingDataError(f"no such file or folder: {path}")
    for suffix in (".gz", ""):
        if (file := path / f"{_TEST_IMAGES}{suffix}").is_file():
            return _from_idx_file(file)
    pictures = sorted(p for p in path.rglob("*") if is_picture_path(p))
    if not pictures:
        raise MissingDataError(f"{path} holds no pictures and no {_TEST_IMAGES}")
    return [Sample(_within(path, p), NOTHING, p) for p in pictures]


def expectation(samples: Iterable[Sample], classes: Collection[str] = DIGITS) -> Expect:
    """Tell what to expect of pictures by their truth.

    Args:
        samples: The pictures.
        classes: What a single digit or symbol may be.

    Returns:
        `page` if there are cells; else `digit` if no picture shows more than one of the classes,
        `number` if none shows just one character, and `auto` if some do.
    """
    samples = list(samples)
    if any(s.cells for s in samples):
        return "page"
    shown = [s.truth for s in samples if s.truth != NOTHING]
    if all(truth in classes for truth in shown):
        return "digit"
    return "number" if all(len(truth) > 1 for truth in shown) else "auto"


def _from_idx_file(path: Path) -> list[Sample]:
    try:
        content = path.read_bytes()
        images = from_idx(gzip.decompress(content) if path.suffix == ".gz" else content)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise MissingDataError(f"{path} cannot be read as pictures: {error}") from None
    if images.ndim != 3 or not images.size:
        raise MissingDataError(f"{path} holds no pictures: its shape is {images.shape}")
    return [Sample(f"picture-{i:05}", NOTHING, image) for i, image in enumerate(images)]


def _within(folder: Path, path: Path) -> str:
    """Name a picture by its place in the folder, and so never by its place on a machine."""
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.name
