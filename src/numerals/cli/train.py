"""`numerals train`: a network of the zoo, fitted on MNIST in a run that can be gone on with."""

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
    Output,
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
    from numerals.train.recipes import Arguments


class Zoo(StrEnum):
    """The networks that can be trained."""

    CNN = "cnn"
    RNN = "rnn"
    FAST = "fast"
    READER = "reader"


class Augment(StrEnum):
    """How training pictures are varied."""

    NONE = "none"
    LIGHT = "light"
    WORLD = "world"


class Keep(StrEnum):
    """Whose network the run results in."""

    BEST = "best"
    LAST = "last"


# The options default to None: what is not asked comes from the network's recipe, or, with
# --resume, from the run. The values shown as defaults are those of the recipe `cnn`.
def train(
    network: Annotated[
        Zoo | None,
        typer.Option(
            show_default="cnn",
            help="cnn: the report's three convolutions. "
            "rnn: an LSTM that reads the picture row by row. "
            "fast: a CNN that reaches 99 % in an eighth of the cnn's time. "
            "reader: the one that is shipped.",
        ),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", show_default="5", help="How often to go through the training set."
        ),
    ] = None,
    batch_size: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", show_default="64", help="Pictures learnt from at a time."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            show_default="0",
            help="Fixes initial weights, order, variation and the validation split: "
            "the same seed gives the same network on the same machine.",
        ),
    ] = None,
    augment: Annotated[
        Augment | None,
        typer.Option(
            show_default="none",
            help="none: MNIST's pixels as they are. light: turned, slanted, stretched and "
            "re-inked, for digits from other pens and scanners. world: also bent, crossed, cut "
            "and coarsened, beside handwriting fonts, school hands, and what is no digit.",
        ),
    ] = None,
    schedule: Annotated[
        Schedule | None,
        typer.Option(
            show_default="constant",
            help="The learning rate stays (constant), falls to nearly 0 (cosine), or rises "
            "before it falls (onecycle).",
        ),
    ] = None,
    learning_rate: Annotated[
        float | None,
        typer.Option(
            metavar="RATE",
            show_default="0.001",
            help="Adam's learning rate, the greatest that the schedule reaches; over 0.",
        ),
    ] = None,
    weight_decay: Annotated[
        float | None,
        typer.Option(metavar="RATE", show_default="0", help="AdamW's weight decay; 0: plain Adam."),
    ] = None,
    precision: Annotated[
        Precision | None,
        typer.Option(
            show_default="float32",
            help="What is computed with: bfloat16 is faster where the processor has it. "
            "The resulting network is float32 in both cases.",
        ),
    ] = None,
    keep: Annotated[
        Keep | None,
        typer.Option(
            show_default="best",
            help="Whose network the run results in: the best epoch's on validation, or the last.",
        ),
    ] = None,
    early_stopping: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            show_default="0",
            help="Stop after N epochs without a better validation accuracy; 0: never.",
        ),
    ] = None,
    output: Output = None,
    resume: Resume = False,
    data_dir: DataDir = None,
    fonts_dir: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="A folder with the handwriting fonts that --augment world needs, or their npm "
            "packages, for machines that cannot fetch them.",
        ),
    ] = None,
) -> int:
    """Train a network on MNIST.

    Without options, this is the original report's CNN: 5 epochs, batches of 64, Adam. The
    defaults shown are its own: each network brings a recipe (fast: 1 epoch, batches of 256,
    onecycle up to 0.015), and every option overrides it. That of reader, 20 epochs of batches
    of 256 with --augment world, takes about ten minutes on two cores, and fetches MNIST and,
    with npm, fonts. A tenth of the training pictures is held back for validation; the test
    pictures are looked at once, after the last epoch. Every finished epoch is safe: stop with
    Ctrl-C whenever you like, and go on with --resume.

    Examples:

      numerals train

      numerals train --network fast

      numerals train --network rnn --epochs 10 --early-stopping 3

      numerals train --output runs/rnn-seed0 --resume
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    from numerals.train.folder import RunFolder
    from numerals.train.recipes import arguments_for

    options = {
        "network": network,
        "epochs": epochs,
        "batch_size": batch_size,
        "seed": seed,
        "augment": augment,
        "schedule": schedule,
        "learning_rate": learning_rate,
        "weight_decay": weight_decay,
        "precision": precision,
        "keep": keep,
        "early_stopping": early_stopping,
    }
    given = given_of(options)
    asked = arguments_for(given)
    folder = RunFolder(output or Path("runs") / f"{asked.network}-seed{asked.seed}")
    with watching("numerals train", folder) as watcher:
        asked = take_up(folder, asked, given, resume)
        if resume and _is_finished(folder, asked):
            say(f"the run in {folder.path} is finished already; nothing was trained")
        else:
            _run(asked, folder, data_dir, fonts_dir, resume, watcher)
    _print_results(folder)
    return ExitCode.OK


def _is_finished(folder: RunFolder, asked: Arguments) -> bool:
    from numerals.train.fit import is_over
    from numerals.train.folder import Epoch

    done = folder.history(Epoch)
    return (folder.path / "metrics.json").exists() and is_over(asked, done)


def _run(
    asked: Arguments,
    folder: RunFolder,
    data_dir: Path | None,
    fonts_dir: Path | None,
    resume: bool,
    watcher: Lines,
) -> None:
    from numerals.data import mnist
    from numerals.data.fonts import fonts
    from numerals.train import fit
    from numerals.train.backend import require_extra
    from numerals.train.check import check
    from numerals.train.material import AUGMENTATIONS

    check(asked)  # this and the next before anything is fetched
    require_extra()
    say_if_fetching()
    data = mnist(data_dir)
    drawn = fonts(fonts_dir, say) if AUGMENTATIONS[asked.augment].pooled else None
    with watcher:
        fit.train(asked, data, folder.path, watcher, resume, drawn)


def _print_results(folder: RunFolder) -> None:
    metrics = json.loads((folder.path / "metrics.json").read_text(encoding="utf-8"))
    validation, test, best = metrics["validation"], metrics["test"], metrics["best_epoch"]
    typer.echo(folder.path)
    typer.echo(
        f"validation accuracy: {percent(validation['accuracy_last'])} after the last epoch, "
        f"{percent(validation['accuracy_best'])} at best (epoch {best})"
    )
    typer.echo(
        f"test accuracy: {percent(test['accuracy'])} of {test['samples']:,} pictures "
        f"(the network of epoch {metrics.get('kept_epoch', best)})"  # older runs tell but one
    )
