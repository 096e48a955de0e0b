"""Pages taken anew in many ways: which of their cells are still read, at their row and column.

    python benchmarks/retaken.py FOLDER [--only "half" …] --output benchmarks/results/retaken.csv
    python benchmarks/retaken.py FOLDER --photos 20 [--seed 0]

FOLDER is one that `numerals evaluate` takes: pictures of pages, and `labels.csv` with the columns
file, row, column, text, and perhaps `hand`, which is 1 where a person wrote. Each page is turned,
seen from aside, bent, shaded, blurred, made smaller, as other photos of it would be: in one way at
a time, or with --photos so many times in all ways at once, each drawn at random. A cell is
right where the first number at its row and column is exactly its text; any other place is an extra.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from measuring import ROOT, keep

from numerals import Reader

sys.path.insert(0, str(ROOT))
from tests import sheets

#: What lies around a page that is turned.
TABLE = (50, 66, 82)
Array = Any


def turned(page: Array, degrees: float) -> Array:
    """Turn a page on a table."""
    h, w = page.shape[:2]
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = (round(h * sin + w * cos), round(h * cos + w * sin))
    turn[:, 2] += (np.array(size) - (w, h)) / 2
    return cv2.warpAffine(page, turn, size, borderValue=TABLE)


def aside(page: Array, *corners: tuple[float, float]) -> Array:
    """See a page in perspective, its corners moved by shares of its sides."""
    h, w = page.shape[:2]
    before = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    after = before + np.array(corners, np.float32)
    onto = cv2.getPerspectiveTransform(before * np.float32([w, h]), after * np.float32([w, h]))
    return cv2.warpPerspective(page, onto, (w, h), borderValue=TABLE)


def bent(page: Array, share: float) -> Array:
    """Bend a page over its width, by a share of its height."""
    h, w = page.shape[:2]
    y, x = np.indices((h, w), np.float32)
    rise = np.float32(share * h) * np.sin(np.pi * x / w, dtype=np.float32)
    return cv2.remap(page, x, y + rise, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def shaded(page: Array, least: float) -> Array:
    """Let light fall off from right to left."""
    return np.uint8(page * np.linspace(least, 1, page.shape[1])[:, None])


def grainy(page: Array, deviation: float) -> Array:
    """Add a dark room's noise."""
    rng = np.random.default_rng(0)
    return np.uint8(np.clip(page + rng.normal(0, deviation, page.shape), 0, 255))


def shaken(page: Array, pixels: int) -> Array:
    """Move the camera sideways."""
    return cv2.blur(page, (pixels, 1))


def small(page: Array, factor: float) -> Array:
    """Take a page with fewer pixels."""
    return cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def squeezed(page: Array, quality: int) -> Array:
    """Save a page as a small JPEG file."""
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1)


WAYS: dict[str, Callable[[Array], Array]] = {
    "as they are": lambda p: p,
    "turned by 3": lambda p: turned(p, 3),
    "turned by -7": lambda p: turned(p, -7),
    "turned by 12": lambda p: turned(p, 12),
    "turned by 20": lambda p: turned(p, 20),
    "from above": lambda p: aside(p, (0.1, 0), (-0.1, 0), (0, 0), (0, 0)),
    "from below": lambda p: aside(p, (0, 0), (0, 0), (-0.2, 0), (0.2, 0)),
    "from the left": lambda p: aside(p, (0, 0.1), (0, 0), (0, 0), (0, -0.1)),
    "bent by 2 %": lambda p: bent(p, 0.02),
    "bent by 5 %": lambda p: bent(p, 0.05),
    "light to 0.4": lambda p: shaded(p, 0.4),
    "light to 0.2": lambda p: shaded(p, 0.2),
    "half in shadow": sheets.half_in_shadow,
    "grain of 10": lambda p: grainy(p, 10),
    "grain of 25": lambda p: grainy(p, 25),
    "JPEG of 20": lambda p: squeezed(p, 20),
    "half": lambda p: small(p, 1 / 2),
    "a third": lambda p: small(p, 1 / 3),
    "blurred by 1": lambda p: cv2.GaussianBlur(p, (0, 0), 1),
    "blurred by 2": lambda p: cv2.GaussianBlur(p, (0, 0), 2),
    "blurred by 3": lambda p: cv2.GaussianBlur(p, (0, 0), 3),
    "shaken by 9": lambda p: shaken(p, 9),
    "on its left side": lambda p: np.ascontiguousarray(np.rot90(p, 1)),
    "upside down": lambda p: np.ascontiguousarray(np.rot90(p, 2)),
    "on its right side": lambda p: np.ascontiguousarray(np.rot90(p, 3)),
}


def photo(page: Array, rng: Any) -> Array:
    """Take another photo of a page: from aside, of bent paper, in bad light, unsharp, small."""
    page = bent(page, rng.uniform(-0.02, 0.02))
    page = aside(page, *rng.uniform(-0.06, 0.06, (4, 2)))
    page = turned(page, rng.uniform(-8, 8))
    page = shaded(page, rng.uniform(0.4, 1))
    if rng.random() < 0.3:
        page = sheets.half_in_shadow(page)
    page = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.3, 1.8))
    page = small(page, rng.uniform(0.5, 1))
    return squeezed(grainy(page, rng.uniform(0, 8)), int(rng.integers(40, 95)))


def labels_of(folder: Path) -> dict[str, dict[tuple[int, int], tuple[str, bool]]]:
    """Give each file's cells: text, and whether a person wrote it."""
    cells: dict[str, dict[tuple[int, int], tuple[str, bool]]] = {}
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = int(row["row"]), int(row["column"])
            written = row.get("hand", "1") == "1"
            cells.setdefault(row["file"], {})[place] = row["text"], written
    return cells


def count(reader: Reader, page: Array, cells: dict[tuple[int, int], tuple[str, bool]]) -> Counter:
    """Read a page, and count its cells and extras."""
    found: Counter[str] = Counter()
    seen: dict[tuple[int | None, int | None], Any] = {}
    for number in reader.read(np.ascontiguousarray(page[..., ::-1])).numbers:
        place = number.row, number.column
        if place in cells and place not in seen:
            seen[place] = number
        else:
            found["extra"] += 1
            found["extra, accepted"] += number.status == "accepted"
    for place, (text, written) in cells.items():
        right = place in seen and seen[place].text == text
        accepted = place in seen and seen[place].status == "accepted"
        found["cells"] += 1
        found["right"] += right
        found["by hand"] += written
        found["by hand, right"] += written and right
        found["accepted"] += accepted
        found["accepted, wrong"] += accepted and not right
    return found


def main() -> None:
    """Take each page anew, read it, print, and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--photos", type=int, default=0, help="of each page, instead")
    parser.add_argument("--seed", type=int, default=0, help="of these (0)")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    labels, reader, rows = labels_of(asked.folder), Reader(), list[dict[str, Any]]()
    names = ("by hand", "by hand, right", "cells", "right", "accepted", "accepted, wrong")
    ways = {way: WAYS[way] for way in asked.only}
    if asked.photos:
        rng = np.random.default_rng(asked.seed)
        ways = {f"photo {i + 1}": lambda p: photo(p, rng) for i in range(asked.photos)}
    for way, take in ways.items():
        total, start = Counter[str](), time.perf_counter()
        for file, cells in labels.items():
            page = cv2.imread(str(asked.folder / file))
            if page is None:
                raise SystemExit(f"{asked.folder / file} is no picture that can be read")
            total.update(count(reader, take(page), cells))
        each = (time.perf_counter() - start) / len(labels)
        rows.append({"way": way} | {n: total[n] for n in (*names, "extra", "extra, accepted")})
        rows[-1]["seconds"] = round(each, 2)
        print(", ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
