"""Trials: a search told as it goes, in lines to stderr, and its best trials as a table."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from numerals.cli.console import say
from numerals.cli.progress import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.tuning import Tried
    from numerals.train.folder import Epoch
    from numerals.train.recipes import Arguments

#: This many seconds pass between two lines within an epoch.
_QUIET_S = 30.0
#: So many of the best trials are shown.
_SHOWN = 10
_WIDTH = 100


class Trials:
    """Tells of a search in plain lines."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._trial = 0
        self._spoke = time.monotonic()

    def on_trial(self, number: int, arguments: Arguments) -> None:
        """Say what is tried."""
        self._trial = number
        self._line(
            f"trial {number}: learning rate {arguments.learning_rate:.3g}, "
            f"batch size {arguments.batch_size}, width {arguments.width:g}, "
            f"depth {arguments.depth}, augment {arguments.augment}"
        )

    def on_step(self, epoch: int, step: int, loss: float, accuracy: float) -> None:
        """Say where the trial is, if nothing was said for long."""
        if time.monotonic() - self._spoke >= _QUIET_S:
            self._line(
                f"trial {self._trial}, epoch {epoch}/{self._epochs}, step {step}: "
                f"loss {loss:.4f}, accuracy {percent(accuracy)}"
            )

    def on_epoch(self, row: Epoch, best: bool) -> None:
        """Say how the epoch went."""
        what = "its best yet; " if best else ""
        self._line(
            f"trial {self._trial}, epoch {row.epoch}/{self._epochs}: validation accuracy "
            f"{percent(row.val_accuracy)}; {what}{row.seconds:.1f} s"
        )

    def on_end(self, trial: Tried, best: bool) -> None:
        """Say what came of the trial."""
        epochs = len(trial.accuracies)
        after = f"after {epochs} epoch{'' if epochs == 1 else 's'}"
        if not trial.complete:
            self._line(f"trial {trial.number}: given up {after}")
        else:
            verdict = ", the best of all yet" if best else ""
            self._line(f"trial {trial.number}: {percent(trial.value)} {after}{verdict}")

    def _line(self, text: str) -> None:
        self._spoke = time.monotonic()
        say(text)


def table_of(trials: Sequence[Tried]) -> str:
    """Give the best trials, those run to the end first, as a plain table."""
    from rich.console import Console

    from numerals.lab.layout import new_table

    table = new_table(
        "trial", "validation, %", "learning rate", "batch size", "width", "depth", "augment",
        "epochs", "seconds",
    )  # fmt: skip
    for t in sorted(trials, key=lambda t: (not t.complete, -t.value, t.number))[:_SHOWN]:
        p = t.params
        shown = percent(t.value).removesuffix(" %")
        table.add_row(
            str(t.number),
            shown if t.complete else f"({shown})",
            f"{p['learning_rate']:.3g}",
            str(p["batch_size"]),
            f"{p['width']:g}",
            str(p["depth"]),
            p["augment"],
            str(len(t.accuracies)),
            f"{t.seconds:.1f}",
        )
    console = Console(file=io.StringIO(), width=_WIDTH, highlight=False, markup=False)
    with console.capture() as capture:
        console.print(table)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    if len(trials) > _SHOWN or any(not t.complete for t in trials):
        lines.append(f"{min(len(trials), _SHOWN)} of {len(trials)} trials; in brackets: given up")
    return "\n".join(lines)
