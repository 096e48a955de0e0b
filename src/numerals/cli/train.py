"""`numerals train`: a network of the zoo, fitted on MNIST or other data in a run to be resumed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from numerals.cli.console import say, say_if_fetching
from numerals.cli.progress import percent
from numerals.cli.run import Output, Resume, given_of, take_up, watching
from numerals.cli.train_options import (  # noqa: TC001 - Typer reads the annotations
    Augmented,
    BatchSize,
    Config,
    Data,
    Depth,
    EarlyStopping,
    Epochs,
    Kept,
    LearningRate,
    Network,
    Precise,
    Scheduled,
    Seed,
    SourceDir,
    Start,
    WeightDecay,
    Width,
    WorldFonts,
)
from numerals.errors import ExitCode

if TYPE_CHECKING:
    from numerals.cli.progress import Lines
    from numerals.data.dataset import Dataset
    from numerals.data.mnist import Mnist
    from numerals.train.folder import RunFolder
    from numerals.train.recipes import Arguments


def train(
    network: Network = None,
    epochs: Epochs = None,
    batch_size: BatchSize = None,
    seed: Seed = None,
    augment: Augmented = None,
    schedule: Scheduled = None,
    learning_rate: LearningRate = None,
    weight_decay: WeightDecay = None,
    precision: Precise = None,
    keep: Kept = None,
    early_stopping: EarlyStopping = None,
    width: Width = None,
    depth: Depth = None,
    start: Start = None,
    config: Config = None,
    output: Output = None,
    resume: Resume = False,
    data: Data = None,
    data_dir: SourceDir = None,
    fonts_dir: WorldFonts = None,
) -> int:
    """Train a network on MNIST, or on pictures of your own.

    Without options, this is the original report's CNN: 5 epochs, batches of 64, Adam. The
    defaults shown are its own: each network brings a recipe (fast: 1 epoch, batches of 192,
    onecycle up to 0.02), and every option overrides it. That of reader, 60 epochs of batches
    of 256 with --augment world, takes about an hour, and fetches MNIST, digits by pens and on
    maps and, with npm, fonts. A tenth of the training pictures is held back for validation; the
    test pictures are looked at once, after the last epoch. Every finished epoch is safe: stop with
    Ctrl-C whenever you like, and go on with --resume.

    Examples:

      numerals train

      numerals train --network fast

      numerals train --network rnn --epochs 10 --early-stopping 3

      numerals train --output runs/rnn-seed0 --resume

      numerals train --data my-letters --augment light

      numerals train --config runs/tune-cnn/best.json --epochs 10
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    from numerals.train.config_file import read_config
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
        "width": width,
        "depth": depth,
        "start": start,
        "data": data,
    }
    given = (read_config(config) if config is not None else {}) | given_of(options)
    asked = arguments_for(given)
    folder = RunFolder(output or Path("runs") / _name(asked))
    with watching("numerals train", folder) as watcher:
        asked = take_up(folder, asked, given, resume)
        if resume and _is_finished(folder, asked):
            say(f"the run in {folder.path} is finished already; nothing was trained")
        else:
            _run(asked, folder, data_dir, fonts_dir, resume, watcher)
    _print_results(folder)
    return ExitCode.OK


def load_data(data: str, data_dir: Path | None) -> Mnist | Dataset:
    """Load what is learnt from, saying what takes long."""
    from numerals.data import mnist
    from numerals.data.load import load
    from numerals.train.recipes import MNIST

    if data != MNIST:
        return load(data, data_dir, say)
    say_if_fetching()
    return mnist(data_dir)


def _name(asked: Arguments) -> str:
    """Name the folder of a run that is given none."""
    from numerals.train.recipes import MNIST

    what = "" if asked.data == MNIST else f"-{Path(asked.data).resolve().stem}"
    return f"{asked.network}{what}-seed{asked.seed}"


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
    from numerals.data.beside import beside_mnist
    from numerals.train import fit
    from numerals.train.backend import require_extra
    from numerals.train.check import check
    from numerals.train.material import AUGMENTATIONS

    check(asked)  # this and the next before anything is fetched
    require_extra()
    data = load_data(asked.data, data_dir)
    pooled = AUGMENTATIONS[asked.augment].pooled
    beside = beside_mnist(data_dir, fonts_dir, say) if pooled else None
    with watcher:
        fit.train(asked, data, folder.path, watcher, resume, beside)


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
