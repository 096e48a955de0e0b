"""numerals: a picture at a time, as many as a batch holds, or with a process a core."""

from __future__ import annotations

import os
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


def workers() -> Read:
    """Read with a process a core; to start them is part of what is measured."""
    reader = Reader(expect="digit")
    count = os.cpu_count() or 1

    def read(paths: list[Path]) -> list[str]:
        return [reading.text for reading in reader.read_many(paths, workers=count)]

    return read


if __name__ == "__main__":
    # Workers start when there is much to read, so that is what they are given.
    run({"one": one, "many": many, "workers": workers}, over={"workers": 400})
