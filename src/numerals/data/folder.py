"""Folder: pictures with their truth, as sub-folders `0` … `9` or with a `labels.csv`."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from numerals.errors import MissingDataError
from numerals.image.open import is_picture_path

if TYPE_CHECKING:
    from pathlib import Path


class Labelled(NamedTuple):
    """A picture file and what is written on it; '' if there is nothing to read."""

    path: Path
    text: str


def labelled_folder(folder: Path) -> list[Labelled]:
    """List a folder's pictures with their labels, in the order of the file or by name.

    `labels.csv` (UTF-8, columns `file,text`, paths relative to the folder) is taken where it
    is there; else every sub-folder's name is the label of the pictures in it.

    Raises:
        MissingDataError: No such folder, no labels in it, or a label without a file.
    """
    if not folder.is_dir():
        raise MissingDataError(f"no such folder: {folder}")
    table = folder / "labels.csv"
    samples = _from_table(table) if table.is_file() else _from_sub_folders(folder)
    if not samples:
        raise MissingDataError(
            f"{folder} is no labelled folder: it needs sub-folders named 0 … 9 with pictures in "
            "them, or a labels.csv with the columns file,text"
        )
    return samples


def _from_table(table: Path) -> list[Labelled]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"file", "text"} <= set(reader.fieldnames or ()):
                raise MissingDataError(f"{table} needs the columns file,text in its first line")
            rows = [(table.parent / (r["file"] or ""), r["text"]) for r in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise MissingDataError(f"{table} cannot be read: {error}") from error
    for path, text in rows:
        if not path.is_file():
            raise MissingDataError(f"{table} names {path}, which is not there")
        if text is None:  # the line ends before its text; an empty one is a text
            raise MissingDataError(f"{table} gives no text for {path.name}")
    return [Labelled(path, text.strip()) for path, text in rows]


def _from_sub_folders(folder: Path) -> list[Labelled]:
    return [
        Labelled(path, child.name)
        for child in sorted(folder.iterdir())
        if child.is_dir() and child.name.isascii() and child.name.isdigit()
        for path in sorted(child.iterdir())
        if is_picture_path(path)
    ]
