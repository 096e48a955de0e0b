"""`numerals data`: what networks learn from, to be looked at."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated

import typer

from numerals.cli.console import say, say_if_fetching
from numerals.cli.run import DataDir, FontsDir  # noqa: TC001 - Typer reads the annotations
from numerals.errors import ExitCode, UsageError

data = typer.Typer(name="data", help="Look at what networks learn from.", no_args_is_help=True)


@data.callback()
def _data() -> None:
    """Look at what networks learn from."""


@data.command()
def preview(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="Where to draw it: a .png file."),
    ] = Path("sheet.png"),
    seed: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Another seed, other numbers."),
    ] = 0,
    count: Annotated[
        int,
        typer.Option(min=1, max=2000, metavar="N", help="How many numbers to draw."),
    ] = 60,
    strips: Annotated[
        bool, typer.Option("--strips", help="Show below each what the network sees of it.")
    ] = False,
    data_dir: DataDir = None,
    fonts_dir: FontsDir = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite FILE if it is there already.")
    ] = False,
) -> int:
    """Draw a sheet of the handwritten numbers that numerals train-numbers learns from.

    They are the first that a run with the same seed draws, each with its text below. Needs MNIST,
    digits by pens and on maps and, with npm, handwriting fonts.

    Examples:

      numerals data preview

      numerals data preview -o strips.png --strips --seed 7 --count 200
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    _check_output(output, force)
    from numerals.data import mnist
    from numerals.data.beside import beside_mnist
    from numerals.data.divide import divide_hands
    from numerals.data.files import write_atomically
    from numerals.data.preview import draw_preview

    say_if_fetching()
    train = mnist(data_dir).train
    hands = divide_hands(train, beside_mnist(data_dir, fonts_dir, say), seed).learnt
    out = io.BytesIO()
    draw_preview(hands, count, seed, strips).save(out, "PNG")
    try:
        write_atomically(output, out.getvalue())
    except OSError as error:
        raise UsageError(f"--output {output} cannot be written: {error.strerror}") from error
    typer.echo(output)
    return ExitCode.OK


def _check_output(output: Path, force: bool) -> None:
    """Refuse what must not be written over, or nowhere, before anything is fetched.

    Raises:
        UsageError: The text says what to name instead.
    """
    if output.suffix.lower() != ".png":
        raise UsageError(f"--output {output}: name a .png file")
    if not output.parent.is_dir():
        raise UsageError(f"--output {output}: there is no folder {output.parent}")
    if output.is_dir():
        raise UsageError(f"--output {output} is a folder; name the file itself")
    if output.exists() and not force:
        raise UsageError(f"{output} is there already: add --force to overwrite it")
