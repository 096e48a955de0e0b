"""Digits on maps that nothing is learnt from or calibrated on.

    python benchmarks/maps.py [MODEL …] --output benchmarks/results/maps.csv

Dutch utility maps (UCI, fetched on first use): 800 pictures of 15×16 pixels, each digit stretched
to fill its picture, so that a plain 1 is a block that hardly anybody could read. They are told
of by themselves. Each MODEL is a model's folder; without one, it is the model that ships.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from measuring import keep, tally, told

from numerals import Reader
from numerals.data.maps import held, maps


def main() -> None:
    """Read, print, and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("models", type=Path, nargs="*", metavar="MODEL")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    samples = held(maps(tell=print))
    wanted = [str(label) for label in samples.labels.tolist()]
    rows: list[dict[str, Any]] = []
    for model in asked.models or [None]:
        reader = Reader(model, expect="digit")
        readings = list(reader.read_many(255 - image for image in samples.images))
        for what, chosen in (
            ("0, 2 … 9", [i for i, text in enumerate(wanted) if text != "1"]),
            ("1", [i for i, text in enumerate(wanted) if text == "1"]),
        ):
            found = tally([readings[i] for i in chosen], [wanted[i] for i in chosen])
            row = {"model": model or "default", "digits": what, "pictures": len(chosen), **found}
            print(f"{row['model']}, {what}: {told(found, len(chosen))}", flush=True)
            rows.append(row)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
