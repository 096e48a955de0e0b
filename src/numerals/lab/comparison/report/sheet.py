"""Sheet: a figure with a strip for its title and one for its footer, and the files it becomes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from numerals.data.files import write_atomically
from numerals.lab.comparison.report.look import GRID, INK, OLIVE, PAPER, QUIET, VIOLET
from numerals.lab.figure import BLUE, DPI, GREEN, VERMILION, new_figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Inches.
WIDTH = 9.0
#: Inches above and below the plot; the page has title and footer as text, and cuts them off.
TOP, BOTTOM = 0.42, 0.42
_ROLES = {INK: "ink", QUIET: "quiet", GRID: "grid", PAPER: "paper"}
# On a dark page these must be lighter to stand out.
_ROLES |= {BLUE: "blue", VERMILION: "vermilion", GREEN: "green", VIOLET: "violet", OLIVE: "olive"}


class Room(NamedTuple):
    """What is left free around the panels of a sheet, in inches.

    Attributes:
        left: Left of the first column.
        right: Right of the last.
        top: Above the first row.
        bottom: Below the last.
        below: Between two rows.
    """

    left: float
    right: float
    top: float
    bottom: float
    below: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as files' contents.

    Attributes:
        png: With title and footer.
        svg: With title and footer.
        inline: The SVG for the page: without both, in the page's colours, ids of its own.
    """

    png: bytes
    svg: bytes
    inline: str

    def save(self, path: Path) -> None:
        """Write `path`.png and `path`.svg, each whole or not at all."""
        write_atomically(path.with_suffix(".png"), self.png)
        write_atomically(path.with_suffix(".svg"), self.svg)


def new_sheet(height: float, width: float = WIDTH) -> Any:
    """Make an empty figure whose plot has a height in inches, title and footer not counted.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    whole = height + TOP + BOTTOM
    figure = new_figure(width, whole)
    figure.get_layout_engine().set(rect=(0, BOTTOM / whole, 1, height / whole))
    return figure


def panel_sheet(
    count: int, columns: int, size: tuple[float, float], room: Room, shared: bool = True
) -> tuple[Any, list[Any]]:
    """Make a figure of many panels in rows, laid out by hand: to have it laid out takes seconds.

    Args:
        count: How many panels.
        columns: At most so many beside each other.
        size: A panel's width and height in inches; the whole is always `WIDTH` wide.
        room: What is left free around them, in inches.
        shared: Whether all have the same axes.

    Returns:
        The figure and its panels, row by row.
    """
    rows = -(-count // columns)
    height = room.top + room.bottom + rows * size[1] + (rows - 1) * room.below
    whole = height + TOP + BOTTOM
    figure = new_figure(WIDTH, whole)
    figure.set_layout_engine("none")
    panels: list[Any] = []
    beside = (WIDTH - room.left - room.right - columns * size[0]) / max(1, columns - 1)
    for i in range(count):
        row, column = divmod(i, columns)
        x = room.left + column * (size[0] + beside)
        y = BOTTOM + room.bottom + (rows - 1 - row) * (size[1] + room.below)
        first = panels[0] if shared and panels else None
        axes = figure.add_axes(
            (x / WIDTH, y / whole, size[0] / WIDTH, size[1] / whole), sharex=first, sharey=first
        )
        if shared:
            # Only those at the rim have labels; one above an empty place is at the rim, too.
            axes.tick_params(labelleft=column == 0, labelbottom=i + columns >= count)
        panels.append(axes)
    return figure, panels


def name_axes(figure: Any, panels: Sequence[Any], below: str, beside: str) -> None:
    """Name the axes that all panels of a `panel_sheet` share, in the middle of these."""
    height = figure.get_size_inches()[1]
    boxes = [axes.get_position() for axes in panels]
    x = (min(b.x0 for b in boxes) + max(b.x1 for b in boxes)) / 2
    y = (min(b.y0 for b in boxes) + max(b.y1 for b in boxes)) / 2
    figure.text(x, (BOTTOM + 0.12) / height, below, ha="center", va="center", color=INK)
    figure.text(0.14 / WIDTH, y, beside, ha="center", va="center", rotation=90, color=INK)


def finish(figure: Any, name: str, title: str, footer: str) -> Drawn:
    """Write title and footer onto a figure, and make its files.

    Args:
        figure: From `new_sheet`.
        name: Of letters, digits and dashes, for the ids within the page.
        title: What it shows.
        footer: n, seeds, machine, command: at most two lines.
    """
    height = figure.get_size_inches()[1]
    middle = TOP / 2 / height
    figure.text(0.01, 1 - middle, title, size=12, weight="bold", va="center", color=INK)
    figure.text(0.01, 0.12 / height, footer, size=6.5, va="bottom", color=QUIET)
    if (engine := figure.get_layout_engine()) is not None:
        # Laid out once: each saving would do it again, and it takes longer than all drawing.
        engine.execute(figure)
        figure.set_layout_engine("none")
    png, svg = io.BytesIO(), io.BytesIO()
    figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return Drawn(png.getvalue(), svg.getvalue(), _inline(svg.getvalue().decode(), name))


def _inline(svg: str, name: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"<title>.*?</title>", "", svg, count=1, flags=re.DOTALL)
    # Equal pictures get equal ids, which nothing refers to.
    svg = re.sub(r' id="image[^"]*"', "", svg)
    for before in ('id="', 'href="#', "url(#"):
        svg = svg.replace(before, f"{before}{name}-")
    for colour, role in _ROLES.items():
        svg = svg.replace(f": {colour.lower()}", f": var(--{role})")
    box = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    if box is None:  # pragma: no cover - matplotlib always writes one
        return svg
    kept = float(box[2]) - 72 * (TOP + BOTTOM)
    opening = (
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" aria-hidden="true" focusable="false" '
        f'viewBox="0 {72 * TOP:g} {box[1]} {kept:.2f}">'
    )
    return opening + svg[svg.index(">") + 1 :]
