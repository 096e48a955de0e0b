"""`numerals evaluate`: how well the whole reader reads pictures whose truth is known."""

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from numerals.cli.console import say, say_if_fetching, say_if_unkept
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
from numerals.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from numerals.lab.evaluate import Evaluation
    from numerals.lab.results import Figures

#: Where stderr is no terminal, a line on how far it is at most so often.
_SECONDS_A_LINE = 5.0
#: What an evaluation writes into its folder, and clears from it when it is done anew.
_OWN_FILE = re.compile(r"evaluation\.json|errors(-\d+)?\.png|(confusion|risk)\.(png|svg)")


class Form(StrEnum):
    """In which form the report goes to stdout."""

    TEXT = "text"
    JSON = "json"


def evaluate(
    data: Annotated[
        str,
        typer.Argument(
            metavar="mnist|NAME|PATH",
            help="MNIST's test set, or that of fashion-mnist, kmnist, emnist-digits or "
            "emnist-letters; or a folder with sub-folders 0 … 9, or what else the model's classes "
            "are called, or a labels.csv: of pictures (file,text) or of pages' cells "
            "(file,row,column,text); or the test half of idx files or an npz.",
            show_default=False,
        ),
    ],
    not_digits: Annotated[
        bool,
        typer.Option(
            "--not-digits",
            help="The pictures show no digits: count how many are accepted all the same. PATH is "
            "a picture, a folder of them, or a file in MNIST's idx format.",
        ),
    ] = False,
    model: Annotated[
        Path | None,
        typer.Option(help="A model folder or ONNX file.", show_default="the shipped one"),
    ] = None,
    expect: Annotated[
        Expected | None,
        typer.Option(
            help="What each picture shows: a single digit, one number, a page of numbers, or auto "
            "to look.",
            show_default="as the labels are",
        ),
    ] = None,
    length: Length = None,
    range_: Range = None,
    pattern: Pattern = None,
    check: CheckDigit = None,
    decimal: DecimalMark = Mark.AUTO,
    max_error: MaxError = None,
    form: Annotated[Form, typer.Option("--format", help="What to print.")] = Form.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(help="A folder for the JSON, the plots and the pictures of all errors."),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Where the files of mnist or NAME lie, if they cannot be fetched."),
    ] = None,
) -> None:
    """Measure how well pictures are read whose truth is known.

    Where a label holds digits alone, separators and closing marks that were read do not count.

    Examples:
      numerals evaluate mnist

      numerals evaluate my-digits --max-error 0.5% --output report

      numerals evaluate meter-readings --length 5..6

      numerals evaluate --not-digits holiday-photos
    """
    from numerals.data.load import NAMES
    from numerals.lab.evaluate import evaluate
    from numerals.lab.record import to_dict
    from numerals.lab.report import to_text
    from numerals.lab.results import figures
    from numerals.lab.samples import MNIST, expectation, samples_of, samples_without_digits
    from numerals.model.config import classes_of
    from numerals.reader import Reader

    is_mnist = data == MNIST and not not_digits
    is_named = data in NAMES and not not_digits
    if data_dir is not None and not is_named:
        raise UsageError(f"--data-dir is for {', '.join(NAMES)}; {data} is read where it lies")
    asked = share("--max-error", max_error)
    if is_mnist:
        say_if_fetching()
    classes = classes_of(model)
    samples = (
        samples_without_digits(Path(data))
        if not_digits
        else samples_of(data, data_dir, classes, say)
    )
    known = field_of(length, range_, pattern, check, decimal)
    shows = expect.value if expect else expectation(samples, classes)
    reader = Reader(model, shows, max_error=asked, field=known)
    acceptance = reader.number_acceptance if shows == "number" else reader.acceptance
    say_if_unkept(acceptance, asked is not None)
    name = data if is_named else Path(data).resolve().name
    if output is not None:
        _prepare(output)
    with _progress(len(samples)) as progress:
        mark = None if decimal is Mark.AUTO else decimal
        field = _in_words(length=length, range=range_, pattern=pattern, check=check, decimal=mark)
        evaluation = evaluate(reader, samples, name, progress, field)
    result = figures(evaluation)
    content = json.dumps(to_dict(evaluation, result), indent=2)
    # Before anything is printed: a pipe that closes early, as `| head` does, loses no file.
    missing = _write(output, evaluation, result, content) if output is not None else None
    if form is Form.JSON:
        typer.echo(content)
    elif sys.stdout.isatty():
        colour = "NO_COLOR" not in os.environ
        _print(to_text(evaluation, result, shutil.get_terminal_size().columns, colour))
    else:
        _print(to_text(evaluation, result))
    if missing is not None:
        raise missing


def _in_words(**known: str | None) -> str:
    """Say what is known of the numbers, as it was asked: 'length 4..6, check luhn'."""
    return ", ".join(f"{name} {value}" for name, value in known.items() if value is not None)


def _prepare(folder: Path) -> None:
    """Make the folder before a long run, and clear it of what an earlier run left there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            if _OWN_FILE.fullmatch(path.name):
                path.unlink()
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror}") from None


def _write(
    folder: Path, evaluation: "Evaluation", figures: "Figures", content: str
) -> MissingExtraError | None:
    """Write the JSON, the sheets and the plots; return what the plots want for, if they do."""
    from numerals.data.files import write_atomically
    from numerals.lab.confusion import draw_confusion
    from numerals.lab.risk import draw_risk
    from numerals.lab.sheet import ERRORS_A_SHEET, error_sheets

    def written(name: str) -> None:
        say(f"written: {folder / name}")

    write_atomically(folder / "evaluation.json", content.encode() + b"\n")
    written("evaluation.json")
    many = len(evaluation.errors) > ERRORS_A_SHEET
    for i, sheet in enumerate(error_sheets(evaluation), 1):
        name = f"errors-{i}.png" if many else "errors.png"
        sheet.save(folder / name)
        written(name)
    plots = {"confusion": draw_confusion, "risk": draw_risk}
    if not figures.single_digit:
        say("no picture shows a single digit: no confusion plot")
        del plots["confusion"]
    if not figures.selective.most or not figures.accuracy.of:
        say("nothing could be accepted rightly: no risk plot")
        del plots["risk"]
    for name, draw in plots.items():
        try:
            draw(evaluation, figures, folder / name)
        except MissingExtraError as error:
            return error
        written(f"{name}.png")
        written(f"{name}.svg")
    return None


def _print(text: str) -> None:
    """Print, where the terminal's or the pipe's encoding lacks a character with a `?` for it."""
    encoding = sys.stdout.encoding or "utf-8"
    typer.echo(text.encode(encoding, "replace").decode(encoding), nl=False)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show on stderr how far it is: a bar on a terminal, else a line now and then."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading", total=total)
            yield lambda done: bar.update(task, completed=done)
        return
    last = time.monotonic()

    def line(done: int) -> None:
        nonlocal last
        if done < total and time.monotonic() - last >= _SECONDS_A_LINE:
            last = time.monotonic()
            say(f"{done:,} of {total:,} pictures read")

    yield line
