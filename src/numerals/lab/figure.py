"""Figure: one look for all plots, drawn without a screen and without global state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from numerals.errors import MissingExtraError

#: Okabe & Ito's palette, told apart by the colour-blind too.
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
DPI = 150


def new_figure(width: float, height: float) -> Any:
    """Make an empty figure of a size in inches.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("Drawing plots", error.name or "matplotlib") from error
    return Figure(figsize=(width, height), layout="constrained")


def drawable(name: str) -> str:
    """Give a name as the plots' font can draw it: a sign that it lacks as its code point.

    Right-to-left letters stand alone in a name of one; of longer ones the order is the font's.
    """
    from matplotlib.font_manager import FontProperties, findfont, get_font

    known = get_font(findfont(FontProperties())).get_charmap()
    return " ".join(
        [c if ord(c) in known else f"U+{ord(c):04X}" for c in name]
        if any(ord(c) not in known for c in name)
        else [name]
    )


def save_figure(figure: Any, path: Path) -> None:
    """Save as `path`.png and `path`.svg."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for suffix in (".png", ".svg"):
        figure.savefig(path.with_suffix(suffix), dpi=DPI)
