"""What every measurement shares: the machine's name, a child's cost, the pictures, the CSV.

A measuring process stays small and draws nothing itself: a child's peak memory counts the
pages that its parent had when it was forked.
"""

from __future__ import annotations

import csv
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


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


def keep(rows: list[dict[str, Any]], path: Path | None) -> None:
    """Write rows as CSV, each with this machine and the version of numerals."""
    from numerals import __version__

    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "numerals", "machine"], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "numerals": __version__, "machine": machine()})


def tally(readings: list[Any], wanted: list[str]) -> dict[str, int]:
    """Count what is read right, what is accepted, and what of that is wrong."""
    right = [reading.text == text for reading, text in zip(readings, wanted, strict=True)]
    sure = [reading.status == "accepted" for reading in readings]
    wrong = sum(a and not r for a, r in zip(sure, right, strict=True))
    return {"right": sum(right), "accepted": sum(sure), "wrong": wrong}


def told(found: dict[str, int], of: int) -> str:
    """Put a tally into words, with the 95 % interval of what is read right."""
    from numerals.model.calibrate import wilson

    low, high = (100 * share for share in wilson(found["right"], of))
    return (
        f"{found['right']} of {of} read right [{low:.2f}, {high:.2f}] %, "
        f"{found['accepted']} accepted, of these {found['wrong']} wrong"
    )


def draw_pictures(folder: Path, count: int, side: int) -> None:
    """Have a process draw `count` digits as side × side PNGs, LABEL-NUMBER.png."""
    subprocess.run([sys.executable, __file__, str(folder), str(count), str(side)], check=True)


def _draw(folder: Path, count: int, side: int) -> None:
    import cv2
    from PIL import Image

    sys.path.insert(0, str(ROOT))
    from examples.make import draw

    for i in range(count):
        digit = "0123456789"[i % 10]
        picture = draw(digit, 60, pen=3 + i % 6)
        small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        Image.fromarray(small).save(folder / f"{digit}-{i:05d}.png")


if __name__ == "__main__":
    _draw(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
