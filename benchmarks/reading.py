"""What a reader pays: at start, in memory, and for each picture.

    python benchmarks/reading.py [--runs 15] [--output benchmarks/results/reading.csv]

Everything is measured in one run, the commands taking turns, so that a busy machine slows them
all alike; medians and quartiles are printed and kept as CSV with the machine's description.
Peak memory needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from examples.make import draw
from numerals import __version__
from numerals.reader import Reader

PICTURES = 2000


def machine() -> str:
    """Describe the machine in a line."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        name = next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), name)
    return (
        f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )


def spawn(command: list[str]) -> tuple[float, float]:
    """Run a command; give its seconds and its peak memory in MB (NaN on Windows)."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):
        process.wait()
        return time.perf_counter() - start, float("nan")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def warm(folder: Path, read: Callable[[Path], object]) -> float:
    """Read every picture of a folder from disk; give milliseconds a picture."""
    paths = sorted(folder.glob("*.png"))
    start = time.perf_counter()
    for path in paths:
        read(path)
    return 1000 * (time.perf_counter() - start) / len(paths)


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    script = str(Path(sys.executable).parent / "numerals")
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side in (28, 100):
            (folder / str(side)).mkdir()
            for i in range(PICTURES):
                picture = draw("0123456789"[i % 10], 60, pen=3 + i % 6)
                size = (side, side)
                small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
                Image.fromarray(np.asarray(small)).save(folder / str(side) / f"{i:05d}.png")
        one = str(folder / "100" / "00007.png")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import cv2, onnxruntime'": [
                sys.executable,
                "-c",
                "import cv2, onnxruntime",
            ],
            "numerals --version": [script, "--version"],
            "numerals read one.png": [script, "read", one],
        }
        times: dict[str, list[float]] = {c: [] for c in commands}
        memory: dict[str, list[float]] = {c: [] for c in commands}
        for _ in range(asked.runs):
            for label, command in commands.items():
                seconds, megabytes = spawn(command)
                times[label].append(seconds)
                memory[label].append(megabytes)
        for label in commands:
            rows += [row(label, "s", times[label]), row(label, "MB peak", memory[label])]
        cv2.setNumThreads(1)
        reader = Reader(expect="digit")
        for side in (28, 100):
            label = f"Reader.read, {side}×{side} PNG from disk, one core"
            warm(folder / str(side), reader.read)
            each = [warm(folder / str(side), reader.read) for _ in range(5)]
            rows.append(row(label, "ms", each))
    for r in rows:
        print(f"{r['what']:<48} {r['median']:>9} {r['unit']:<8} [{r['low']} … {r['high']}]")
    if asked.output:
        asked.output.parent.mkdir(parents=True, exist_ok=True)
        with asked.output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def row(what: str, unit: str, values: list[float]) -> dict[str, object]:
    """Sum up: median, least and greatest of the runs."""
    return {
        "what": what,
        "unit": unit,
        "median": f"{statistics.median(values):.3f}",
        "low": f"{min(values):.3f}",
        "high": f"{max(values):.3f}",
        "runs": len(values),
        "numerals": __version__,
        "machine": machine(),
    }


if __name__ == "__main__":
    main()
