"""numerals beside other readers, in one run, on the same files.

    python benchmarks/rivals.py --report-model runs/cnn-seed0/model.keras \
        --rapidocr-python ../rapidocr/bin/python --output benchmarks/results/rivals.csv

Each reader works in processes of its own, with its own interpreter; what is not there is left
out, with the reason. The readers take turns, so that a busy machine slows them all alike.
Medians with ranges are told of: pictures a second (100×100 PNGs from disk, read to the end after
warming up), the time from a cold start to the first answer and the peak memory of that process,
and the bytes that the reader needs installed. Peak memory needs Linux or macOS. numerals' workers,
which start only where there is much to read, get the same files 400 times over; starting them
counts.

RapidOCR: `python -m venv rapidocr && rapidocr/bin/pip install rapidocr==3.10.0 onnxruntime`;
PP-OCRv6 small comes within its wheel. Tesseract: the system's package.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measuring import draw_pictures, keep, spawn

READERS = Path(__file__).parent / "readers"
SIDE = 100


@dataclass
class Rival:
    """One reader.

    Attributes:
        name: As it is shown.
        script: What runs its courses, with the interpreter before it.
        ways: The ways in which it can read many pictures.
        cold: What reads one picture; the picture's path is added.
        installed: What prints the bytes that it needs.
        model: What its courses get after the folder.
    """

    name: str
    script: list[str]
    ways: list[str]
    cold: list[str]
    installed: list[str]
    model: list[str] = field(default_factory=list)


def rivals(asked: argparse.Namespace) -> list[Rival]:
    """Give those readers that are there; say of the others why they are not."""
    python, size = sys.executable, str(READERS / "installed.py")
    own = [python, str(READERS / "own.py")]
    command = [str(Path(python).parent / "numerals"), "read"]
    found = [
        Rival("numerals", own, ["one", "many", "workers"], command, [python, size, "numerals"])
    ]
    if asked.report_model and asked.report_model.exists():
        script = [python, str(READERS / "report.py")]
        needs = [python, size, "keras", "tensorflow-cpu", "tensorflow", "pillow"]
        model = [str(asked.report_model)]
        found.append(Rival("report", script, ["one"], [*script, "one"], needs, model))
    else:
        print("left out: the report's way, for --report-model names no trained network")
    if asked.rapidocr_python and asked.rapidocr_python.exists():
        rapid = str(asked.rapidocr_python)
        script = [rapid, str(READERS / "rapid.py")]
        needs = [rapid, size, "rapidocr", "onnxruntime"]
        found.append(Rival("RapidOCR", script, ["one", "many"], [*script, "one"], needs))
    else:
        print("left out: RapidOCR, for --rapidocr-python names no interpreter")
    if shutil.which("tesseract"):
        script = [python, str(READERS / "tesseract.py")]
        # The program itself is started cold, not our script around it.
        found.append(Rival("Tesseract", script, ["many"], ["tesseract"], [*script, "size"]))
    else:
        print("left out: Tesseract, for there is no such command")
    return found


def course(rival: Rival, way: str, folder: Path) -> dict[str, float]:
    """Have a reader read the folder; pictures a second, and the share read right."""
    command = [*rival.script, way, str(folder), *rival.model]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def cold(rival: Rival, picture: Path) -> tuple[float, float]:
    """Start a reader for one picture; seconds and peak MB."""
    if rival.name == "Tesseract":
        options = ["stdout", "--psm", "10", "-c", "tessedit_char_whitelist=0123456789"]
        return spawn(["tesseract", str(picture), *options])
    return spawn([*rival.cold, str(picture), *rival.model])


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--report-model", type=Path, help="a .keras file of `numerals train`")
    parser.add_argument("--rapidocr-python", type=Path, help="an interpreter that has RapidOCR")
    parser.add_argument("--pictures", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5, help="courses of each way")
    parser.add_argument("--starts", type=int, default=9, help="cold starts of each reader")
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    field_of = rivals(asked)
    values: dict[tuple[str, str, str], list[float]] = {}

    def note(who: str, what: str, unit: str, value: float) -> None:
        values.setdefault((who, what, unit), []).append(value)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw_pictures(folder, asked.pictures, SIDE)
        first = min(folder.iterdir())
        for _ in range(asked.starts):
            for rival in field_of:
                seconds, peak = cold(rival, first)
                note(rival.name, "cold start", "s", seconds)
                note(rival.name, "peak memory", "MB", peak)
        for _ in range(asked.rounds):
            for rival in field_of:
                for way in rival.ways:
                    found = course(rival, way, folder)
                    note(f"{rival.name}, {way}", "throughput", "pictures/s", found["rate"])
                    note(f"{rival.name}, {way}", "read right", "%", 100 * found["right"])
    for rival in field_of:
        done = subprocess.run(rival.installed, capture_output=True, text=True, check=True)
        note(rival.name, "installed", "MB", int(done.stdout) / 1e6)
    keep(tell(values), asked.output)


def tell(values: dict[tuple[str, str, str], list[float]]) -> list[dict[str, Any]]:
    """Print medians and ranges, and each as a multiple of the best of numerals."""
    medians = {key: statistics.median(found) for key, found in values.items()}
    rows = []
    for (who, what, unit), found in sorted(values.items(), key=lambda item: item[0][1]):
        median = medians[who, what, unit]
        own = [m for (w, x, _), m in medians.items() if w.startswith("numerals") and x == what]
        rows.append(
            {
                "reader": who,
                "what": what,
                "unit": unit,
                "median": f"{median:.3f}",
                "low": f"{min(found):.3f}",
                "high": f"{max(found):.3f}",
                "runs": len(found),
                "numerals_to_it": f"{max(own) / median:.3f}" if median else "",
            }
        )
        print(
            f"{what:<12} {who:<16} {median:>10.3f} {unit:<11} "
            f"[{min(found):.3f} … {max(found):.3f}]  numerals / it: {rows[-1]['numerals_to_it']}"
        )
    return rows


if __name__ == "__main__":
    main()
