"""MNIST's test set without its wrong labels: how much must be checked for no error at all?

    python benchmarks/zero_errors.py [--model FOLDER]

Fifteen of the 10,000 labels are wrong by the vote of people; those pictures are left aside. Printed
are the errors among what the reader accepts at the risk it states, and the least share of pictures
that a threshold would have to send to review for no error among the rest (found with hindsight: it
says how well confidence ranks, not what may be promised).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from numerals import Reader
from numerals.data import mnist
from numerals.model.calibrate import wilson
from numerals.reading import Status

#: Indices of the test pictures whose labels are wrong by human vote.
WRONG_LABELS = [
    947, 1621, 1901, 2130, 2462, 2597, 2654, 3520, 3558, 5937, 6651, 6783, 8527, 9679, 9729,
]  # fmt: skip


def main() -> None:
    """Read, count, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="a model folder; else the shipped one")
    asked = parser.parse_args()
    images, labels = mnist().test
    kept = np.setdiff1d(np.arange(len(labels)), WRONG_LABELS)
    readings = list(Reader(asked.model, expect="digit").read_many(images[kept]))
    right = np.array(
        [r.text == str(label) for r, label in zip(readings, labels[kept], strict=True)]
    )
    accepted = np.array([r.status is Status.ACCEPTED for r in readings])
    confidence = np.array([r.confidence for r in readings])
    n, wrong = int(accepted.sum()), int((~right & accepted).sum())
    low, high = (100 * share for share in wilson(wrong, n))
    print(f"{len(kept):,} pictures: {100 * right.mean():.3f} % right")
    print(
        f"accepted {n:,}, of them wrong {wrong} ({100 * wrong / n:.3f} % [{low:.3f}, {high:.3f}]); "
        f"not accepted {100 * (1 - accepted.mean()):.2f} %"
    )
    worst = confidence[~right].max(initial=0.0)
    print(
        f"no error above a confidence of {worst:.5f}, "
        f"below which lie {100 * np.mean(confidence <= worst):.2f} %"
    )
    surest = kept[~right][np.argsort(-confidence[~right])][:10]
    print("the surest errors, by index:", *surest.tolist())


if __name__ == "__main__":
    main()
