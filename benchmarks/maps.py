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

from measuring import keep

from numerals import Reader
from numerals.data.maps import held, maps
from numerals.model.calibrate import wilson
from numerals.reading import Status


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
            right = [readings[i].text == wanted[i] for i in chosen]
            sure = [readings[i].status is Status.ACCEPTED for i in chosen]
            wrong = sum(a and not r for a, r in zip(sure, right, strict=True))
            row = {"model": model or "default", "digits": what, "pictures": len(chosen)}
            row |= {"right": sum(right), "accepted": sum(sure), "wrong": wrong}
            low, high = (100 * share for share in wilson(sum(right), len(chosen)))
            print(
                f"{row['model']}, {what}: {sum(right)} of {len(chosen)} read right "
                f"[{low:.1f}, {high:.1f}] %, {sum(sure)} accepted, of these {wrong} wrong",
                flush=True,
            )
            rows.append(row)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
