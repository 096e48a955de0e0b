"""Inputs: from what the user names, files, folders, lists, stdin, to one source a picture."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from numerals.errors import SourceError, UsageError
from numerals.image.open import Source, is_picture_path


class _Failing(io.BytesIO):
    """A source whose reading fails for a reason known already, so that it keeps its row."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__()
        self.name = name
        self._reason = reason

    def read(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002
        """Raise instead of reading."""
        raise SourceError(self._reason)


def expand(path: str, recursive: bool) -> Iterator[Source]:
    """List the pictures that one PATH stands for, folders in the order of their names."""
    if path == "-":
        yield sys.stdin.buffer
    elif Path(path).is_dir():
        yield from _folder(Path(path), recursive)
    else:
        yield path


def listed(list_file: str) -> Iterator[str]:
    """Give the paths that a file, or stdin for `-`, names one a line, as the lines come.

    Raises:
        UsageError: The list cannot be opened.
    """
    if list_file == "-":
        yield from _lines(sys.stdin.buffer)
        return
    try:
        file = Path(list_file).open("rb")  # noqa: SIM115 - closed below, opened here to fail early
    except OSError as error:
        raise UsageError(f"--files-from {list_file}: {error.strerror}") from None
    with file:
        yield from _lines(file)


def _lines(file: IO[bytes]) -> Iterator[str]:
    for number, line in enumerate(iter(file.readline, b"")):
        content = line.rstrip(b"\r\n")
        if number == 0:
            content = content.removeprefix(b"\xef\xbb\xbf")
        if content:
            yield os.fsdecode(content)


def _folder(folder: Path, recursive: bool) -> Iterator[Source]:
    found = False
    try:
        for path in _walk(folder, recursive):
            if is_picture_path(path):
                found = True
                yield os.fspath(path)
    except PermissionError as error:
        found = True
        yield _Failing(str(error.filename or folder), "no permission to list this folder")
    if not found:
        hint = "" if recursive else "; with --recursive its sub-folders are searched too"
        yield _Failing(os.fspath(folder), f"this folder holds no pictures{hint}")


def _walk(folder: Path, recursive: bool) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield path
        elif recursive and path.is_dir() and not path.is_symlink():
            yield from _walk(path, recursive)
