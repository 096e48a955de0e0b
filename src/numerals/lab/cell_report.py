"""Cell report: how the cells of pages were read, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from numerals.lab.layout import new_table, visible
from numerals.lab.percent import UNDEFINED, down, interval

if TYPE_CHECKING:
    from numerals.lab.cells import CellFigures, PageFigures
    from numerals.lab.metrics import Share


def cell_report(cells: CellFigures) -> Group:
    """Show, page by page and in sum, the cells read right and what was missed or made up."""
    table = new_table()
    table.add_column("page", overflow="fold")
    for heading in ("handwritten", "printed", "all", "missing", "extra"):
        table.add_column(heading, justify="right")
    for page in cells.pages:
        table.add_row(visible(page.page), *_row(page))
    if len(cells.pages) > 1:
        table.add_section()
        table.add_row(*(Text(part, "bold") for part in ("all pages", *_row(cells.total))))
    total = cells.total
    notes = [
        f"{name}: {down(right.value)} % {interval(right)} read right"
        for name, right in (("handwritten", total.hand), ("all", total.all))
        if right.of
    ]
    if cells.told.of:
        notes.append(
            f"told rightly to be printed or handwritten: {down(cells.told.value)} % of "
            f"{cells.told.of:,}"
        )
    title = Text("Cells read right at their row and column", "bold")
    return Group(title, table, Text("\n".join(notes), "dim"))


def _row(page: PageFigures) -> list[str]:
    shares = [_of(share) for share in (page.hand, page.printed, page.all)]
    return [*shares, f"{page.missing:,}", f"{page.extra:,}"]


def _of(share: Share) -> str:
    return f"{share.count:,} of {share.of:,}" if share.of else UNDEFINED
