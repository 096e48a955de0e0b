"""Comparing: a comparison told as it goes, as a live table on a terminal or in lines, on stderr."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from numerals.cli.console import say

if TYPE_CHECKING:
    from numerals.lab.comparison.plan import Cell


class CellLines:
    """Tells of a comparison in lines, one a cell."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def on_start(self, cells: list[Cell], done: list[dict[str, Any]]) -> None:
        """Say how much there is to do."""
        self._of, self._done = len(cells), len(done)
        ahead = f", {self._done} of them done" if done else ""
        self.on_word(f"{self._of} cells{ahead}")

    def on_begin(self, cell: Cell) -> None:
        """Begin one."""

    def on_cell(self, figures: dict[str, Any]) -> None:
        """Say how a cell went."""
        self._done += 1
        name = f"{figures['system']}, {figures['size']:,} pictures, seed {figures['seed']}"
        self.on_word(f"{self._done}/{self._of} {name}: {_how(figures)}")

    def on_word(self, message: str) -> None:
        """Say something."""
        say(message)


class LiveTable(CellLines):
    """Tells of a comparison on a terminal: a row a system, a column a size."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.live import Live

        self._cells: list[Cell] = []
        self._found: dict[tuple[str, int], list[float]] = {}
        self._failed: Counter[tuple[str, int]] = Counter()
        self._now: Cell | None = None
        self._word = ""
        self._began = time.monotonic()
        self._live = Live(
            console=Console(stderr=True),
            get_renderable=self._table,
            refresh_per_second=2,
            redirect_stdout=False,  # stdout is data: Rich must not take it over
            vertical_overflow="visible",
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._now = None
        self._live.stop()

    def on_start(self, cells: list[Cell], done: list[dict[str, Any]]) -> None:
        """Lay the table out, with what is done already."""
        self._cells, self._of, self._done = cells, len(cells), len(done)
        for figures in done:
            self._add(figures)

    def on_begin(self, cell: Cell) -> None:
        """Mark the cell that runs."""
        self._now, self._word = cell, ""

    def on_cell(self, figures: dict[str, Any]) -> None:
        """Fill a cell in."""
        self._done += 1
        self._add(figures)
        if figures["status"] != "ok":
            name = f"{figures['system']}, {figures['size']:,} pictures, seed {figures['seed']}"
            self._live.console.print(f"{name}: {_how(figures)}", markup=False, highlight=False)

    def on_word(self, message: str) -> None:
        """Show what is done beside the cells."""
        self._word = message

    def _add(self, figures: dict[str, Any]) -> None:
        place = figures["system"], figures["size"]
        if figures["status"] == "ok":
            self._found.setdefault(place, []).append(figures["accuracy"])
        else:
            self._failed[place] += 1

    def _table(self) -> Any:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        minutes, seconds = divmod(round(time.monotonic() - self._began), 60)
        now = self._word
        if self._now is not None:
            now = f"{self._now.system}, {self._now.size:,} pictures, seed {self._now.seed}"
        of = f"{self._done} of {self._of} cells" if self._cells else ""
        caption = " · ".join(word for word in (of, f"{minutes}:{seconds:02}", now) if word)
        table = Table(box=None)
        table.add_column("accuracy, %")
        sizes = sorted({cell.size for cell in self._cells})
        for size in sizes:
            table.add_column(f"{size:,}", justify="right")
        for name in dict.fromkeys(cell.system for cell in self._cells):
            table.add_row(name, *(self._entry(name, size) for size in sizes))
        return Group(table, Text(caption)) if sizes else Text(caption)

    def _entry(self, name: str, size: int) -> str:
        place = name, size
        running = self._now is not None and self._now[:2] == place
        if place in self._found:
            found = self._found[place]
            return f"{100 * sum(found) / len(found):.2f}" + ("…" if running else "")
        return "…" if running else "failed" if self._failed[place] else ""


def watching() -> CellLines:
    """Give what tells of a comparison here."""
    return LiveTable() if sys.stderr.isatty() else CellLines()


def _how(figures: dict[str, Any]) -> str:
    if figures["status"] != "ok":
        return f"{figures['status']}: {figures['reason']}"
    return f"{100 * figures['accuracy']:.2f} %; learnt in {figures['fit_seconds']:.1f} s"
