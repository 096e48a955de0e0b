"""Check: what a training run is asked, looked at before anything is fetched, drawn or written."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

from numerals.errors import UsageError
from numerals.model.string_network import StringNetwork
from numerals.train import networks, string_networks
from numerals.train.begin import POLICIES
from numerals.train.folder import RunFolder
from numerals.train.material import AUGMENTATIONS
from numerals.train.recipes import HALFWAY, MNIST, Arguments
from numerals.train.schedule import SCHEDULES
from numerals.train.string_recipes import StringArguments
from numerals.train.strip_pool import whole_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable


#: Beyond these a network would hardly fit a memory, and a slip of the pen is likelier than a wish.
MOST_WIDTH, MOST_DEPTH = 8.0, 8


def check(arguments: Arguments) -> None:
    """Refuse what makes no sense of a run that learns digits.

    Raises:
        UsageError: It says which option is wrong, and what is right.
    """
    _one_of("--network", arguments.network, networks.NETWORKS)
    _one_of("--augment", arguments.augment, AUGMENTATIONS)
    if arguments.epochs < 1 or arguments.batch_size < 1 or arguments.early_stopping < 0:
        raise UsageError("--epochs and --batch-size are at least 1, --early-stopping at least 0")
    _check_learning(arguments)
    _check_kept(arguments, ("best", "last", HALFWAY))
    _check_start(arguments, Arguments)
    if AUGMENTATIONS[arguments.augment].pooled and arguments.data != MNIST:
        raise UsageError(
            f"--augment {arguments.augment} draws digits and what is none: it is for MNIST. With "
            f"--data {arguments.data} take --augment light, or none"
        )
    if not 0 < arguments.width <= MOST_WIDTH:
        raise UsageError(f"--width is a number over 0 and up to {MOST_WIDTH:g}")
    if not 0 <= arguments.depth <= MOST_DEPTH:
        raise UsageError(f"--depth is a whole number from 0 to {MOST_DEPTH}")


def check_numbers(arguments: StringArguments) -> None:
    """Refuse what makes no sense of a run that learns numbers.

    Raises:
        UsageError: It says which option is wrong, and what is right.
    """
    _one_of("--network", arguments.network, string_networks.NETWORKS)
    if arguments.strips < 1 or arguments.epochs < 1 or arguments.batch_size < 1:
        raise UsageError("--strips, --epochs and --batch-size are at least 1")
    drawn = whole_chunks(arguments.strips)
    if arguments.batch_size > drawn:
        raise UsageError(f"--batch-size {arguments.batch_size} is more than the {drawn:,} strips")
    _check_learning(arguments)
    _check_kept(arguments, ("last", HALFWAY))


def check_taken(arguments: StringArguments) -> None:
    """Refuse networks that a run that learns numbers cannot take: to begin with, or beside its own.

    A run that is gone on with has taken them already.

    Raises:
        UsageError: It says which option is wrong, and what is right.
        ModelError: What --beside names reads no strips.
    """
    _check_start(arguments, StringArguments)
    if arguments.beside:
        _same_seed("--beside", arguments.beside, arguments.seed, StringArguments)
        StringNetwork(arguments.beside)


def _check_start(
    asked: Arguments | StringArguments, kind: type[Arguments | StringArguments]
) -> None:
    """Refuse to begin with what learnt from what is now held back, or is another network."""
    if not asked.start:
        return
    network = _same_seed("--start", asked.start, asked.seed, kind)
    if network not in (asked.network, None):
        raise UsageError(f"--start {asked.start} is a {network}: it cannot be gone on with as a "
                         f"{asked.network}")  # fmt: skip


def _same_seed(
    option: str, name: str, seed: int, kind: type[Arguments | StringArguments]
) -> str | None:
    """Refuse what learnt from what is now held back; tell its network, where it is known."""
    before, network = _learnt(option, Path(name), kind)
    if before != seed:
        raise UsageError(f"{option} {name} has the seed {before}: with another, "
                         "what it learnt from would be held back")  # fmt: skip
    return network


def _learnt(
    option: str, folder: Path, kind: type[Arguments | StringArguments]
) -> tuple[int, str | None]:
    """Tell the seed that a folder's network learnt with, and what it is, if a run made it."""
    if (folder / "arguments.json").exists() or not (folder / "model.onnx").exists():
        try:
            before = RunFolder(folder).arguments(kind)
        except UsageError as error:
            raise UsageError(f"{option} {folder}: there is no such network: {error}") from None
        return before.seed, before.network
    path = folder / "config.json"
    try:
        return int(json.loads(path.read_text(encoding="utf-8"))["seed"]), None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{option} {folder}: {path.name} does not tell its seed: {error!r}"
        ) from None


def _check_learning(arguments: Arguments | StringArguments) -> None:
    _one_of("--schedule", arguments.schedule, SCHEDULES)
    if not 0 < arguments.learning_rate < math.inf:
        raise UsageError("--learning-rate is a number over 0")
    if not 0 <= arguments.weight_decay < math.inf:
        raise UsageError("--weight-decay is a number, at least 0")
    _one_of("--precision", arguments.precision, POLICIES)


def _check_kept(arguments: Arguments | StringArguments, known: tuple[str, ...]) -> None:
    _one_of("--keep", arguments.keep, known)
    if arguments.keep == HALFWAY and not arguments.start:
        raise UsageError("--keep halfway is between the network of --start and the last epoch's: "
                         "say --start DIR too")  # fmt: skip


def _one_of(option: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise UsageError(f"{option} is one of: {', '.join(known)}")
