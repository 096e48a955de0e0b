"""Document: which pages a source has; `scan.pdf#2` is the second of its file."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, Union

import numpy as np
from PIL import Image

from numerals.errors import NumeralsError, SourceError
from numerals.image.pdf import count_pages, is_pdf

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file, or a file held in memory, under its name.

    Attributes:
        file: A path, or the file's bytes.
        number: Of the page, from 1; None where none was chosen.
        name: What it is called, as `scan.pdf#2`.
        failure: Why the file could not be read, where that is known already; '' where it was.
    """

    file: str | bytes = field(repr=False)
    number: int | None
    name: str
    failure: str = ""


#: Whatever `numerals.read` takes.
Source: TypeAlias = Union[
    str, "os.PathLike[str]", bytes, bytearray, IO[bytes], "NDArray[Any]", Image.Image, Page
]
_HEAD = 1024
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_CHOSEN = re.compile(r"(.+)#(\d{1,9})", re.ASCII | re.DOTALL)


def is_document_path(path: Path) -> bool:
    """Tell by its suffix whether a file in a folder is a document of pages."""
    return path.suffix.lower() == ".pdf"


def pages(source: Source) -> Iterator[Source]:
    """Give each page of a PDF or TIFF file as a source of its own, and all else as it is.

    What has one page keeps its name; else the second is called `scan.pdf#2`. What cannot be
    opened is given as it is too, to fail where it is read. So this raises nothing.

    Args:
        source: Whatever `open_picture` takes. What can be read once only, a file object or a
            pipe, is read to its end, and given as it was then.
    """
    if isinstance(source, np.ndarray | Image.Image) or chosen_page(source) is not None:
        yield source
        return
    name = name_of(source)
    try:
        if isinstance(source, str | os.PathLike) and not _is_pipe(source):
            file: str | bytes = os.fspath(source)
        else:
            file = bytes_of(source)
            source = Page(file, None, name)
        total = _count(file)
    except SourceError as error:
        # Read again, a stream that broke off would be empty.
        source, total = Page(b"", None, name, str(error)), 1
    except (NumeralsError, OSError, ValueError):
        total = 1
    if total == 1:
        yield source
        return
    for number in range(1, total + 1):
        yield Page(file, number, f"{name}#{number}")


def chosen_page(source: Source) -> Page | None:
    """Understand a `Page`, or a path such as `scan.pdf#2` unless there is a file of that name."""
    if isinstance(source, Page):
        return source
    if not isinstance(source, str | os.PathLike):
        return None
    path = os.fspath(source)
    found = _CHOSEN.fullmatch(path) if isinstance(path, str) and "#" in path else None
    # os.path, because it takes any name for one that is not there, where Path raises.
    if found is None or os.path.lexists(path) or not os.path.isfile(found[1]):  # noqa: PTH113
        return None
    return Page(found[1], int(found[2]), path)


def bytes_of(source: str | os.PathLike[str] | bytes | bytearray | IO[bytes] | Page) -> bytes:
    """Read a source's bytes; of a page, those of its whole file.

    Raises:
        SourceError: The path or the file object cannot be read, or it is neither.
    """
    page = chosen_page(source)
    if page is not None:
        if page.failure:
            raise SourceError(page.failure)
        return page.file if isinstance(page.file, bytes) else _read(page.file)
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if isinstance(source, str | os.PathLike):
        return _read(source)
    if isinstance(source, Page) or not hasattr(source, "read"):
        raise SourceError(
            f"a {type(source).__name__} is no picture: give a path, bytes, a binary file, "
            "a NumPy array or a PIL image"
        )
    try:
        data = source.read()
    except NumeralsError:
        raise
    except Exception as error:  # whatever the network or an archive behind it raises
        why = str(error) or type(error).__name__
        raise SourceError(f"cannot read the file object: {why}") from None
    if not isinstance(data, bytes):
        raise SourceError("the file object gives text: open it with mode 'rb'")
    return data


def name_of(source: Source) -> str:
    """Say what a source is called: its path, the name it bears, or its type."""
    if isinstance(source, str | os.PathLike):
        return os.fspath(source)
    name = getattr(source, "name", None) or getattr(source, "filename", None)
    if isinstance(name, str | Path) and str(name):
        return str(name)
    return f"<{type(source).__name__}>"


def _read(path: str | os.PathLike[str]) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - Path() costs time
            return file.read()
    except FileNotFoundError:
        raise SourceError(f"no such file: {os.fspath(path)}") from None
    except IsADirectoryError:
        raise SourceError(f"this is a folder: {os.fspath(path)}") from None
    except PermissionError:
        what = "this is a folder" if Path(path).is_dir() else "no permission to read"
        raise SourceError(f"{what}: {os.fspath(path)}") from None
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read {os.fspath(path)!r}: {error}") from None


def _is_pipe(path: str | os.PathLike[str]) -> bool:
    """Tell whether a path can be read once only: a pipe, a socket, a terminal."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - Path() costs time
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _count(file: str | bytes) -> int:
    """Count the pages of a PDF or TIFF; 1 for all else."""
    if isinstance(file, bytes):
        head = file[:_HEAD]
    else:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - Path() costs time
            head = opened.read(_HEAD)
    if is_pdf(head):
        return count_pages(file)
    if not head.startswith(_TIFF):
        return 1
    try:
        with Image.open(io.BytesIO(file) if isinstance(file, bytes) else file) as image:
            return int(getattr(image, "n_frames", 1))
    except Exception:  # Pillow raises whatever a broken file makes it; reading it will say so
        return 1
