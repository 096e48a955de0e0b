"""The fast network beside the report's: whole runs of `numerals train`, taking turns.

    python benchmarks/fast.py [--seeds 5] [--reports 1] [--output benchmarks/results/fast.csv]

Prints steps, seconds and accuracies, with mean and standard deviation, and how many times less
wall time a fast run takes: training alone (the epochs, validation included, as metrics.json has
it) and the whole command, from the start of Python to the finished folder. Needs the train
extra and MNIST in the cache.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from measuring import keep, spawn

STEPS_OF = 54_001  # pictures that are left to train on


def run(network: str, seed: int, folder: Path) -> dict[str, Any]:
    """Train once, as a process of its own; give what it took and reached."""
    numerals = str(Path(sys.executable).parent / "numerals")
    output = folder / f"{network}-{seed}"
    command = ["train", "--network", network, "--seed", str(seed), "--output", str(output)]
    seconds, _ = spawn([numerals, *command])
    asked = json.loads((output / "arguments.json").read_text(encoding="utf-8"))
    metrics = json.loads((output / "metrics.json").read_text(encoding="utf-8"))
    row = {
        "network": network,
        "seed": seed,
        "parameters": metrics["parameters"],
        "steps": metrics["epochs"] * -(-STEPS_OF // asked["batch_size"]),
        "training_s": metrics["seconds"],
        "command_s": round(seconds, 2),
        "validation_percent": round(100 * metrics["validation"]["accuracy_best"], 3),
        "test_percent": round(100 * metrics["test"]["accuracy"], 3),
    }
    print(", ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    return row


def sum_up(rows: list[dict[str, Any]], name: str) -> tuple[float, float]:
    """Give the mean and the standard deviation; 0 for one run."""
    values = [float(row[name]) for row in rows]
    return statistics.mean(values), statistics.stdev(values) if len(values) > 1 else 0.0


def main() -> None:
    """Train, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="runs of the fast network")
    parser.add_argument("--reports", type=int, default=1, help="runs of the report's network")
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    # A report's run comes after an equal share of the fast ones, so that neither has the better
    # half of the hour.
    turns = [("fast", seed, (seed + 0.5) / asked.seeds) for seed in range(asked.seeds)]
    turns += [("cnn", seed, (seed + 0.5) / asked.reports) for seed in range(asked.reports)]
    with tempfile.TemporaryDirectory() as folder:
        rows = [run(n, s, Path(folder)) for n, s, _ in sorted(turns, key=lambda turn: turn[2])]
    means = {}
    for network in ("cnn", "fast"):
        own = [row for row in rows if row["network"] == network]
        for name in ("training_s", "command_s", "validation_percent", "test_percent"):
            means[network, name] = sum_up(own, name)
        told = ", ".join(
            f"{name} {mean:.3f} ± {spread:.3f}"
            for (of, name), (mean, spread) in means.items()
            if of == network
        )
        print(f"{network}: {len(own)} runs of {own[0]['steps']} steps: {told}")
    for name in ("training_s", "command_s"):
        print(f"{name}: {means['cnn', name][0] / means['fast', name][0]:.2f} times less")
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
