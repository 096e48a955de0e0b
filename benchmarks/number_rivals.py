"""Whole numbers: numerals beside other readers, in one run, on the same files.

    python benchmarks/number_rivals.py NUMBERS ... --rapidocr-python ../rapidocr/bin/python \
        --output benchmarks/results/number_rivals.csv

Each NUMBERS is a folder that `numerals evaluate` takes, whose labels are numbers. The figure is the
share of pictures on which exactly the digits that are written were read, in their order; whatever
else was read is not counted, of no reader. Its interval is Wilson's, of 95 %. The time a picture is
that of one process that reads them one after the other, file to text, after warming up. With
`--limit`, the same pictures are drawn for all readers.

Each reader works in a process of its own, with its own interpreter; what is not there is left out,
with the reason. For RapidOCR and Tesseract see `rivals.py`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from measuring import keep

SCRIPT = Path(__file__).parent / "readers" / "number_course.py"


def readers(rapidocr: Path | None, model: Path | None) -> dict[str, list[str]]:
    """Give the commands of the readers that are there; say of the others why they are not."""
    found = {"numerals": [sys.executable, str(SCRIPT), "own", *([str(model)] if model else [])]}
    if rapidocr and rapidocr.exists():
        found["RapidOCR"] = [str(rapidocr), str(SCRIPT), "rapid"]
    else:
        print("left out: RapidOCR, for --rapidocr-python names no interpreter")
    if shutil.which("tesseract"):
        found["Tesseract"] = [sys.executable, str(SCRIPT), "tesseract"]
    else:
        print("left out: Tesseract, for there is no such command")
    return found


def draw(folder: Path, limit: int | None, seed: int) -> list[tuple[Path, str]]:
    """List a folder's pictures with their labels, at most `limit`, drawn by `seed`."""
    from numerals.data import labelled_folder

    labelled = [(label.path.resolve(), label.text) for label in labelled_folder(folder)]
    if limit is None or limit >= len(labelled):
        return labelled
    chosen = sorted(random.Random(seed).sample(range(len(labelled)), limit))
    return [labelled[i] for i in chosen]


def course(command: list[str], paths: list[Path]) -> tuple[list[str], float]:
    """Have a reader read the pictures; what it says of each, and the seconds a picture."""
    listed = "\n".join(map(str, paths))
    done = subprocess.run(command, input=listed, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    if len(found["texts"]) != len(paths):
        raise SystemExit(f"{command} read {len(found['texts'])} of {len(paths)} pictures")
    return found["texts"], found["seconds"] / len(paths)


def digits(text: str) -> str:
    """Leave the digits of a text only."""
    return re.sub(r"[^0-9]", "", text)


def compare(folder: Path, who: str, command: list[str], drawn: list[tuple[Path, str]]) -> Any:
    """Measure a reader on a folder; give the row, and print it."""
    from numerals.lab.metrics import Share

    texts, seconds = course(command, [path for path, _ in drawn])
    right = [digits(text) == digits(truth) for text, (_, truth) in zip(texts, drawn, strict=True)]
    share = Share(sum(right), len(right))
    low, high = share.interval
    print(
        f"{folder.resolve().name:<24} {who:<10} {100 * share.count / share.of:6.2f} % "
        f"[{100 * low:.2f}, {100 * high:.2f}]  {1000 * seconds:8.2f} ms a picture"
    )
    return {
        "data": folder.resolve().name,
        "reader": who,
        "pictures": share.of,
        "right": share.count,
        "percent": f"{100 * share.count / share.of:.2f}",
        "low": f"{100 * low:.2f}",
        "high": f"{100 * high:.2f}",
        "ms_a_picture": f"{1000 * seconds:.2f}",
    }


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="NUMBERS")
    parser.add_argument("--rapidocr-python", type=Path, help="an interpreter that has RapidOCR")
    parser.add_argument("--model", type=Path, help="a model of numerals, instead of the shipped")
    parser.add_argument("--limit", type=int, help="at most so many pictures of each folder")
    parser.add_argument("--seed", type=int, default=0, help="which pictures, with --limit")
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    if asked.limit is not None and asked.limit < 1:
        parser.error("--limit is at least 1")
    found = readers(asked.rapidocr_python, asked.model)
    sets = {folder: draw(folder, asked.limit, asked.seed) for folder in asked.folders}
    rows = [
        compare(folder, who, command, drawn)
        for folder, drawn in sets.items()
        for who, command in found.items()
    ]
    about = {"limit": asked.limit or "", "seed": asked.seed if asked.limit else ""}
    keep([row | about for row in rows], asked.output)


if __name__ == "__main__":
    main()
