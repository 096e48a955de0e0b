"""Child: the process in which one system's cells are run, so that each begins clean.

Its memory is its own, a crash costs one cell, and it goes when the process that began it goes.
Started as `python -m numerals.lab.comparison.child`, it reads its task from stdin, as one line of
JSON, and tells on stdout, a line each, which cell it begins, and which is done.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

from numerals.lab.comparison.cell import Material, run_cell
from numerals.lab.comparison.plan import Cell
from numerals.lab.comparison.store import Store
from numerals.lab.rivals.systems import UnsuitableError, systems


def main() -> None:
    """Run the cells of a task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began this one decides
    warnings.simplefilter("ignore")
    task: dict[str, Any] = json.loads(sys.stdin.readline())
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    store = Store(Path(task["store"]))
    zoo = systems([Path(file) for file in task["rival"]])
    for words in task["cells"]:
        cell = Cell(*words)
        _tell("begun", cell)
        try:
            run_cell(
                cell,
                zoo[cell.system],
                Material(store.material),
                task["classes"],
                cell.size == task["largest"],
                task["quick"],
                store,
            )
        except UnsuitableError as error:
            _tell("skipped", cell, str(error))
            continue
        except Exception as error:  # whatever a rival raises, the next cell may go well
            _tell("failed", cell, f"{type(error).__name__}: {error}")
            continue
        _tell("done", cell)


def _tell(what: str, cell: Cell, reason: str = "") -> None:
    print(json.dumps([what, *cell, reason]), flush=True)  # noqa: T201 - this is what it is for


def _leave_with_parent() -> None:
    """Wait for the end of stdin, which the parent never writes to again, and go."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
