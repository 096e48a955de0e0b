"""`numerals read`: what stands on pictures and pages, a row each."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from numerals.cli.console import Tally, say_to_check
from numerals.cli.options import (
    CheckDigit,
    DecimalMark,
    Expected,
    Length,
    Mark,
    MaxError,
    Pattern,
    Range,
    field_of,
    share,
)
from numerals.cli.promise import Promises
from numerals.cli.rows import Format, Rows
from numerals.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from numerals.cli.marked import Marked
    from numerals.image.open import Source

#: Pictures that go through the network together, where all are known beforehand.
_BATCH = 16
#: More workers than this one process can hardly keep busy with small pictures.
_MOST_WORKERS = 8


def read(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Pictures (PNG, JPEG, TIFF, BMP, WebP, GIF) and PDFs, folders of them, or - for "
            "the bytes of one on stdin. scan.pdf is all its pages, scan.pdf#2 the second.",
        ),
    ] = None,
    files_from: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Read the paths in FILE too, one a line; - for stdin."),
    ] = None,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Search the folders' sub-folders too.")
    ] = False,
    expect: Annotated[
        Expected,
        typer.Option(
            help="What each picture shows: a single digit, one number, a page of numbers, or auto "
            "to look."
        ),
    ] = Expected.AUTO,
    style: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            help="text for people, jsonl or json for programs; for spreadsheets csv, a row a "
            "number, or table, the rows and columns of a table on the picture.",
        ),
    ] = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout."),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also draw each picture there, with boxes and readings in the colour of their "
            "status. No file is written over.",
        ),
    ] = None,
    length: Length = None,
    range_: Range = None,
    pattern: Pattern = None,
    check: CheckDigit = None,
    decimal: DecimalMark = Mark.AUTO,
    model: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="A model folder or an ONNX file of your own."),
    ] = None,
    max_error: MaxError = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="How many processes may read beside each other; they start where reading takes "
            "longer than a second, and each needs some 100 MB.",
            show_default="one a core, up to 8",
        ),
    ] = None,
) -> int:
    """Read the digits and numbers on pictures and pages.

    A row a picture, in the order given, as soon as it is known. A picture that cannot be
    opened gets a row with the reason; the others are read all the same, and the exit code
    is 1.

    What is known of the numbers (--length, --range, --pattern, --check) is used while they are
    read: of what could stand there, only what fits is an answer. An answer that is owed to it
    alone says so.

    Examples:

      numerals read photo.jpg

      numerals read --range 0..150 --format csv --output ages.csv scans/

      numerals read --expect page --format table --annotate seen form.pdf#2

      find . -name '*.png' | numerals read --files-from - --expect digit

      numerals read --max-error 1% --expect number --check luhn cards/
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    if not paths and files_from is None:
        raise UsageError(
            "nothing to read: name a picture or a folder, or - for a picture on stdin "
            "(numerals read --help shows more)"
        )
    if [*(paths or []), files_from].count("-") > 1:
        raise UsageError("stdin can be read once: name - either as a picture or as the list")
    from numerals.reader import Reader
    from numerals.reading import Status

    known = field_of(length, range_, pattern, check, decimal)
    options: dict[str, Any] = {} if known is None else {"field": known}
    reader = Reader(
        model,
        expect=expect.value,
        max_error=share("--max-error", max_error),
        **options,
    )
    promises = Promises(reader, max_error is not None)
    sources = _sources(paths or [], files_from, recursive)
    if output is not None:
        _check_output(output, [*(paths or []), *([] if files_from is None else [files_from])])
    # A list that another program is still writing must not wait for a batch to fill.
    complete = files_from is None or os.path.isfile(files_from)  # noqa: PTH113
    batch, workers = (_BATCH, workers or _cores()) if complete else (1, 1)
    marked = _marked(annotate)
    sources = marked.watch(sources) if marked is not None else sources
    failed = False
    unseen = output is not None or not sys.stdout.isatty()
    with _open(output, style) as stream, Tally(unseen) as tally, Rows(stream, style) as rows:
        for reading in reader.read_many(sources, batch, workers):
            rows.write(reading)
            tally.add(reading.status)
            promises.add(reading)
            if style is Format.TABLE:
                say_to_check(reading)
            failed = failed or reading.status is Status.ERROR
            if marked is not None:
                marked.add(reading)
    promises.tell(tally.total > 1)
    if marked is not None and marked.failed:
        return ExitCode.CANNOT_WRITE
    return ExitCode.FILE_FAILED if failed else ExitCode.OK


def _cores() -> int:
    """Count the cores that this process may use."""
    # Linux alone knows of cores that are kept from it, as in a container.
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    return min(count, _MOST_WORKERS)


def _marked(folder: Path | None) -> Marked | None:
    if folder is None:
        return None
    from numerals.cli.marked import Marked

    return Marked(folder)


def _sources(paths: list[str], files_from: str | None, recursive: bool) -> Iterator[Source]:
    """Give what is named; the list is opened at once, the pictures as they are asked for."""
    from numerals.cli.inputs import expand, listed

    names = listed(files_from) if files_from is not None else iter(())
    # Within a list, - is a file of that name: stdin holds the list, or nothing.
    in_list = (os.path.join(".", name) if name == "-" else name for name in names)  # noqa: PTH118
    return (source for name in chain(paths, in_list) for source in expand(name, recursive))


def _check_output(output: Path, named: list[str]) -> None:
    """Refuse to write over what is to be read.

    Raises:
        UsageError: The output is one of the files named, or named as a picture, or a link to one.
    """
    from numerals.image.document import chosen_page, is_document_path
    from numerals.image.open import is_picture_path

    pages = ((name, chosen_page(name)) for name in named)
    files = (name if page is None else page.file for name, page in pages)
    is_read = output.exists() and any(
        os.path.exists(file) and output.samefile(os.fsdecode(file))  # noqa: PTH110
        for file in files
    )
    of_pictures = (output, output.resolve())
    if is_read or any(is_picture_path(p) or is_document_path(p) for p in of_pictures):
        raise UsageError(f"--output {output} would overwrite what is read; name another file")


@contextlib.contextmanager
def _open(output: Path | None, style: Format) -> Iterator[TextIO]:
    """Open the stream that rows go to, as UTF-8 whatever the system's own encoding.

    A path that is no UTF-8 is written with backslash escapes, which JSON reads back.
    """
    if output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        yield sys.stdout
        return
    # Excel takes a CSV for UTF-8 only if it begins with a byte order mark.
    encoding = "utf-8-sig" if style.is_sheet else "utf-8"
    try:
        file = output.open("w", encoding=encoding, errors="backslashreplace", newline="\n")
    except OSError as error:
        raise UsageError(f"--output {output}: {error.strerror}") from None
    with file:
        yield file
