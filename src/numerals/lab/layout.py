"""Layout: what the tables of a report share."""

from __future__ import annotations

from rich import box
from rich.table import Table


def new_table(*right: str) -> Table:
    """Make a table without lines but one below its headings; these columns' cells end alike."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")
    for heading in right:
        table.add_column(heading, justify="right")
    return table


def visible(text: str) -> str:
    """Show a name without the control characters a file may carry into a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
