"""Pictures: a folder of picture files as samples, each prepared the way that the reader does it."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from numerals.data.dataset import label_type
from numerals.data.folder import Labelled, labelled_folder, labelled_pages
from numerals.data.mnist import Samples
from numerals.data.names import in_order, tidy
from numerals.errors import MissingDataError, NumeralsError
from numerals.image.open import is_picture_path
from numerals.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

#: So many pictures that cannot be used are named, the rest are counted.
_NAMED = 10
_QUIET_S = 10.0


class Left(NamedTuple):
    """A picture that is left out, and why."""

    path: Path
    reason: str


def class_folders(folder: Path) -> tuple[str, ...]:
    """Name the sub-folders with pictures in them, in the order of classes."""
    return in_order(
        child.name
        for child in folder.iterdir()
        if child.is_dir()
        and not child.name.startswith((".", "__"))  # what systems and programs put there
        and any(is_picture_path(path) for path in child.iterdir())
    )


def named_pictures(folder: Path) -> list[Labelled]:
    """List a folder's pictures with the names of their classes; those with no name are left out.

    Raises:
        MissingDataError: It holds neither class sub-folders nor a `labels.csv`, or one of pages.
    """
    if folder.is_dir() and labelled_pages(folder):
        raise MissingDataError(f"{folder} holds pages with cells; to learn from, cut them out")
    names = class_folders(folder) if folder.is_dir() else ()
    return [
        Labelled(path, tidy(text)) for path, text in labelled_folder(folder, names) if tidy(text)
    ]


def samples_of_pictures(
    labelled: Sequence[Labelled], classes: Sequence[str], tell: Callable[[str], None]
) -> tuple[Samples, list[Left]]:
    """Prepare pictures as the reader does: ink found, scaled and centred in 28×28.

    Args:
        labelled: The picture files and the names of their classes, each in `classes`.
        classes: All names, in order.
        tell: Is told how far it is, and of each picture that is left out.

    Returns:
        The samples, and what cannot be opened or shows no ink.

    Raises:
        MissingDataError: None of the pictures can be used.
    """
    place = {name: i for i, name in enumerate(classes)}
    frames: list[NDArray[np.uint8]] = []
    labels: list[int] = []
    left: list[Left] = []
    spoke = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for done, (one, frame) in enumerate(zip(labelled, pool.map(_frame, labelled), strict=True)):
            if isinstance(frame, str):
                left.append(Left(one.path, frame))
            else:
                frames.append(frame)
                labels.append(place[one.text])
            if time.monotonic() - spoke >= _QUIET_S:
                spoke = time.monotonic()
                tell(f"{done + 1:,} of {len(labelled):,} pictures prepared")
    for path, reason in left[:_NAMED]:
        tell(f"left out: {path}: {reason}")
    if len(left) > _NAMED:
        tell(f"left out: {len(left) - _NAMED:,} more")
    if not frames:
        raise MissingDataError("none of the pictures can be used")
    return Samples(np.stack(frames), np.array(labels, label_type(classes))), left


def _frame(one: Labelled) -> NDArray[np.uint8] | str:
    """Prepare a picture; or say why not."""
    try:
        parts = prepare(one.path, one.path.name, "digit").parts
    except NumeralsError as error:
        return str(error)
    if not parts or parts[0].frame is None:
        return "no ink was found on the picture"
    return parts[0].frame
