"""Inputs: from what the user names, files, folders, lists, stdin, to one source a picture."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from numerals.errors import SourceError, UsageError
from numerals.image.document import is_document_path
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
    elif not path:
        yield _Failing("", "an empty path")
    elif os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        yield from _folder(Path(path), recursive)
    else:
        yield path


def listed(list_file: str) -> Iterator[str]:
    """Open a list, stdin for `-`; give the paths it names one a line, as the lines come.

    Raises:
        UsageError: The list cannot be opened.
    """
    if list_file == "-":
        return _lines(sys.stdin.buffer)
    try:
        return _lines(Path(list_file).open("rb"))
    except OSError as error:
        raise UsageError(f"--files-from {list_file}: {error.strerror}") from None


def _lines(file: IO[bytes]) -> Iterator[str]:
    with file:
        yield from _names(file)


def _names(file: IO[bytes]) -> Iterator[str]:
    for number, line in enumerate(iter(file.readline, b"")):
        content = line.rstrip(b"\r\n")
        if number == 0:
            content = content.removeprefix(b"\xef\xbb\xbf")
        if content:
            yield os.fsdecode(content)


def _folder(folder: Path, recursive: bool) -> Iterator[Source]:
    found = False
    for source in _walk(folder, recursive):
        found = True
        yield source
    if not found:
        hint = "" if recursive else "; with --recursive its sub-folders are searched too"
        yield _Failing(os.fspath(folder), f"this folder holds no pictures{hint}")


def _walk(folder: Path, recursive: bool) -> Iterator[Source]:
    """Give a folder's pictures by name; a folder that cannot be listed gets a row, and we go on."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield _Failing(os.fspath(folder), f"this folder cannot be listed: {error.strerror}")
        return
    for path in entries:
        if os.path.isdir(path):  # noqa: PTH112
            if recursive and not path.is_symlink():
                yield from _walk(path, recursive)
        elif is_picture_path(path) or is_document_path(path):
            yield os.fspath(path)
