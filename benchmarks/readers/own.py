"""numerals: a picture at a time, or as many as a batch holds."""

from __future__ import annotations

from pathlib import Path

from course import Read, run

from numerals.reader import Reader


def one() -> Read:
    """Read a picture at a time."""
    reader = Reader(expect="digit")
    return lambda paths: [reader.read(path).text for path in paths]


def many() -> Read:
    """Read in the batches of `read_many`."""
    reader = Reader(expect="digit")

    def read(paths: list[Path]) -> list[str]:
        return [reading.text for reading in reader.read_many(paths)]

    return read


if __name__ == "__main__":
    run({"one": one, "many": many})
