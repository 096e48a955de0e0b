"""Rows: a Reading as text, JSON, JSONL, CSV or a table, written the moment it is known."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from types import TracebackType
from typing import Self, TextIO

from numerals.cli.cells import CSV_COLUMNS, csv_rows
from numerals.cli.lines import text_lines
from numerals.cli.table import grids, head_line
from numerals.reading import Reading, Status


class Format(StrEnum):
    """How rows are written; described in docs/output.md."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TABLE = "table"

    @property
    def is_sheet(self) -> bool:
        """Whether a spreadsheet opens it."""
        return self in (Format.CSV, Format.TABLE)


#: These say only in the line above them why they have none.
_WITHOUT_NUMBERS = (Status.ERROR, Status.UNREADABLE)


class Rows:
    """Writes readings to a text stream; as a context manager, so that JSON ends whole.

    Args:
        stream: Where to; it is flushed after each row and left open.
        style: One of `Format`.
    """

    def __init__(self, stream: TextIO, style: Format) -> None:
        self._stream = stream
        self._style = style
        self._count = 0
        # A single picture's table needs no line above it: whether it is, the second tells.
        self._first: Reading | None = None

    def __enter__(self) -> Self:
        if self._style is Format.CSV:
            self._cells([CSV_COLUMNS])
        elif self._style is Format.JSON:
            self._stream.write("[\n")
        return self

    def write(self, reading: Reading) -> None:
        """Write one picture's row or rows, whole, and pass them on at once."""
        if self._style is Format.CSV:
            self._cells(csv_rows(reading))
        elif self._style is Format.TABLE:
            self._write_table(reading)
        elif self._style is Format.JSON:
            self._stream.write(("," if self._count else " ") + _json(reading) + "\n")
        elif self._style is Format.JSONL:
            self._stream.write(_json(reading) + "\n")
        else:
            self._stream.write(text_lines(reading) + "\n")
        self._count += 1
        self._stream.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Also after Ctrl-C: what was read so far stays a valid document.
        if isinstance(error, BrokenPipeError):
            return
        if self._style is Format.JSON:
            self._stream.write("]\n")
        elif self._first is not None:
            self._table(self._first, headed=self._first.status in _WITHOUT_NUMBERS)
        self._stream.flush()

    def _write_table(self, reading: Reading) -> None:
        if self._count == 0:
            self._first = reading
            return
        if self._first is not None:
            self._table(self._first, headed=True)
            self._first = None
        self._cells([()])
        self._table(reading, headed=True)

    def _table(self, reading: Reading, headed: bool) -> None:
        if headed:
            self._cells([head_line(reading)])
        for i, grid in enumerate(grids(reading)):
            self._cells([()] * (i > 0))
            self._cells(grid)

    def _cells(self, rows: Iterable[Sequence[str]]) -> None:
        csv.writer(_Lines(self._stream), lineterminator="\r\n").writerows(rows)


class _Lines:
    r"""Ends a CSV writer's rows in `\n`: it quotes what it ends rows in, and `\r` must be, too."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, row: str) -> None:
        """Write one whole row."""
        self._stream.write(row.removesuffix("\r\n") + "\n")


def _json(reading: Reading) -> str:
    return json.dumps(reading.to_dict(), ensure_ascii=False)
