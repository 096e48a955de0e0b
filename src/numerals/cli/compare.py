"""`numerals compare`: many systems learn the same digits, and are examined alike."""

import importlib
import importlib.util
import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from numerals.cli.console import say, say_if_fetching
from numerals.cli.run import DataDir
from numerals.errors import ExitCode, MissingExtraError, StoppedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numerals.lab.comparison.plan import Asked
    from numerals.lab.comparison.store import Store
    from numerals.lab.rivals.systems import System


class Form(StrEnum):
    """In which form the ranking goes to stdout."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def compare(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAMES]...", help="Which systems; all without any.", show_default=False
        ),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|PATH",
            help="What they learn, as in numerals train --data: mnist, fashion-mnist, kmnist, "
            "emnist-digits, emnist-letters, or a folder or file of your own.",
            show_default="mnist",
        ),
    ] = None,
    seeds: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="How often each learns, from seed 0 on.", show_default="3"
        ),
    ] = None,
    sizes: Annotated[
        str | None,
        typer.Option(
            metavar="N,N,…",
            help="How many pictures they learn from; all is a size too.",
            show_default="100,1000,10000,all",
        ),
    ] = None,
    outside: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER",
            help="A labelled folder of single digits to examine them in too, framed as the reader "
            "frames them; may be given several times.",
            show_default=False,
        ),
    ] = None,
    rival: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="A Python file with a system of your own (docs/compare.md); it is run. May be "
            "given several times.",
            show_default=False,
        ),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="One seed, 500 and 4,000 pictures, 2,000 of the test, fewer epochs and trees: "
            "minutes on two cores, and no more than a first look.",
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            show_default="runs/comparison",
            help="The comparison's folder: every finished cell, results.csv, the report.",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the comparison in --output."),
    ] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="List the systems with their sources, and end.")
    ] = False,
    form: Annotated[
        Form, typer.Option("--format", help="In which form the ranking is printed.")
    ] = Form.TEXT,
    data_dir: DataDir = None,
) -> int:
    """Let a CNN, an RNN and every rival learn the same digits, and rank them.

    Each learns from 100, 1,000, 10,000 and all pictures, with three seeds, by a recipe that is
    fixed; a tenth of the training pictures is held back, and the test set chooses nothing. Beside
    accuracy, time, memory and size are measured, and accuracy on pictures of other kinds. Every
    finished cell is safe: stop with Ctrl-C whenever you like, and go on with --resume.

    Examples:

      numerals compare --quick

      numerals compare cnn rnn --sizes all

      numerals compare --outside my-digits --output runs/all

      numerals compare --output runs/all --resume
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    from numerals.cli.comparing import watching
    from numerals.lab.comparison.run import compare
    from numerals.lab.comparison.store import Store
    from numerals.lab.rivals.systems import systems

    folder = output or Path("runs") / ("comparison-quick" if quick else "comparison")
    store = Store(folder)
    files = tuple(str(path) for path in rival or ())
    if resume and not files:
        files = store.asked().rival
    zoo = systems([Path(file) for file in files])
    if list_:
        _list(zoo)
        return ExitCode.OK
    given = {
        "systems": _in_order(names, zoo) if names else None,
        "data": data,
        "seeds": seeds,
        "sizes": tuple(sizes.replace(" ", "").split(",")) if sizes else None,
        "outside": tuple(str(path) for path in outside) if outside else None,
        "rival": files if rival else None,
        "quick": quick or None,
    }
    asked = _take_up(store, {k: v for k, v in given.items() if v is not None}, resume, zoo)
    _require_extra()
    if asked.data == "mnist":
        say_if_fetching()
    try:
        with watching() as watcher:
            compare(asked, zoo, store, watcher, data_dir, _command())
    except KeyboardInterrupt:
        raise StoppedError(_how_to_go_on(store)) from None
    _report(folder)
    _print_ranking(store, form)
    return ExitCode.OK


def _require_extra() -> None:
    """Look for what systems are made of, without loading it: each cell's own process does.

    Raises:
        MissingExtraError: Something is not installed.
    """
    for name in ("sklearn", "keras"):
        if importlib.util.find_spec(name) is None:
            raise MissingExtraError("Comparing", name)


def _in_order(names: list[str], zoo: "Mapping[str, System]") -> tuple[str, ...]:
    """Put names into the zoo's order, each once.

    Raises:
        UsageError: One is not there.
    """
    for name in names:
        if name not in zoo:
            raise UsageError(f"no system is called {name!r}; there are: {', '.join(zoo)}")
    return tuple(name for name in zoo if name in names)


def _take_up(
    store: "Store", given: dict[str, Any], resume: bool, zoo: "Mapping[str, System]"
) -> "Asked":
    """Give what is asked: of a new run what is asked now, of one gone on with what it was.

    Raises:
        UsageError: There is a run, or none to go on with, or what is asked differs from what it
            was begun with.
    """
    from numerals.lab.comparison.plan import QUICK_SEEDS, QUICK_SIZES, Asked

    if not resume:
        store.must_be_free()
        if given.get("quick"):
            given = {"seeds": QUICK_SEEDS, "sizes": QUICK_SIZES, **given}
        every = (n for n, system in zoo.items() if system.in_quick or not given.get("quick"))
        return Asked(**{"systems": tuple(every), **given})
    begun = store.asked()
    for name, value in given.items():
        before = getattr(begun, name)
        if value != before:
            option = "the names" if name == "systems" else f"--{name}"
            raise UsageError(
                f"{option} {_spelt(value)} differs from the {_spelt(before)} that the comparison "
                f"in {store.path} was begun with: leave it out to go on, or begin another with "
                "another --output"
            )
    return begun


def _spelt(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _command() -> str:
    """Spell what was typed."""
    return shlex.join(["numerals", *sys.argv[1:]])


def _how_to_go_on(store: "Store") -> str:
    if not (store.path / "run.json").exists():
        return "stopped before the comparison began; nothing was written"
    done = len(store.cells())
    what = f"stopped; {done} {'cell is' if done == 1 else 'cells are'} safe"
    return f"{what}; go on with: numerals compare --output {shlex.quote(str(store.path))} --resume"


def _list(zoo: "Mapping[str, System]") -> None:
    for name, system in zoo.items():
        typer.echo(f"{name}: {system.title} ({system.source})")


def _report(folder: Path) -> None:
    """Have the report written, where numerals can."""
    name = "numerals.lab.comparison.report"
    try:
        report = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        say("this version of numerals writes no report of a comparison; see results.csv")
        return
    say(f"written: {report.write_report(folder)}")


def _print_ranking(store: "Store", form: Form) -> None:
    from numerals.lab.comparison.ranking import ranking
    from numerals.lab.comparison.table import as_csv, as_json, as_text

    made = {Form.TEXT: as_text, Form.JSON: as_json, Form.CSV: as_csv}[form]
    typer.echo(made(ranking(store), store.run()), nl=False)
