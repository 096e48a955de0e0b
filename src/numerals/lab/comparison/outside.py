"""Outside: pictures that no system learnt from, and that are not as those it did.

The test pictures shrunk and shifted, in the manner of USPS; spoilt in fifteen ways; and the
labelled folders that a person has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.data.folder import labelled_folder
from numerals.errors import MissingDataError, PictureError
from numerals.lab.comparison.corruptions import CORRUPTIONS, corrupt
from numerals.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_SIDE = 28
#: USPS has pictures of 16×16 (Hull 1994).
_USPS_SIDE = 16
#: The label of a picture on which the reader finds no digit: no answer is the right one.
UNFOUND = -1


class Outside(NamedTuple):
    """A set of pictures outside the data that systems are fitted on.

    Attributes:
        name: As in the record of a cell.
        images: uint8 (N, 28, 28), white ink on black.
        labels: int64 (N,), places in the list of classes; `UNFOUND` where there is no digit.
    """

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[np.int64]


def outside_sets(
    images: NDArray[np.uint8],
    labels: NDArray[np.int64],
    folders: Sequence[Path],
    classes: Sequence[str],
) -> Iterator[Outside]:
    """Make all sets: of the test pictures, then of the folders.

    Args:
        images: The test's, uint8 (N, 28, 28).
        labels: The test's, (N,).
        folders: Labelled folders of single symbols.
        classes: What the symbols are called.

    Raises:
        MissingDataError: A folder is not there, holds nothing, or has other labels.
    """
    yield Outside("usps-like", usps_like(images), labels)
    for name in CORRUPTIONS:
        yield Outside(f"corrupted/{name}", corrupt(images, name), labels)
    for folder in folders:
        yield folder_set(folder, classes)


def usps_like(images: NDArray[np.uint8], seed: int = 0) -> NDArray[np.uint8]:
    """Shrink pictures to 16×16, as USPS has them, and lay them anywhere within 28×28.

    The digits are then 4/7 as large as MNIST's, and up to six pixels off the middle each way.
    """
    rng = np.random.default_rng(seed)
    out = np.zeros_like(images)
    corners = rng.integers(0, _SIDE - _USPS_SIDE + 1, (len(images), 2))
    for image, (y, x), into in zip(images, corners.tolist(), out, strict=True):
        small = cv2.resize(image, (_USPS_SIDE, _USPS_SIDE), interpolation=cv2.INTER_AREA)
        into[y : y + _USPS_SIDE, x : x + _USPS_SIDE] = small
    return out


def folder_set(folder: Path, classes: Sequence[str]) -> Outside:
    """Frame a labelled folder's pictures as the reader frames them, so that all see the same.

    Raises:
        MissingDataError: It is not there, holds nothing, or has other labels.
    """
    place = {name: i for i, name in enumerate(classes)}
    frames, labels = [], []
    for path, text in labelled_folder(folder):
        if text not in place:
            raise MissingDataError(
                f"{folder} labels {path.name} as {text!r}, which is none of the classes "
                f"{', '.join(classes)}"
            )
        frame = _frame(path)
        frames.append(np.zeros((_SIDE, _SIDE), np.uint8) if frame is None else frame)
        labels.append(UNFOUND if frame is None else place[text])
    name = f"wild/{folder.resolve().name}"
    return Outside(name, np.stack(frames), np.array(labels, np.int64))


def _frame(path: Path) -> NDArray[np.uint8] | None:
    try:
        parts = prepare(path, path.name, "digit").parts
    except PictureError:
        return None
    return parts[0].frame if parts else None
