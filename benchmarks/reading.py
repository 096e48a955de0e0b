"""What a reader pays: at start, in memory, and for each picture.

    python benchmarks/reading.py [--runs 15] [--output benchmarks/results/reading.csv]

Everything is measured in one run, the commands taking turns, so that a busy machine slows them
all alike; medians and ranges are printed and kept as CSV with the machine's description.
Peak memory needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measuring import ROOT, draw_pictures, keep, spawn

BATCH = 32
PICTURES = 2000


def commands(runs: int) -> list[dict[str, object]]:
    """Time whole commands, taking turns, from the start of Python to its end."""
    script = str(Path(sys.executable).parent / "numerals")
    each = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import cv2, onnxruntime'": [sys.executable, "-c", "import cv2, onnxruntime"],
        "numerals --version": [script, "--version"],
        "numerals read one.png": [script, "read", str(ROOT / "examples" / "8.png")],
    }
    times: dict[str, list[float]] = {name: [] for name in each}
    memory: dict[str, list[float]] = {name: [] for name in each}
    for _ in range(runs):
        for name, command in each.items():
            seconds, megabytes = spawn(command)
            times[name].append(seconds)
            memory[name].append(megabytes)
    return [r for n in each for r in (row(n, "s", times[n]), row(n, "MB peak", memory[n]))]


def warm_reads() -> list[dict[str, object]]:
    """Time reading from disk on one core, a picture at a time, after warming up."""
    import cv2
    import numpy as np

    from numerals.reader import Reader

    cv2.setNumThreads(1)
    reader = Reader(expect="digit")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for side in (28, 100):
            (Path(folder) / str(side)).mkdir()
            draw_pictures(Path(folder) / str(side), PICTURES, side)
            paths = sorted((Path(folder) / str(side)).iterdir())
            for path in paths:
                reader.read(path)
            each = []
            for path in paths:
                start = time.perf_counter()
                reader.read(path)
                each.append(1000 * (time.perf_counter() - start))
            rows.append(row(f"Reader.read, {side}×{side} PNG from disk, one core", "ms", each))
    frames = np.random.default_rng(0).integers(0, 256, (BATCH, 28, 28), np.uint8)
    each = []
    for _ in range(300):
        start = time.perf_counter()
        reader.network.predict(frames)
        each.append(1e6 * (time.perf_counter() - start) / BATCH)
    rows.append(row(f"the network, a digit of {BATCH} at a time, one core", "µs", each))
    return rows


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    # This process stays small until the commands have run: a child's peak counts its parent's.
    rows = commands(asked.runs) + warm_reads()
    for r in rows:
        print(f"{r['what']:<48} {r['median']:>9} {r['unit']:<8} [{r['low']} … {r['high']}]")
    keep(rows, asked.output)


def row(what: str, unit: str, values: list[float]) -> dict[str, object]:
    """Sum up: median, least and greatest of the runs."""
    return {
        "what": what,
        "unit": unit,
        "median": f"{statistics.median(values):.3f}",
        "low": f"{min(values):.3f}",
        "high": f"{max(values):.3f}",
        "runs": len(values),
    }


if __name__ == "__main__":
    main()
