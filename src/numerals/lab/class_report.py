"""Class report: how well each digit, or other symbol, is read, and what is taken for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from numerals.lab.layout import new_table, visible
from numerals.lab.metrics import OTHER
from numerals.lab.percent import down

if TYPE_CHECKING:
    from numerals.lab.evaluate import Evaluation
    from numerals.lab.results import Figures

#: So many mistakes are listed where a matrix of all classes would be wider than the page.
_LISTED = 12
#: Characters that a count and the space before it take in the matrix, at least.
_CELL = 6


def class_report(evaluation: Evaluation, figures: Figures, width: int) -> list[RenderableType]:
    """Give the tables of the pictures that show a single digit, or symbol, of the model's.

    Args:
        evaluation: What was read.
        figures: What it comes to.
        width: Characters a line.
    """
    names = [visible(name) for name in evaluation.classes]
    cell = max(_CELL, *(len(name) + 2 for name in names))
    fits = cell * (len(names) + 2) <= max(width, _CELL * 12)
    matrix = _confusion(figures, names) if fits else _commonest(figures, names)
    return [_scores(figures, names, evaluation.unit), matrix]


def _scores(figures: Figures, names: list[str], unit: str) -> Group:
    table = new_table("digit", "precision", "recall", "F1", unit)
    for name, s in zip(names, figures.digits, strict=True):
        table.add_row(Text(name), down(s.precision), down(s.recall), down(s.f1), f"{s.support:,}")
    if (macro := figures.macro) is not None:
        table.add_section()
        shown = "macro" if macro.digits == len(names) else f"macro of {macro.digits}"
        cells = (shown, down(macro.precision), down(macro.recall), down(macro.f1))
        table.add_row(*(Text(c, "bold") for c in cells), f"{figures.single_digit:,}")
    return Group(Text(f"By digit, %{_of_singles(figures, unit)}", "bold"), table)


def _confusion(figures: Figures, names: list[str]) -> Group:
    table = new_table()
    for name in ("", *names, OTHER):
        table.add_column(Text(name), justify="right", no_wrap=True)
    for i, row in enumerate(figures.confusion.tolist()):
        cells = [
            Text(f"{n:,}" if n else "·", "bold" if i == j else "red" if n else "dim")
            for j, n in enumerate(row)
        ]
        table.add_row(Text(names[i], "bold"), *cells)
    heading = Text.assemble(
        ("Confusion, each row what is written, each column what was read", "bold"),
        f"\n({OTHER} is nothing, or no single digit)",
    )
    return Group(heading, table)


def _commonest(figures: Figures, names: list[str]) -> Group:
    """List what is most often taken for what, where the whole would be too wide."""
    counts = figures.confusion.copy()
    np.fill_diagonal(counts, 0)
    order = np.argsort(-counts, axis=None, kind="stable")[:_LISTED].tolist()
    mistakes = [divmod(place, counts.shape[1]) for place in order if counts.flat[place]]
    heading = Text("Confusion: what is most often taken for what", "bold")
    if not mistakes:
        return Group(heading, Text("nothing"))
    table = new_table("written", "read", "times", "of all written, %")
    for row, column in mistakes:
        read = [*names, OTHER][column]
        times = int(counts[row, column])
        share = down(times / figures.digits[row].support)
        table.add_row(Text(names[row]), Text(read), f"{times:,}", share)
    note = (
        f"({OTHER} is nothing, or none of the {len(names)} classes; the plot and the JSON have all)"
    )
    return Group(heading, table, Text(note, "dim"))


def _of_singles(figures: Figures, unit: str) -> str:
    of = figures.accuracy.of
    if figures.single_digit == of:
        return ""
    return f": only the {figures.single_digit:,} of {of:,} {unit} that show a single digit"
