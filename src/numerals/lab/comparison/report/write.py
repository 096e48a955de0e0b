"""Write: a comparison's folder becomes report.html and the figures beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerals.data.files import write_atomically
from numerals.lab.comparison.report.figures import figures
from numerals.lab.comparison.report.findings import find
from numerals.lab.comparison.report.folder import read_comparison
from numerals.lab.comparison.report.page import page

if TYPE_CHECKING:
    from pathlib import Path

PAGE, FIGURES = "report.html", "report"


def write_report(folder: Path) -> Path:
    """Write the report of a comparison, also of one that is half finished.

    Writes `report.html`, one file that needs no other, and each figure as
    `report/NAME.png` and `.svg`. Figures of an earlier report are replaced, and those deleted
    for which there are no numbers any more.

    Args:
        folder: As `numerals compare --output` leaves it.

    Returns:
        The page's path.

    Raises:
        MissingDataError: The folder holds no comparison.
        MissingExtraError: matplotlib is not installed.
        OSError: It cannot be written.
    """
    findings = find(read_comparison(folder))
    drawn = figures(findings)
    kept = {f"{f.name}.{kind}" for f in drawn for kind in ("png", "svg")}
    for old in (folder / FIGURES).glob("*"):
        if old.suffix in (".png", ".svg") and old.name not in kept:
            old.unlink()
    for figure in drawn:
        figure.drawn.save(folder / FIGURES / figure.name)
    path = folder / PAGE
    write_atomically(path, page(findings, drawn).encode())
    return path
