"""What the network of digits adds where the networks that read along a strip are not sure.

    python benchmarks/opinion.py --strips 1000 --numbers FOLDER … \
        --output benchmarks/results/opinion.csv

How much its opinion counts (`model/number.py`) is tried from nothing to as much as the looks, and
how near the middle between two digits they part (`image/spans.py`) by what ships. The choices are
made on drawn strips as in pairs.py: of hands that nothing is learnt from, as they are and
shifted, by the pens of writers and by digits on maps that nothing is learnt from. Folders of
labelled numbers, named with --numbers, show what it gives there; they choose nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from looks import Labelled, drawn, folder
from measuring import keep
from pairs import by_others, shifted

from numerals.data.maps import held, maps
from numerals.data.penman import from_maps, from_traces
from numerals.data.pens import pens
from numerals.data.traces import traces_of
from numerals.field import Field
from numerals.image import spans
from numerals.model import number
from numerals.model.looks import look
from numerals.model.runtime import Network
from numerals.model.string_network import StringNetwork
from numerals.opinion import Opinion
from numerals.value import digits

WEIGHTS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1.0)
PARTINGS = (0.0, 0.15, 0.3, 0.6, 1.2)
RISK = 0.01


def covered(sure: np.ndarray, right: np.ndarray) -> float:
    """Tell what share can be taken, the surest first, with no more than 1 % of it wrong."""
    right = right[np.argsort(-sure, kind="stable")]
    wrong = np.cumsum(~right) / np.arange(1, len(right) + 1)
    return float((np.flatnonzero(wrong <= RISK)[-1:] + 1).sum() / len(right))


def examine(
    name: str, labelled: Labelled, strings: StringNetwork, single: Network
) -> list[dict[str, Any]]:
    """Read a set with each weight, and with each parting."""
    strips = [strip for strip, _ in labelled]
    looks = look(strings, [s.pixels for s in strips], [s.uprights for s in strips])
    weight, parting = number._WEIGHT, spans._OFF_MIDDLE
    tried = [(w, parting) for w in WEIGHTS] + [(weight, p) for p in PARTINGS if p != parting]
    rows: list[dict[str, Any]] = []
    opinions: dict[float, list[Opinion]] = {}  # each digit is looked at once
    for number._WEIGHT, spans._OFF_MIDDLE in tried:
        if spans._OFF_MIDDLE not in opinions:
            opinions[spans._OFF_MIDDLE] = [Opinion(spans.Spans(strip), single) for strip in strips]
        read = [
            number.read_number(first, Field(), [second], opinion)
            for (first, second), opinion in zip(looks, opinions[spans._OFF_MIDDLE], strict=True)
        ]
        pairs = zip(read, labelled, strict=True)
        right = np.array([digits(n.text) == digits(text) for n, (_, text) in pairs])
        share = 100 * covered(np.array([n.confidence for n in read]), right)
        row = {"set": name, "weight": number._WEIGHT, "off_middle": spans._OFF_MIDDLE}
        row |= {"right": int(right.sum()), "of": len(labelled)}
        rows.append({**row, "covered_percent": round(share, 1)})
        print(", ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    number._WEIGHT, spans._OFF_MIDDLE = weight, parting
    return rows


def main() -> None:
    """Examine weights and partings on what is drawn, and on each folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="a folder of numbers; by default what ships")
    parser.add_argument("--strips", type=int, default=1000, help="to draw of each kind (1,000)")
    parser.add_argument("--numbers", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    networks = StringNetwork(asked.model), Network()
    strips = drawn(asked.strips)
    traces, on_maps = traces_of(pens().held()), held(maps())
    sets = {
        "drawn": strips,
        "shifted": shifted(strips),
        "by other pens": by_others(asked.strips, lambda rng: from_traces(traces, rng)),
        "on other maps": by_others(asked.strips, lambda rng: from_maps(on_maps, rng)),
    } | {path.name: folder(path) for path in asked.numbers}
    rows = [row for name, each in sets.items() for row in examine(name, each, *networks)]
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
