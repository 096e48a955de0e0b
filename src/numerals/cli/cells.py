"""Cells: Readings as rows of a CSV file that a spreadsheet opens without changing them."""

from __future__ import annotations

import re

from numerals.reading import Reading, floor4

#: What was there first stays first: programs may count columns.
CSV_COLUMNS: tuple[str, ...] = ("source", "text", "confidence", "status", "reason")
CSV_COLUMNS += ("value", "page", "row", "column", "box")
#: What every spreadsheet, in every country, shows as it stands: no more than 15 digits, of which
#: the first is no 0. It would show 007 as 7, 1-2 and 3/4 as days, 1.204 as 1204 or 1.2, and
#: would work out what begins with =.
_PLAIN = re.compile(r"-?[1-9][0-9]{0,14}|0", re.ASCII)
#: A value has no thousands separators, so its decimal point can be none.
_PLAIN_VALUE = re.compile(r"-?(?!(?:\.?[0-9]){16})(?:[1-9][0-9]*|0)(?:\.[0-9]+)?")


def csv_rows(reading: Reading) -> list[tuple[str, ...]]:
    """Give a picture's rows: one, or of a page one a number."""
    return [_row(part) for part in reading.numbers or (reading,)]


def safe_text(text: str) -> str:
    """Write what a spreadsheet would change as a formula that shows it: 007 is ="007"."""
    if not text or _PLAIN.fullmatch(text):
        return text
    return '="' + text.replace('"', '""') + '"'


def safe_path(source: str) -> str:
    """Keep a file's name from being run as a formula: ./=x.png is =x.png."""
    return f"./{source}" if source[:1] in ("=", "+", "-", "@", "\t", "\r") else source


def _row(reading: Reading) -> tuple[str, ...]:
    value = "" if reading.value is None else format(reading.value, "f")
    return (
        safe_path(reading.source),
        safe_text(reading.text),
        f"{floor4(reading.confidence):.4f}",
        str(reading.status),
        reading.reason,
        value if _PLAIN_VALUE.fullmatch(value) else safe_text(value),
        str(reading.page),
        "" if reading.row is None else str(reading.row),
        "" if reading.column is None else str(reading.column),
        "" if reading.box is None else " ".join(map(str, reading.box)),
    )
