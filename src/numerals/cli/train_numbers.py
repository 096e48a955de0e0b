"""`numerals train-numbers`: a network that reads numbers, fitted on numbers that it draws."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from numerals.cli.console import say, say_if_fetching
from numerals.cli.progress import percent
from numerals.cli.run import (
    DataDir,
    FontsDir,
    Precision,
    Resume,
    given_of,
    take_up,
    watching,
)
from numerals.errors import ExitCode
from numerals.train.schedule import Schedule  # noqa: TC001 - Typer reads the annotations

if TYPE_CHECKING:
    from numerals.cli.progress import Lines
    from numerals.train.folder import RunFolder
    from numerals.train.string_recipes import StringArguments


class Strings(StrEnum):
    """The networks that can be trained."""

    CRNN = "crnn"
    FCN = "fcn"


class KeptStrings(StrEnum):
    """Whose network a run results in."""

    LAST = "last"
    HALFWAY = "halfway"


# The options default to None: with --resume, what is not asked comes from the run.
def train_numbers(
    network: Annotated[
        Strings | None,
        typer.Option(
            show_default="crnn",
            help="crnn: convolutions, and an LSTM along the strip in both directions. "
            "fcn: convolutions alone.",
        ),
    ] = None,
    strips: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            show_default="200000",
            help="How many numbers to draw and learn from, rounded up to thousands.",
        ),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", show_default="7", help="How often to go through them."),
    ] = None,
    batch_size: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", show_default="192", help="Strips learnt from at a time."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            show_default="0",
            help="Fixes what is drawn and held back, initial weights, order and variation: "
            "the same seed gives the same network on the same machine.",
        ),
    ] = None,
    schedule: Annotated[
        Schedule | None,
        typer.Option(
            show_default="onecycle",
            help="The learning rate stays (constant), falls to nearly 0 (cosine), or rises "
            "before it falls (onecycle).",
        ),
    ] = None,
    learning_rate: Annotated[
        float | None,
        typer.Option(
            metavar="RATE",
            show_default="0.003",
            help="AdamW's learning rate, the greatest that the schedule reaches; over 0.",
        ),
    ] = None,
    weight_decay: Annotated[
        float | None,
        typer.Option(metavar="RATE", show_default="0.02", help="AdamW's weight decay."),
    ] = None,
    precision: Annotated[
        Precision | None,
        typer.Option(
            show_default="float32",
            help="What is computed with: bfloat16 is faster where the processor has it, and many "
            "times slower where it has not. "
            "The resulting network is float32 in both cases.",
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Begin with the network of the run in DIR, of the same --seed, instead of with "
            "one that has learnt nothing.",
        ),
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Make a model of two networks: the one that is trained looks at each strip first, "
            "and that of DIR, a run or a model of the same --seed, looks again.",
        ),
    ] = None,
    keep: Annotated[
        KeptStrings | None,
        typer.Option(
            show_default="last",
            help="Whose network the run results in: the last epoch's, or one halfway between it "
            "and that of --start.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            show_default="runs/NETWORK-seedSEED",
            help="The run's folder: arguments, strips, history, checkpoint and the model.",
        ),
    ] = None,
    resume: Resume = False,
    data_dir: DataDir = None,
    fonts_dir: FontsDir = None,
) -> int:
    """Train a network on handwritten numbers that are drawn for it.

    Numbers are written with MNIST's digits, those of people's pens, of handwriting fonts and of
    schools, laid on paper of all kinds, and cut to the strips that a reader sees; numerals data
    preview shows some. Drawing 200,000 takes minutes, once, and each epoch over them longer; a
    tenth of the digits and an eighth of the fonts write 60,000 strips more to calibrate on. Needs
    MNIST, digits by pens and on maps and, with npm, fonts. Every finished epoch is safe: stop with
    Ctrl-C whenever you like, and go on with --resume.

    Examples:

      numerals train-numbers

      numerals train-numbers --strips 20000 --epochs 2 --output runs/try

      numerals train-numbers --output runs/try --resume
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    from numerals.train.folder import RunFolder
    from numerals.train.string_recipes import StringArguments

    options = {
        "network": network,
        "strips": strips,
        "epochs": epochs,
        "batch_size": batch_size,
        "seed": seed,
        "schedule": schedule,
        "learning_rate": learning_rate,
        "weight_decay": weight_decay,
        "precision": precision,
        "start": start,
        "beside": beside,
        "keep": keep,
    }
    given = given_of(options)
    asked = StringArguments(**given)
    folder = RunFolder(output or Path("runs") / f"{asked.network}-seed{asked.seed}")
    with watching("numerals train-numbers", folder) as watcher:
        asked = take_up(folder, asked, given, resume)
        if resume and _is_finished(folder, asked):
            say(f"the run in {folder.path} is finished already; nothing was trained")
        else:
            _run(asked, folder, data_dir, fonts_dir, resume, watcher)
    _print_results(folder)
    return ExitCode.OK


def _is_finished(folder: RunFolder, asked: StringArguments) -> bool:
    from numerals.train.string_fit import StringEpoch
    from numerals.train.string_run import is_over

    done = folder.history(StringEpoch)
    return (folder.path / "metrics.json").exists() and is_over(asked, done)


def _run(
    asked: StringArguments,
    folder: RunFolder,
    data_dir: Path | None,
    fonts_dir: Path | None,
    resume: bool,
    watcher: Lines,
) -> None:
    from numerals.data import mnist
    from numerals.data.beside import beside_mnist
    from numerals.train.backend import require_extra
    from numerals.train.check import check_numbers, check_taken
    from numerals.train.string_run import train_numbers

    check_numbers(asked)  # this and the next two before anything is fetched
    if not resume:
        check_taken(asked)
    require_extra()
    say_if_fetching()
    data = mnist(data_dir)
    beside = beside_mnist(data_dir, fonts_dir, say)
    with watcher:
        train_numbers(asked, data.train, beside, folder.path, watcher, resume)


def _print_results(folder: RunFolder) -> None:
    metrics = json.loads((folder.path / "metrics.json").read_text(encoding="utf-8"))
    held = metrics["held_back"]
    typer.echo(folder.path)
    typer.echo(
        f"held back: {percent(held['exact'])} of {held['strips']:,} numbers read exactly, "
        f"{held['edits_per_100_characters']:.2f} edits per 100 characters, "
        f"{percent(held['accepted'])} accepted at most 1 % wrong"
    )
