"""Progress: a training run told as it goes, on a terminal or in plain lines, to stderr."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from numerals.cli.console import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import TaskID

    from numerals.train.folder import Epoch
    from numerals.train.recipes import Arguments
    from numerals.train.string_fit import StringEpoch
    from numerals.train.string_recipes import StringArguments

#: Without a terminal, this many seconds pass between two lines within an epoch.
_QUIET_S = 30.0


class Lines:
    """Tells of a run in plain lines: one an epoch, and one in a while.

    Attributes:
        safe: How many epochs a stopped run need not do again; None until it is known.
    """

    safe: int | None = None
    _spoke: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def on_draw(self, drawn: int, of: int) -> None:
        """Say what is drawn to learn from, and how far it is if nothing was said for long."""
        if self._spoke is None:
            self.line(f"drawing {of:,} strips")
        elif self._quiet():
            self.line(f"{drawn:,} of {of:,} strips drawn")

    def on_start(
        self,
        arguments: Arguments | StringArguments,
        steps: int,
        done: Sequence[Epoch] | Sequence[StringEpoch],
    ) -> None:
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

    def on_step(self, epoch: int, step: int, loss: float, accuracy: float | None = None) -> None:
        """Say where the run is, if nothing was said for long."""
        if self._quiet():
            self.line(
                f"epoch {epoch}/{self._epochs}, step {step}/{self._steps}: "
                f"{_state(loss, accuracy)}{self._left(epoch, step)}"
            )

    def on_epoch(self, row: Epoch | StringEpoch, best: bool = False) -> None:
        """Say how the epoch went."""
        self.safe = row.epoch
        left = self._left(row.epoch, self._steps) if row.epoch < self._epochs else ""
        self.line(
            f"epoch {row.epoch}/{self._epochs}: {row.words()}"
            f"{', the best yet' if best else ''}; {row.seconds:.1f} s{left}"
        )

    def _quiet(self) -> bool:
        """Tell whether nothing was said for long."""
        return self._spoke is not None and time.monotonic() - self._spoke >= _QUIET_S

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
        self._drawing: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def on_draw(self, drawn: int, of: int) -> None:
        """Draw and move a bar of its own."""
        if self._drawing is None:
            self._drawing = self._progress.add_task("drawing", total=of, state="")
        state = f"{drawn:,} of {of:,} strips"
        self._progress.update(self._drawing, completed=drawn, state=state)

    def on_start(
        self,
        arguments: Arguments | StringArguments,
        steps: int,
        done: Sequence[Epoch] | Sequence[StringEpoch],
    ) -> None:
        """Say what is trained, and draw the bar."""
        if self._drawing is not None:
            self._progress.remove_task(self._drawing)
        super().on_start(arguments, steps, done)
        self._task = self._progress.add_task(
            f"epoch {len(done) + 1}/{self._epochs}",
            total=self._epochs * steps,
            completed=self._first,
            state="",
        )

    def on_step(self, epoch: int, step: int, loss: float, accuracy: float | None = None) -> None:
        """Move the bar."""
        self._progress.update(
            self._task,
            completed=(epoch - 1) * self._steps + step,
            description=f"epoch {epoch}/{self._epochs}",
            state=_state(loss, accuracy),
        )

    def line(self, text: str) -> None:
        """Write one line above the bar."""
        self._progress.console.print(text, markup=False, highlight=False, soft_wrap=True)


def _state(loss: float, accuracy: float | None) -> str:
    """Spell how the epoch goes."""
    return f"loss {loss:.4f}" + ("" if accuracy is None else f", accuracy {percent(accuracy)}")


def percent(share: float) -> str:
    """Spell a share with two digits, rounded down."""
    from numerals.lab.percent import down

    return f"{down(share, 2)} %"
