"""Which two networks read numbers best together: one looks at each strip, one looks again.

    python benchmarks/pairs.py NETWORK.onnx ... --strips 12000 --output benchmarks/results/pairs.csv

The networks are files that `numerals train-numbers` wrote, or those in the weights that ship. They
are told apart by their places on the command line, 1, 2 …; every pair is tried in both orders, and
each network with itself. The choice is made on drawn strips, of hands that nothing is learnt from,
and of another seed than those that a model is calibrated on. Folders of labelled numbers, named
with --numbers, show what it gives there; they choose nothing.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from looks import Labelled, drawn, folder
from measuring import keep

from numerals.field import Field
from numerals.model.looks import Looks, look
from numerals.model.number import read_number
from numerals.model.runtime import WEIGHTS
from numerals.model.string_network import DEFAULT_STRING_MODEL, FIRST, StringNetwork
from numerals.value import digits


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
    rows = examine("drawn", drawn(asked.strips), networks)
    for path in asked.numbers:
        rows += examine(path.name, folder(path), networks)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
