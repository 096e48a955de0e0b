"""Rows: a Reading as a line of text, JSON, JSONL or CSV, written the moment it is known."""

from __future__ import annotations

import csv
import json
from enum import StrEnum
from types import TracebackType
from typing import Self, TextIO

from numerals.reading import Reading, Status, floor4, percent

CSV_COLUMNS = ("source", "text", "confidence", "status", "reason")
#: A spreadsheet keeps no more digits of a number than these.
_SPREADSHEET_DIGITS = 15


class Format(StrEnum):
    """How rows are written; described in docs/output.md."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


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

    def __enter__(self) -> Self:
        if self._style is Format.CSV:
            csv.writer(self._stream, lineterminator="\n").writerow(CSV_COLUMNS)
        elif self._style is Format.JSON:
            self._stream.write("[\n")
        return self

    def write(self, reading: Reading) -> None:
        """Write one row, whole, and pass it on at once."""
        if self._style is Format.CSV:
            csv.writer(self._stream, lineterminator="\n").writerow(csv_cells(reading))
        elif self._style is Format.JSON:
            self._stream.write(("," if self._count else " ") + _json(reading) + "\n")
        elif self._style is Format.JSONL:
            self._stream.write(_json(reading) + "\n")
        else:
            self._stream.write(text_line(reading) + "\n")
        self._count += 1
        self._stream.flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Also after Ctrl-C: what was read so far stays a valid document.
        if self._style is Format.JSON and not isinstance(error, BrokenPipeError):
            self._stream.write("]\n")
            self._stream.flush()


def text_line(reading: Reading) -> str:
    """Say a reading to a person: the source, what it says, how sure, and what to do."""
    if reading.status is Status.ERROR:
        return f"{reading.source}: error: {reading.reason.removesuffix(f': {reading.source}')}"
    if reading.status is Status.UNREADABLE:
        return f"{reading.source}: unreadable: {reading.reason}"
    line = f"{reading.source}: {reading.text}  ({percent(reading.confidence)})"
    if reading.status is Status.REVIEW:
        line += f"  please check: {reading.reason}"
    return line


def csv_cells(reading: Reading) -> tuple[str, ...]:
    """Give a reading's cells, such that a spreadsheet changes none of them."""
    return (
        _safe_path(reading.source),
        _safe_number(reading.text),
        f"{floor4(reading.confidence):.4f}",
        str(reading.status),
        reading.reason,
    )


def _safe_number(text: str) -> str:
    """Write a number that a spreadsheet would shorten (007 to 7) as the formula ="007"."""
    shortened = (text.startswith("0") and text != "0") or len(text) > _SPREADSHEET_DIGITS
    return f'="{text}"' if shortened else text


def _safe_path(source: str) -> str:
    """Keep a file's name from being run as a formula: ./=x.png is =x.png."""
    return f"./{source}" if source[:1] in ("=", "+", "-", "@") else source


def _json(reading: Reading) -> str:
    return json.dumps(reading.to_dict(), ensure_ascii=False)
