"""A course of whole numbers: read the pictures that a list names.

    python number_course.py READER [MODEL] < LIST

LIST is a path a line; MODEL a model of numerals. JSON is printed: what each says, and the seconds
that all took after warming up. Each reader needs its own interpreter: RapidOCR its own, the others
that of numerals.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

#: Reads pictures and gives what each says.
Read = Callable[[list[str]], list[str]]
_WARM = 5


def own() -> Read:
    """numerals, told that each picture shows one number, a picture at a time."""
    from numerals.reader import Reader

    reader = Reader(*sys.argv[2:], expect="number")
    return lambda paths: [reader.read(path).text for path in paths]


def tesseract() -> Read:
    """One line of digits a picture (--psm 7); the program loads its network once for the list."""

    def read(paths: list[str]) -> list[str]:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as names:
            names.write("\n".join(paths))
            names.flush()
            options = ["--psm", "7", "-c", "tessedit_char_whitelist=0123456789"]
            command = ["tesseract", names.name, "stdout", *options]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [page.strip() for page in done.stdout.split("\f")[: len(paths)]]

    return read


def rapid() -> Read:
    """RapidOCR 3.10: the recognition of PP-OCRv6 small alone, a picture at a time."""
    from rapid import one

    read = one()
    return lambda paths: read([Path(path) for path in paths])


READERS: dict[str, Callable[[], Read]] = {"own": own, "tesseract": tesseract, "rapid": rapid}

if __name__ == "__main__":
    read = READERS[sys.argv[1]]()
    names = sys.stdin.read().splitlines()
    read(names[:_WARM])
    start = time.perf_counter()
    texts = read(names)
    print(json.dumps({"texts": texts, "seconds": time.perf_counter() - start}))
