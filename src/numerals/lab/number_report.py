"""Number report: what is to be said of whole numbers, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from numerals.lab.layout import new_table, visible
from numerals.lab.numbers import ANSWERS
from numerals.lab.percent import UNDEFINED, decimals, down, interval, up

if TYPE_CHECKING:
    from rich.table import Table

    from numerals.lab.metrics import Share
    from numerals.lab.numbers import ErrorRate, NumberFigures
    from numerals.lab.strings import Edit

#: So many confusions are listed in the text; the JSON has them all.
LISTED = 12


def number_report(numbers: NumberFigures) -> Group:
    """Show the errors by character, by length, and what is commonly taken for what."""
    table = new_table()
    table.add_column("")
    for heading in ("%", "95 % interval", "count"):
        table.add_column(heading, justify="right")
    rate = numbers.error_rate
    table.add_row("characters wrong (CER)", up(rate.value), _between(rate), f"{rate.edits:,}")
    _add(table, "as many digits as written", numbers.length_right)
    _add(table, f"the right one among {ANSWERS} answers", numbers.among)
    if numbers.constrained.of:
        name = f"right of the {numbers.constrained.of:,} owed to the field"
        _add(table, name, numbers.constrained)
    parts: list[RenderableType] = [Text("Numbers", "bold"), table]
    parts += [Text("\nBy number of digits, %", "bold"), _by_length(numbers)]
    if numbers.confusions:
        parts.append(Text.assemble(("\nCommonest confusions: ", "bold"), _confusions(numbers)))
    return Group(*parts)


def say_edit(edit: Edit) -> str:
    """Say in words what was taken for what: '1→7', 'extra 1', 'missing 0'."""
    truth, read = visible(edit.truth), visible(edit.read)
    if not truth:
        return f"extra {read}"
    return f"{truth}→{read}" if read else f"missing {truth}"


def _add(table: Table, name: str, share: Share) -> None:
    table.add_row(name, down(share.value, decimals(share.of)), interval(share), f"{share.count:,}")


def _by_length(numbers: NumberFigures) -> Table:
    table = new_table("digits", "read right", "95 % interval", "CER", "pictures")
    for row in numbers.by_length:
        table.add_row(
            str(row.digits),
            down(row.right.value),
            interval(row.right),
            up(row.error_rate.value),
            f"{row.right.of:,}",
        )
    return table


def _confusions(numbers: NumberFigures) -> str:
    shown = ", ".join(f"{say_edit(edit)} ×{n:,}" for edit, n in numbers.confusions[:LISTED])
    rest = len(numbers.confusions) - LISTED
    return f"{shown}, and {rest:,} rarer kinds" if rest > 0 else shown


def _between(rate: ErrorRate) -> str:
    if not rate.characters:
        return UNDEFINED
    low, high = rate.interval
    return f"[{down(low)}, {up(high)}]"
