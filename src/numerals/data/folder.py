"""Folder: pictures with their truth, as sub-folders named by it or with a `labels.csv`.

The table gives a text a picture; with the columns `row,column` it gives one a cell of a page.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from numerals.data.names import tidy
from numerals.errors import MissingDataError
from numerals.image.open import is_picture_path

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class Labelled(NamedTuple):
    """A picture file and what is written on it; '' if there is nothing to read."""

    path: Path
    text: str


class LabelledCell(NamedTuple):
    """What stands in a cell of a page's table.

    Attributes:
        row: From 1.
        column: From 1.
        text: What is written there; '' if nothing is.
        hand: Whether it is handwritten, not printed; None where the labels do not say.
    """

    row: int
    column: int
    text: str
    hand: bool | None = None


class LabelledPage(NamedTuple):
    """A picture file and the cells of the table on it."""

    path: Path
    cells: tuple[LabelledCell, ...]


def labelled_folder(folder: Path, names: Collection[str] = ()) -> list[Labelled]:
    """List a folder's pictures with their labels, in the order of the file or by name.

    `labels.csv` (UTF-8, columns `file,text`, paths relative to the folder) is taken where it
    is there; else a sub-folder's name is the label of the pictures in it.

    Args:
        folder: Where they lie.
        names: Which sub-folders are meant beside those that are called like a number.

    Raises:
        MissingDataError: No such folder, no labels in it, or a label without a file.
    """
    if not folder.is_dir():
        raise MissingDataError(f"no such folder: {folder}")
    table = folder / "labels.csv"
    samples = _from_table(table) if table.is_file() else _from_sub_folders(folder, names)
    if not samples:
        raise MissingDataError(
            f"{folder} is no labelled folder: it needs sub-folders named 0 … 9 with pictures in "
            "them, or a labels.csv with the columns file,text"
        )
    return samples


def labelled_pages(folder: Path) -> list[LabelledPage]:
    """List a folder's pages with the labels of their cells, in the order of the file.

    Returns:
        The pages; none where there is no `labels.csv` with the columns `row,column`. A column
        `hand` in it, of 1 or 0, says what is handwritten.

    Raises:
        MissingDataError: A label without a file or a text, no number for a place, or two labels
            for one.
    """
    table = folder / "labels.csv"
    if not table.is_file():
        return []
    names, rows = _rows(table)
    if not {"row", "column"} <= names:
        return []
    pages: dict[Path, dict[tuple[int, int], LabelledCell]] = {}
    for label, row in rows:
        cell = _cell(table, label, row)
        cells = pages.setdefault(label.path, {})
        if (cell.row, cell.column) in cells:
            where = f"row {cell.row}, column {cell.column} of {label.path.name}"
            raise MissingDataError(f"{table} gives two texts for {where}")
        cells[cell.row, cell.column] = cell
    return [LabelledPage(path, tuple(cells.values())) for path, cells in pages.items()]


def _cell(table: Path, label: Labelled, row: dict[str, str]) -> LabelledCell:
    place = row["row"] or "", row["column"] or ""
    if not all(re.fullmatch(r"[1-9][0-9]{0,5}", number) for number in place):
        raise MissingDataError(
            f"{table} gives {','.join(place)} as a place on {label.path.name}; rows and columns "
            "are counted from 1"
        )
    hand = row.get("hand") or ""
    if hand not in ("", "0", "1"):
        raise MissingDataError(f"{table}: hand is 1 for handwritten or 0 for printed, not {hand}")
    return LabelledCell(int(place[0]), int(place[1]), label.text, hand == "1" if hand else None)


def _from_table(table: Path) -> list[Labelled]:
    return [label for label, _ in _rows(table)[1]]


def _rows(table: Path) -> tuple[set[str], list[tuple[Labelled, dict[str, str]]]]:
    """Read a table: the names of its columns, and each label with all of its row."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = set(reader.fieldnames or ())
            if not {"file", "text"} <= names:
                raise MissingDataError(f"{table} needs the columns file,text in its first line")
            rows = [(table.parent / (r["file"] or ""), r["text"], r) for r in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise MissingDataError(f"{table} cannot be read: {error}") from error
    for path, text, _ in rows:
        if not path.is_file():
            raise MissingDataError(f"{table} names {path}, which is not there")
        if text is None:  # the line ends before its text; an empty one is a text
            raise MissingDataError(f"{table} gives no text for {path.name}")
    return names, [(Labelled(path, text.strip()), row) for path, text, row in rows]


def _from_sub_folders(folder: Path, names: Collection[str]) -> list[Labelled]:
    return [
        Labelled(path, tidy(child.name))
        for child in sorted(folder.iterdir())
        if child.is_dir() and (_is_number(child.name) or tidy(child.name) in names)
        for path in sorted(child.iterdir())
        if is_picture_path(path)
    ]


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit()
