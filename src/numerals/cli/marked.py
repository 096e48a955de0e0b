"""Marked: the folder of `--annotate`, one picture for each that was read."""

from __future__ import annotations

import io
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from numerals.cli.console import say
from numerals.errors import NumeralsError, UsageError
from numerals.image.document import Source, name_of, pages
from numerals.reading import Reading, Status

if TYPE_CHECKING:
    from PIL import Image

_JPEG = (".jpg", ".jpeg")
#: A file name has room for so many characters on every system, with what comes after them.
_NAME_LENGTH = 100
_UNFIT = re.compile(r'[<>:"/\\|?*#\x00-\x1f]+')


class Marked:
    """Writes a picture of each reading into a folder; never over a file that is there.

    Args:
        folder: Made if it is not there.

    Raises:
        UsageError: It cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"--annotate {folder}: {error.strerror}") from None
        self._folder = folder
        self._sources: deque[Source] = deque()
        self._written: set[str] = set()
        #: Whether something could not be written.
        self.failed = False

    def watch(self, sources: Iterable[Source]) -> Iterator[Source]:
        """Pass sources on, a page each, and keep them until they are drawn.

        What was drawn here is left out.
        """
        for source in chain.from_iterable(map(pages, sources)):
            if isinstance(source, str) and os.path.realpath(source) in self._written:
                continue
            self._sources.append(source)
            yield source

    def add(self, reading: Reading) -> None:
        """Draw the reading of the next source. What goes wrong is said, and no more."""
        source = self._sources.popleft()
        if reading.status is Status.ERROR:
            return  # its row says why
        try:
            self._draw(source, reading)
        except (NumeralsError, OSError, MemoryError) as error:
            self.failed = True
            why = getattr(error, "strerror", None) or error or type(error).__name__
            say(f"{reading.source} is read, but not annotated: {why}")

    def _draw(self, source: Source, reading: Reading) -> None:
        from numerals.annotate import annotate
        from numerals.image.open import open_picture

        image = annotate(open_picture(source).pixels, reading)
        stem, suffix = _name(name_of(source))
        content = _encoded(image, "JPEG" if suffix in _JPEG else "PNG")
        path = _write_new(self._folder, stem, suffix, content)
        self._written.add(os.path.realpath(path))


def _name(source: str) -> tuple[str, str]:
    """Give the name of a source's picture, and its suffix: scan.pdf#2 is scan-2.png."""
    # A page's number is no part of the suffix.
    base, mark, page = os.path.basename(source).rpartition("#")  # noqa: PTH119 - '<stdin>'
    if not (mark and page.isdecimal()):
        base, page = os.path.basename(source), ""  # noqa: PTH119
    stem, suffix = os.path.splitext(base)  # noqa: PTH122
    stem = _UNFIT.sub("-", stem).strip("-. ")[:_NAME_LENGTH] or "picture"
    kept = suffix.lower() if suffix.lower() in _JPEG else ".png"
    return (f"{stem}-{page}" if page else stem), kept


def _write_new(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    """Write a file under the first name that is free: 7.png, 7-2.png, 7-3.png.

    Raises:
        OSError: The folder cannot be written to.
    """
    number = 1
    while True:
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        try:
            file = path.open("xb")
        except FileExistsError:
            number += 1
            continue
        try:
            with file:
                file.write(content)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path


def _encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=92)
    return out.getvalue()
