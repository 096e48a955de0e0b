"""What a reader pays: at start, in memory, and for each picture.

    python benchmarks/reading.py [--runs 15] [--output benchmarks/results/reading.csv]

Everything is measured in one run, the commands taking turns, so that a busy machine slows them
all alike; medians and ranges are printed and kept as CSV with the machine's description.
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
from pathlib import Path

from numerals import __version__

ROOT = Path(__file__).parents[1]
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
    from PIL import Image

    sys.path.insert(0, str(ROOT))
    from examples.make import draw
    from numerals.reader import Reader

    cv2.setNumThreads(1)
    reader = Reader(expect="digit")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for side in (28, 100):
            paths = []
            for i in range(PICTURES):
                picture = draw("0123456789"[i % 10], 60, pen=3 + i % 6)
                small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
                paths.append(Path(folder) / f"{side}-{i:05d}.png")
                Image.fromarray(np.asarray(small)).save(paths[-1])
            for path in paths:
                reader.read(path)
            each = []
            for path in paths:
                start = time.perf_counter()
                reader.read(path)
                each.append(1000 * (time.perf_counter() - start))
            rows.append(row(f"Reader.read, {side}×{side} PNG from disk, one core", "ms", each))
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
