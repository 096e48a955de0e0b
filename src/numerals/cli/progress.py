"""Progress: a training run told as it goes, on a terminal or in plain lines, to stderr."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from numerals.cli.console import say

if TYPE_CHECKING:
    from numerals.train.folder import Epoch
    from numerals.train.recipes import Arguments

#: Without a terminal, this many seconds pass between two lines within an epoch.
_QUIET_S = 30.0


class Lines:
    """Tells of a run in plain lines: one an epoch, and one in a while.

    Attributes:
        safe: How many epochs a stopped run need not do again; None until it is known.
    """

    safe: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def on_start(self, arguments: Arguments, steps: int, done: list[Epoch]) -> None:
        """Say what is trained."""
        self._epochs, self._steps, self._first = arguments.epochs, steps, len(done) * steps
        self._start = self._spoke = time.monotonic()
        self.safe = len(done)
        ahead = f"after {len(done)} of {self._epochs}" if done else f"{self._epochs}"
        ahead += " epoch" if self._epochs == 1 else " epochs"
        self.line(
            f"{arguments.network}: {ahead} of {steps} steps, "
            f"batch size {arguments.batch_size}, seed {arguments.seed}"
        )

    def on_step(self, epoch: int, step: int, loss: float, accuracy: float) -> None:
        """Say where the run is, if nothing was said for long."""
        if time.monotonic() - self._spoke >= _QUIET_S:
            self.line(
                f"epoch {epoch}/{self._epochs}, step {step}/{self._steps}: loss {loss:.4f}, "
                f"accuracy {percent(accuracy)}{self._left(epoch, step)}"
            )

    def on_epoch(self, row: Epoch, best: bool) -> None:
        """Say how the epoch went."""
        self.safe = row.epoch
        left = self._left(row.epoch, self._steps) if row.epoch < self._epochs else ""
        self.line(
            f"epoch {row.epoch}/{self._epochs}: loss {row.loss:.4f}, "
            f"accuracy {percent(row.accuracy)}; validation loss {row.val_loss:.4f}, "
            f"accuracy {percent(row.val_accuracy)}{', the best yet' if best else ''}; "
            f"{row.seconds:.1f} s{left}"
        )

    def line(self, text: str) -> None:
        """Write one line to stderr."""
        self._spoke = time.monotonic()
        say(text)

    def _left(self, epoch: int, step: int) -> str:
        """Tell the time left, at the pace since this process began."""
        at = (epoch - 1) * self._steps + step
        pace = (time.monotonic() - self._start) / (at - self._first)
        minutes, seconds = divmod(round(pace * (self._epochs * self._steps - at)), 60)
        return f"; about {minutes}:{seconds:02} left"


class Bar(Lines):
    """Tells of a run on a terminal: a bar for the whole of it, and a line an epoch above."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[state]}", markup=False),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # stdout is data: Rich must not take it over
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def on_start(self, arguments: Arguments, steps: int, done: list[Epoch]) -> None:
        """Say what is trained, and draw the bar."""
        super().on_start(arguments, steps, done)
        self._task = self._progress.add_task(
            f"epoch {len(done) + 1}/{self._epochs}",
            total=self._epochs * steps,
            completed=self._first,
            state="",
        )

    def on_step(self, epoch: int, step: int, loss: float, accuracy: float) -> None:
        """Move the bar."""
        self._progress.update(
            self._task,
            completed=(epoch - 1) * self._steps + step,
            description=f"epoch {epoch}/{self._epochs}",
            state=f"loss {loss:.4f}, accuracy {percent(accuracy)}",
        )

    def line(self, text: str) -> None:
        """Write one line above the bar."""
        self._progress.console.print(text, markup=False, highlight=False, soft_wrap=True)


def percent(share: float) -> str:
    """Spell a share with two digits, rounded down."""
    from numerals.lab.percent import down

    return f"{down(share, 2)} %"
