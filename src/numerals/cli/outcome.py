"""Outcome: what a search leaves in its folder: its best configuration, its trials, its plots."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from numerals.cli.console import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numerals.lab.tuning import Tried
    from numerals.train.search import Search

BEST = "best.json"


def write_outcome(search: Search, folder: Path) -> Path | None:
    """Write what the study has found so far, each file whole or not at all.

    Args:
        search: The study.
        folder: Where to.

    Returns:
        The best configuration's file; None where no trial was run to its end.
    """
    from numerals.data.files import write_atomically
    from numerals.lab.tuning import draw_history, draw_importances, draw_slices

    tried = search.tried()
    if not tried:
        return None
    write_atomically(folder / "trials.csv", _csv(tried).encode())
    title = f"{search.space.start.network}, {len(tried)} trials"
    draw_history(tried, folder / "history", title)
    draw_slices(tried, folder / "slices", title)
    importances = search.importances()
    if importances:
        draw_importances(importances, folder / "importances", title)
    else:
        say("too few trials to tell what mattered: no plot of importances")
    best = search.best()
    if best is None:
        return None
    trial, arguments = best
    about = (
        f"found by numerals tune {arguments.network}: trial {trial.number} of {len(tried)}, "
        f"validation accuracy {trial.value:.4f}"
    )
    content = {"about": about, **asdict(arguments)}
    path = folder / BEST
    write_atomically(path, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())
    return path


def _csv(tried: Sequence[Tried]) -> str:
    """Give a row a trial."""
    out = io.StringIO()
    names = [*tried[0].params]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["trial", "complete", "validation_accuracy", *names, "epochs", "seconds"])
    for t in tried:
        chosen = [t.params[name] for name in names]
        spent = [len(t.accuracies), round(t.seconds, 2)]
        writer.writerow([t.number, int(t.complete), t.value, *chosen, *spent])
    return out.getvalue()
