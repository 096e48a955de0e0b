"""Which two networks read numbers best together: one looks at each strip, one looks again.

    python benchmarks/pairs.py NETWORK.onnx ... --strips 12000 --output benchmarks/results/pairs.csv

The networks are files that `numerals train-numbers` wrote, or those in the weights that ship. They
are told apart by their places on the command line, 1, 2 …; every pair is tried in both orders, and
each network with itself. The choice is made on drawn strips, of hands that nothing is learnt from,
and of another seed than those that a model is calibrated on: as they are, and shifted as none are
that were learnt from, for what reads best of what it knows need not be best of what it does not;
and by the pens of writers, and by digits on maps, that nothing is learnt from.
Folders of labelled numbers, named with --numbers, show what it gives there; they choose nothing.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from looks import SEED, Labelled, drawn, folder
from measuring import keep

from numerals.data.maps import held, maps
from numerals.data.paper import photograph
from numerals.data.penman import SIZE, Draw, from_maps, from_traces
from numerals.data.pens import pens
from numerals.data.texts import draw_text, label_of
from numerals.data.traces import traces_of
from numerals.data.writer import write_with
from numerals.field import Field
from numerals.image.strip import cut_strip
from numerals.model.looks import Looks, look
from numerals.model.number import read_number
from numerals.model.runtime import WEIGHTS
from numerals.model.string_network import DEFAULT_STRING_MODEL, FIRST, StringNetwork
from numerals.value import digits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def shifted(labelled: Labelled) -> Labelled:
    """Make each strip coarse, bold, thin, slanted or wavy, more than any that is learnt from."""
    rng = np.random.default_rng(SEED)
    return [
        (replace(strip, pixels=_shift(strip.pixels, i % 5, rng)), text)
        for i, (strip, text) in enumerate(labelled)
    ]


def _shift(strip: NDArray[np.uint8], kind: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    h, w = strip.shape
    y, x = np.mgrid[:h, :w].astype(np.float32)
    if kind == 0:
        small = cv2.resize(strip, (w * 3 // 8, h * 3 // 8), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR), np.uint8)
    if kind in (1, 2):
        change = cv2.dilate if kind == 1 else cv2.erode
        return np.asarray(change(strip, np.ones((2, 2), np.uint8)), np.uint8)
    if kind == 3:
        slant = np.float32(rng.choice([-0.45, 0.45]))
        return np.asarray(cv2.remap(strip, x + slant * (y - h / 2), y, cv2.INTER_LINEAR), np.uint8)
    wave = rng.normal(0, 1.3, (4, max(2, w // 10), 2)).astype(np.float32)
    field = cv2.resize(wave, (w, h), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.remap(strip, x + field[..., 0], y + field[..., 1], cv2.INTER_LINEAR))


def by_others(count: int, hand: Callable[[np.random.Generator], Draw]) -> Labelled:
    """Draw strips by writers whom nothing is learnt from."""
    rng = np.random.default_rng(SEED)
    drawn: Labelled = []
    while len(drawn) < count:
        text = draw_text(rng)
        photo = photograph(write_with(text, hand(rng), rng), SIZE, rng)
        strip = cut_strip(photo.pixels)
        if strip is not None:
            drawn.append((strip, label_of(text)))
    return drawn


def load(file: Path) -> StringNetwork:
    """Load one network, which looks twice, at the temperature of the model that ships."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        shutil.copyfile(WEIGHTS / DEFAULT_STRING_MODEL / "config.json", made / "config.json")
        shutil.copyfile(file, made / FIRST)
        return StringNetwork(made)


def examine(name: str, labelled: Labelled, networks: list[StringNetwork]) -> list[dict[str, Any]]:
    """Try every pair on a set."""
    strips = [strip.pixels for strip, _ in labelled]
    uprights = [strip.uprights for strip, _ in labelled]
    looked = [look(network, strips, uprights) for network in networks]
    rows: list[dict[str, Any]] = []
    for one, two in product(range(len(networks)), repeat=2):
        pairs = [Looks(a.first, b.second) for a, b in zip(looked[one], looked[two], strict=True)]
        texts = [read_number(a, Field(), [b]).text for a, b in pairs]
        right = sum(digits(a) == digits(b) for a, (_, b) in zip(texts, labelled, strict=True))
        rows.append(
            {"set": name, "first": one + 1, "second": two + 1, "right": right, "of": len(labelled)}
        )
        print(f"{name:22} {one + 1} then {two + 1}: {right:>6} of {len(labelled)}", flush=True)
    return rows


def main() -> None:
    """Examine the pairs on what is drawn, and on each folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("networks", type=Path, nargs="+", help="ONNX files")
    parser.add_argument("--strips", type=int, default=12_000, help="to draw (12,000)")
    parser.add_argument("--numbers", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    networks = [load(file) for file in asked.networks]
    strips = drawn(asked.strips)
    rows = examine("drawn", strips, networks) + examine("shifted", shifted(strips), networks)
    traces, on_maps = traces_of(pens().held()), held(maps())
    others = by_others(asked.strips, lambda rng: from_traces(traces, rng))
    rows += examine("by other pens", others, networks)
    others = by_others(asked.strips, lambda rng: from_maps(on_maps, rng))
    rows += examine("on other maps", others, networks)
    for path in asked.numbers:
        rows += examine(path.name, folder(path), networks)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
