"""Run: a whole comparison, cell by cell, each kept when it is done; stopped and gone on with."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import numpy as np

from numerals import __version__
from numerals.errors import UsageError
from numerals.lab.comparison.cell import Material
from numerals.lab.comparison.machine import machine
from numerals.lab.comparison.outside import outside_sets
from numerals.lab.comparison.plan import (
    QUICK_SPOILT,
    QUICK_TEST,
    Cell,
    available,
    cut,
    groups,
    sizes_of,
)
from numerals.lab.comparison.source import load_comparison_data
from numerals.lab.comparison.store import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numerals.lab.comparison.plan import Asked
    from numerals.lab.comparison.source import ComparisonData
    from numerals.lab.comparison.store import Store
    from numerals.lab.rivals.systems import System

#: The last characters of what a crashed process said are kept.
_LAST_WORDS = 500


class Watcher(Protocol):
    """Is told how a comparison goes; the command line shows it."""

    def on_start(self, cells: list[Cell], done: list[dict[str, Any]]) -> None:
        """These cells are to be finished; those of `done`, their figures, are already."""

    def on_begin(self, cell: Cell) -> None:
        """A cell is begun."""

    def on_cell(self, figures: dict[str, Any]) -> None:
        """A cell is finished, well or not, and safe on disk."""

    def on_word(self, message: str) -> None:
        """Something is to be said."""


def compare(
    asked: Asked,
    zoo: Mapping[str, System],
    store: Store,
    watcher: Watcher,
    data_dir: Path | None = None,
    command: str = "numerals compare",
) -> None:
    """Run what of a comparison is not finished yet.

    Args:
        asked: What is compared; when resuming, as the folder has it.
        zoo: All systems by name.
        store: The comparison's folder. Where it holds this comparison, it is gone on with.
        watcher: Is told of each cell.
        data_dir: Where the data lies.
        command: What a person typed.

    Raises:
        UsageError: A name or size makes no sense, or other data lies there than before.
        MissingDataError: There is no such data.
    """
    unknown = [name for name in asked.systems if name not in zoo]
    if unknown:
        raise UsageError(f"no system is called {unknown[0]!r}; there are: {', '.join(zoo)}")
    data = load_comparison_data(asked.data, data_dir, watcher.on_word)
    if asked.quick:
        data = _first_of_test(data)
    learnable, held = available(data.labels)
    sizes = sizes_of(asked.sizes, learnable)
    plan = list(groups(asked.systems, zoo, asked.seeds, sizes))
    cells = [cell for group in plan for cell in group]
    store.sweep()
    about = _about(asked, zoo, data, sizes, (learnable, held), command)
    about["planned"] = len(cells)
    begun = (store.path / "run.json").exists()
    if begun:
        _must_be_the_same(store, about, data)
    kept = [store.cell(cell) for cell in cells]
    try:
        if None in kept:
            watcher.on_word("preparing the pictures")
            folders = [Path(folder) for folder in asked.outside]
            first = slice(QUICK_SPOILT if asked.quick else None)
            sets = outside_sets(
                data.test_images[first], data.test_labels[first], folders, data.classes
            )
            Material(store.material).write(data, sets)
        if not begun:  # not before all that was named has been found
            store.write_truth(data.test_images, data.test_labels)
            store.write_run(about)
        watcher.on_start(cells, [figures for figures in kept if figures is not None])
        for group in plan:
            left = [cell for cell in group if store.cell(cell) is None]
            while left:
                left = _run_some(left, asked, store, len(data.classes), sizes[-1], watcher)
            store.write_results()
    finally:
        store.sweep()


def _run_some(
    cells: list[Cell], asked: Asked, store: Store, classes: int, largest: int, watcher: Watcher
) -> list[Cell]:
    """Run cells in one process; give those that it did not come to before it crashed."""
    task = {
        "cells": cells,
        "store": str(store.path.absolute()),
        "rival": list(asked.rival),
        "classes": classes,
        "largest": largest,
        "quick": asked.quick,
    }
    running: Cell | None = None
    left = list(cells)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "numerals.lab.comparison.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            encoding="utf-8",
        )
        try:
            assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018
            child.stdin.write(json.dumps(task) + "\n")
            child.stdin.flush()
            for what, cell, reason in _words(child.stdout):
                if what == "begun":
                    running = cell
                    watcher.on_begin(cell)
                    continue
                if what != "done":
                    store.write_cell(cell, {"status": what, "reason": reason}, None)
                running = None
                left.remove(cell)
                _tell(store, cell, watcher)
            child.wait()
        finally:
            child.kill()
            child.communicate()
        if left:
            # It went down with a cell, or before any: that one is given up, the others are not.
            lost = running or left[0]
            said.seek(0)
            words = said.read()[-_LAST_WORDS:].strip()
            reason = f"the process ended with {child.returncode}: {words}"
            store.write_cell(lost, {"status": "failed", "reason": reason}, None)
            left.remove(lost)
            _tell(store, lost, watcher)
    return left


def _words(stdout: IO[str]) -> Iterator[tuple[str, Cell, str]]:
    """Understand what a child tells; what a rival prints of its own is passed over."""
    for line in stdout:
        try:
            what, system, size, seed, reason = json.loads(line)
        except (ValueError, TypeError):
            continue
        yield what, Cell(system, size, seed), reason


def _tell(store: Store, cell: Cell, watcher: Watcher) -> None:
    figures = store.cell(cell)
    assert figures is not None, cell  # noqa: S101
    watcher.on_cell(figures)


def _first_of_test(data: ComparisonData) -> ComparisonData:
    return data._replace(
        test_name=f"the first {min(QUICK_TEST, len(data.test_labels)):,} of {data.test_name}",
        test_images=data.test_images[:QUICK_TEST],
        test_labels=data.test_labels[:QUICK_TEST],
    )


def _about(
    asked: Asked,
    zoo: Mapping[str, System],
    data: ComparisonData,
    sizes: tuple[int, ...],
    counts: tuple[int, int],
    command: str,
) -> dict[str, Any]:
    """Say what run.json says."""
    return {
        "schema": SCHEMA,
        "numerals": __version__,
        "command": command,
        "data": data.name,
        "classes": list(data.classes),
        "seeds": list(range(asked.seeds)),
        "sizes": list(sizes),
        "quick": asked.quick,
        "cut": cut(asked, zoo, sizes, counts[0]),
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "test": {"name": data.test_name, "n": len(data.test_labels)},
        "validation": {"n": counts[1]},
        "machine": machine(),
        "systems": {
            name: {
                "title": zoo[name].title,
                "family": zoo[name].family,
                "source": zoo[name].source,
                "published": list(zoo[name].published or ()) or None,
            }
            for name in asked.systems
        },
        "arguments": asked.to_dict(),
    }


def _must_be_the_same(store: Store, about: dict[str, Any], data: ComparisonData) -> None:
    """Make sure that a run is gone on with as it was begun, on the same pictures.

    Raises:
        UsageError: It is another.
    """
    before = store.run()
    for name in ("arguments", "classes", "sizes", "test", "validation"):
        if before.get(name) != about[name]:
            raise UsageError(
                f"{store.path} was begun with other {name}: {before.get(name)}, and not "
                f"{about[name]}; begin another run with another --output"
            )
    if not np.array_equal(store.labels(), data.test_labels):
        raise UsageError(f"{store.path} was begun with other pictures; name another --output")
