"""`numerals tune`: search what a network learns best with, on validation alone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from numerals.cli.console import say
from numerals.cli.outcome import write_outcome
from numerals.cli.train import load_data
from numerals.cli.train_options import (  # noqa: TC001 - Typer reads the annotations
    Data,
    SourceDir,
    Zoo,
)
from numerals.cli.trials import Trials, table_of
from numerals.errors import ExitCode, StoppedError, UsageError

if TYPE_CHECKING:
    from numerals.train.recipes import Arguments
    from numerals.train.search import Search

_STORAGE_VARIABLE = "NUMERALS_STORAGE"


def tune(
    network: Annotated[
        Zoo, typer.Argument(metavar="NETWORK", help="cnn, rnn, fast or reader.", show_default=False)
    ],
    trials: Annotated[
        int,
        typer.Option(
            min=1,
            metavar="N",
            help="How many trials the study shall have in all, those of earlier calls and of other "
            "machines among them.",
        ),
    ] = 20,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0,
            metavar="SECONDS",
            help="Begin no other trial after so long.",
            show_default="never",
        ),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", show_default="the network's", help="How long each trial learns."
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Fixes what is validated on, and what trials propose."
        ),
    ] = 0,
    data: Data = None,
    data_dir: SourceDir = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            show_default="runs/tune-NETWORK",
            help="Where the study, its best configuration and its plots go.",
        ),
    ] = None,
    storage: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar=_STORAGE_VARIABLE,
            show_envvar=False,
            show_default="SQLite in --output",
            help="A database that several machines share, as postgresql://user:password@host/name; "
            f"or in the environment as {_STORAGE_VARIABLE}, where no other user sees it.",
        ),
    ] = None,
    study: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            show_default="the name of --output",
            help="What the study is called in the database.",
        ),
    ] = None,
) -> int:
    """Search learning rate, batch size, width, depth and augmentation for a network.

    Each trial is a short training run, judged by its accuracy on the tenth of the training pictures
    that is held back; the test pictures are never looked at. A trial that does worse than half of
    the others at the same epoch is given up. The first trial is the network's recipe.

    Stop with Ctrl-C whenever you like: the same command goes on. At the end the best trials are
    printed, and best.json is what numerals train --config takes.

    Examples:

      numerals tune cnn --trials 30 --epochs 3

      numerals tune fast --data my-letters --output runs/letters

      numerals tune cnn --storage postgresql://me@server/studies --study cnn-2

      numerals train --config runs/tune-cnn/best.json
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    from numerals.train.backend import require_extra
    from numerals.train.check import check
    from numerals.train.recipes import MNIST, arguments_for
    from numerals.train.search import Search
    from numerals.train.space import space_of
    from numerals.train.storage import load_optuna, open_storage, sqlite_url

    given = {"network": network.value, "seed": seed, "data": data or MNIST}
    recipe = arguments_for(given | ({"epochs": epochs} if epochs is not None else {}))
    check(recipe)  # this and the next before anything is fetched or written
    require_extra()
    load_optuna()
    folder = output or Path("runs") / _name(recipe)
    _prepare(folder)
    kept = open_storage(storage or sqlite_url(folder / "study.db"))
    learnt = load_data(recipe.data, data_dir)
    space = space_of(recipe, len(learnt.train.labels))
    identity = learnt.facts().get("sha256", MNIST)
    name = study or folder.resolve().name
    search = Search(kept, name, space, learnt.train, learnt.classes, identity)
    begun = time.monotonic()
    try:
        _run(search, storage or "", trials, timeout)
    except KeyboardInterrupt:
        write_outcome(search, folder)
        count = len(search.tried())
        raise StoppedError(
            f"stopped; {count} {'trial is' if count == 1 else 'trials are'} safe; "
            "the same command goes on"
        ) from None
    found = write_outcome(search, folder)
    _print(search, trials, time.monotonic() - begun)
    if found is not None:
        typer.echo(found)
    return ExitCode.OK


def _name(recipe: Arguments) -> str:
    """Name the folder of a study that is given none."""
    from numerals.train.recipes import MNIST

    what = "" if recipe.data == MNIST else f"-{Path(recipe.data).resolve().stem}"
    return f"tune-{recipe.network}{what}"


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--output {folder} cannot be written: {error.strerror}") from None


def _run(search: Search, url: str, trials: int, timeout: float | None) -> None:
    """Search; where the database fails, say so without its password."""
    import sqlalchemy

    from numerals.train.storage import hidden, load_optuna

    lost = (sqlalchemy.exc.SQLAlchemyError, load_optuna().exceptions.StorageInternalError)
    done = len(search.tried())
    say(f"{done} of {trials} trials are done" if done else f"{trials} trials")
    try:
        search.run(trials, timeout, Trials(search.space.start.epochs))
    except lost as error:
        reason = hidden(str(error), url).splitlines()[0]
        raise UsageError(f"the study's database failed: {reason}") from None


def _print(search: Search, trials: int, seconds: float) -> None:
    tried = search.tried()
    best = search.best()
    complete = sum(t.complete for t in tried)
    say(
        f"{len(tried)} of {trials} trials ended, {complete} of them run to the end, in "
        f"{seconds:.0f} s of this call"
    )
    if best is None:
        say("no trial was run to its end: there is no best configuration yet")
        return
    typer.echo(table_of(tried))
    say(
        "validation accuracy alone chose the best, so it flatters: numerals train --config looks "
        "at the test pictures, once"
    )
