"""`numerals explain`: one picture that shows why an answer is what it is."""

from __future__ import annotations

import contextlib
import errno
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from numerals.cli.console import say, say_if_unkept
from numerals.cli.options import ExpectedDigits, MaxError, share
from numerals.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from PIL import Image

    from numerals.image.open import Source

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
#: What is wrong is the disk, and not the name of the output.
_FULL = (errno.ENOSPC, errno.EDQUOT)


def explain(
    picture: Annotated[
        str,
        typer.Argument(metavar="PICTURE", help="A picture, or - for the bytes of one on stdin."),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to draw it: a .png or .jpg file."
        ),
    ],
    expect: Annotated[
        ExpectedDigits,
        typer.Option(help="What the picture shows: a single digit, or auto to look."),
    ] = ExpectedDigits.AUTO,
    digit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            show_default="all, 8 at most",
            help="Explain the Nth digit alone, from the left.",
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="A model folder or an ONNX file of your own."),
    ] = None,
    max_error: MaxError = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite FILE if it is there already.")
    ] = False,
) -> int:
    """Show why a picture was read as it was.

    One picture of it all: the box found, what the network saw, how likely each digit is, and
    which strokes decided between the first and the second choice, red for the first and blue for
    the second. How much the answer hangs on those strokes is tried out, and told in words.

    Examples:

      numerals explain photo.jpg -o why.png

      numerals explain --expect auto --digit 2 number.jpg -o second.png
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    with _opening(output):
        kind = _check_output(output, picture, force)
    from numerals.data.files import write_atomically
    from numerals.explain import explain_reading
    from numerals.reader import Reader

    reader = Reader(model, expect=expect.value, max_error=share("--max-error", max_error))
    say_if_unkept(reader.acceptance, max_error is not None)
    source: Source = sys.stdin.buffer if picture == "-" else picture
    explanation = explain_reading(reader.read(source), reader.network, digit)
    content = _encoded(explanation.image(), kind)
    with _opening(output):
        write_atomically(output, content)
    typer.echo(explanation)
    say(f"drawn: {output}")
    return ExitCode.OK


def _check_output(output: Path, picture: str, force: bool) -> str:
    """Refuse what must not be written over, or nowhere; give the format that the suffix names.

    Raises:
        UsageError: The text says what to name instead.
    """
    kind = _FORMATS.get(output.suffix.lower())
    if kind is None:
        raise UsageError(f"--output {output}: name a .png or .jpg file")
    if not output.parent.is_dir():
        raise UsageError(f"--output {output}: there is no folder {output.parent}")
    if output.is_dir():
        raise UsageError(f"--output {output} is a folder; name the file itself")
    if output.exists():
        if Path(picture).exists() and output.samefile(picture):
            raise UsageError(f"--output {output} is the picture itself, which stays as it is")
        if not force:
            raise UsageError(f"{output} is there already: add --force to overwrite it")
    return kind


def _encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=92)
    return out.getvalue()


@contextlib.contextmanager
def _opening(output: Path) -> Iterator[None]:
    """Tell what is wrong with the output's name from what is wrong with the disk.

    Raises:
        UsageError: The output cannot be opened.
        OSError: The disk is full.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise UsageError(f"--output {output} cannot be written: {error.strerror}") from error
