"""Look: what all figures of the report share: colours, marks, room for title and footer, files."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.data.files import write_atomically
from numerals.lab.figure import BLUE, DPI, GREEN, ORANGE, VERMILION, new_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

#: The colours with a role: in the page they change with its light and dark scheme.
INK, QUIET, GRID, PAPER = "#1b1c1f", "#5f6368", "#d9dce1", "#ffffff"
#: More of Okabe & Ito's palette.
SKY, PINK = "#56b4e9", "#cc79a7"
#: Words on a filled cell keep their colour in both schemes: the cell keeps its own.
FIXED = "#202124"
WIDTH = 9.0
#: Inches above and below the plot; the page has title and footer as text, and cuts them off.
TOP, BOTTOM = 0.42, 0.42
_ROLES = {INK: "ink", QUIET: "quiet", GRID: "grid", PAPER: "paper"}


class Mark(NamedTuple):
    """How a system is drawn: never by colour alone."""

    colour: str
    marker: str
    line: str | tuple[int, tuple[int, ...]] = "-"


_FAMILIES = {
    "convolutional": Mark(BLUE, "o"),
    "recurrent": Mark(VERMILION, "s"),
    "dense": Mark(GREEN, "^"),
    "neighbours": Mark(ORANGE, "D"),
    "kernel": Mark(PINK, "v"),
    "trees": Mark(SKY, "P"),
    "features": Mark("#8d8d8d", "X"),
    "hybrid": Mark("#8a6bbf", "h"),
    "shipped": Mark("#a08a00", "*"),
}
_OTHER = Mark("#8d8d8d", ".")
#: Within a family the systems differ by all three at once.
KIN = (
    Mark(BLUE, "o", "-"),
    Mark(VERMILION, "s", "--"),
    Mark(GREEN, "^", "-."),
    Mark(ORANGE, "D", ":"),
    Mark(PINK, "v", (0, (5, 1, 1, 1, 1, 1))),
    Mark(SKY, "P", (0, (1, 2))),
)


def family_mark(family: str) -> Mark:
    """Give a family's colour and marker."""
    return _FAMILIES.get(family, _OTHER)


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


@contextmanager
def look() -> Iterator[None]:
    """Draw all that is drawn within in the report's look; nothing stays behind."""
    # The rooms above this one draw only after `new_sheet`, which says what is missing.
    from matplotlib import rc_context

    settings = {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.titlesize": 9.5,
        "axes.titleweight": "bold",
        "axes.edgecolor": QUIET,
        "axes.labelcolor": INK,
        "axes.facecolor": "none",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "text.color": INK,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "legend.frameon": False,
        "figure.facecolor": PAPER,
        # The same comparison gives the same files, byte by byte.
        "svg.hashsalt": "numerals",
        "svg.fonttype": "path",
    }
    with rc_context(settings):
        yield


def new_sheet(height: float, width: float = WIDTH) -> Any:
    """Make an empty figure whose plot has a height in inches, title and footer not counted.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    whole = height + TOP + BOTTOM
    figure = new_figure(width, whole)
    figure.get_layout_engine().set(rect=(0, BOTTOM / whole, 1, height / whole))
    return figure


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
    png, svg = io.BytesIO(), io.BytesIO()
    figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return Drawn(png.getvalue(), svg.getvalue(), _inline(svg.getvalue().decode(), name))


def _inline(svg: str, name: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"<title>.*?</title>", "", svg, count=1, flags=re.DOTALL)
    for before in ('id="', 'href="#', "url(#"):
        svg = svg.replace(before, f"{before}{name}-")
    for colour, role in _ROLES.items():
        svg = svg.replace(f": {colour}", f": var(--{role})")
    box = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    if box is None:  # pragma: no cover - matplotlib always writes one
        return svg
    kept = float(box[2]) - 72 * (TOP + BOTTOM)
    opening = (
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" aria-hidden="true" focusable="false" '
        f'viewBox="0 {72 * TOP:g} {box[1]} {kept:.2f}">'
    )
    return opening + svg[svg.index(">") + 1 :]


def accuracy_axis(axis: Any, low: float, high: float, n: int) -> None:
    """Scale an axis so that each step halves the mistakes: 98 to 99 % is as far as 99 to 99.5 %.

    Args:
        axis: `axes.xaxis` or `axes.yaxis`.
        low: The least accuracy to show, in [0, 1].
        high: The largest.
        n: Of how many pictures: what is perfect is drawn as half a mistake.
    """
    least = 0.5 / max(n, 1)

    def onto(a: NDArray[np.float64]) -> NDArray[np.float64]:
        return -np.log10(np.maximum(1 - np.asarray(a, float), least))

    def back(y: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1 - 10.0 ** -np.asarray(y, float)

    ends = onto(np.array([low, high]))
    room = max(0.08 * (ends[1] - ends[0]), 0.02)
    set_scale = axis.axes.set_xscale if axis.axis_name == "x" else axis.axes.set_yscale
    set_limits = axis.axes.set_xlim if axis.axis_name == "x" else axis.axes.set_ylim
    set_scale("function", functions=(onto, back))
    limits = back(np.array([ends[0] - room, ends[1] + room]))
    set_limits(max(0.0, limits[0]), limits[1])
    ticks = _ticks(float(onto(limits[:1])[0]), float(onto(limits[1:])[0]), onto)
    axis.set_ticks(ticks, labels=[f"{100 * t:.6g} %" for t in ticks])
    axis.set_ticks([], minor=True)


_ROUND = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.07, 0.05, 0.04, 0.03)
_ROUND += (0.025, 0.02, 0.015, 0.012, 0.01, 0.008, 0.007, 0.006, 0.005, 0.004, 0.003, 0.002)
_ROUND += (0.0015, 0.001, 0.0005, 0.0002, 0.0001)


def _ticks(low: float, high: float, onto: Any) -> list[float]:
    apart = (high - low) / 7
    ticks: list[float] = []
    for error in _ROUND:
        place = float(onto(np.array([1 - error]))[0])
        near = ticks and place - float(onto(np.array(ticks[-1:]))[0]) < apart
        if low - 1e-9 <= place <= high + 1e-9 and not near:
            ticks.append(round(1 - error, 6))
    return ticks


def mistakes_map() -> Any:
    """Give the colours of shares of mistakes: the darker and redder, the more."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "mistakes", ["#FFFFFF", "#F7C9A9", VERMILION, "#6E2C00"]
    )


def words_on(shade: float) -> str:
    """Give the colour of words on a cell, 0 is white and 1 the darkest."""
    return "#fefefe" if shade > 0.72 else FIXED


def grid_of(count: int, columns: int) -> tuple[int, int]:
    """Give rows and columns for so many panels."""
    columns = max(1, min(count, columns))
    return -(-count // columns), columns


def hide_rest(axes: Sequence[Any], used: int) -> None:
    """Leave the panels empty that nothing is drawn in."""
    for one in axes[used:]:
        one.set_axis_off()
