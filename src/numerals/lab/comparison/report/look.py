"""Look: what all figures of the report share: colours, marks, words."""

from __future__ import annotations

import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from numerals.errors import MissingExtraError
from numerals.lab.figure import BLUE, GREEN, ORANGE, VERMILION

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The colours with a role: in the page they change with its light and dark scheme.
INK, QUIET, GRID, PAPER = "#1b1c1f", "#5f6368", "#d9dce1", "#ffffff"
#: More of Okabe & Ito's palette.
SKY, PINK = "#56b4e9", "#cc79a7"
#: Two beside it, for more families than it has colours that stand out on white.
VIOLET, OLIVE, GREY = "#8a6bbf", "#a08a00", "#8d8d8d"
#: Words on a filled cell keep their colour in both schemes: the cell keeps its own.
FIXED = "#202124"


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
    "features": Mark(GREY, "X"),
    "hybrid": Mark(VIOLET, "h"),
    "shipped": Mark(OLIVE, "*"),
}
_OTHER = Mark(GREY, ".")
#: Within a family the systems differ by all three at once.
KIN = (
    Mark(BLUE, "o", "-"),
    Mark(VERMILION, "s", "--"),
    Mark(GREEN, "^", "-."),
    Mark(ORANGE, "D", ":"),
    Mark(PINK, "v", (0, (5, 1, 1, 1, 1, 1))),
    Mark(SKY, "P", (0, (1, 2))),
)


#: What the families are called over their panels.
_NAMES = {
    "convolutional": "convolutional networks",
    "recurrent": "recurrent networks",
    "dense": "dense networks",
    "neighbours": "nearest neighbours",
    "kernel": "kernel machines",
    "features": "hand-made features",
    "hybrid": "hybrids",
    "shipped": "shipped with numerals",
}


def family_name(family: str) -> str:
    """Give a family's name for people."""
    return _NAMES.get(family, family)


def family_mark(family: str) -> Mark:
    """Give a family's colour and marker."""
    return _FAMILIES.get(family, _OTHER)


@contextmanager
def look() -> Iterator[None]:
    """Draw all that is drawn within in the report's look; nothing stays behind.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context
    except ImportError as error:
        raise MissingExtraError("Drawing plots", error.name or "matplotlib") from error

    settings: Any = {
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


def mistakes_map() -> Any:
    """Give the colours of shares of mistakes: the darker and redder, the more."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "mistakes", ["#FFFFFF", "#F7C9A9", VERMILION, "#6E2C00"]
    )


def words_on(colour: tuple[float, float, float, float]) -> str:
    """Give the colour in which words stand out better from a cell: dark or light."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    # Where the contrasts of WCAG with near-black and near-white are equal.
    return FIXED if luminance > 0.2 else "#fefefe"


def panel_title(rank: int, title: str, below: str) -> str:
    """Give a small panel's title: rank, name and a line below, broken where it is long."""
    lines = textwrap.wrap(f"{rank}  {title}", 25, drop_whitespace=True)[:2]
    return "\n".join([*lines, below])
