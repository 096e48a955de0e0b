"""An invented comparison: a folder in the format of `numerals compare`, every figure made up.

For tests and for looking at the report; nothing in it was ever measured.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

#: Name, title, family, error at the largest size, how steeply it learns, seconds, ms, bytes.
ZOO = [
    ("cnn", "CNN (report)", "convolutional", 0.0095, 0.45, 95, 0.9, 1_700_000),
    ("rnn", "RNN: LSTM over rows", "recurrent", 0.0160, 0.50, 240, 2.6, 900_000),
    ("gru", "Bidirectional GRU", "recurrent", 0.0130, 0.50, 310, 3.9, 1_500_000),
    ("mlp", "MLP, one hidden layer", "dense", 0.0200, 0.35, 40, 0.4, 3_100_000),
    ("dnn", "DNN, three hidden layers", "dense", 0.0170, 0.37, 62, 0.5, 5_500_000),
    ("knn", "KNN, k = 3", "neighbours", 0.0310, 0.32, 0.2, 21, 338_000_000),
    ("knn-deskewed", "KNN, deskewed", "neighbours", 0.0180, 0.33, 9, 24, 338_000_000),
    ("svm", "SVM, RBF kernel", "kernel", 0.0150, 0.35, 420, 6.1, 85_000_000),
    ("svm-jitter", "Virtual SVM, jittered", "kernel", 0.0085, 0.35, 1900, 14, 160_000_000),
    ("tree", "Decision tree", "trees", 0.1180, 0.18, 18, 0.1, 600_000),
    ("forest", "Random forest", "trees", 0.0300, 0.28, 35, 9.0, 130_000_000),
    ("boosting", "Gradient boosting", "trees", 0.0210, 0.30, 160, 1.9, 5_200_000),
    ("burel", "Burel features + MLP", "features", 0.0290, 0.22, 50, 1.2, 300_000),
    ("cnn-svm", "CNN-SVM", "hybrid", 0.0078, 0.45, 180, 3.3, 41_000_000),
    ("cnn-rnn", "CNN-RNN", "hybrid", 0.0082, 0.47, 260, 3.1, 2_100_000),
    ("cnn-hmm", "CNN-HMM", "hybrid", 0.0140, 0.40, 330, 11, 1_900_000),
    ("shipped", "numerals 0.0 (invented)", "shipped", 0.0045, 0.50, 1400, 0.7, 900_000),
    ("cnn-wide", "CNN, twice as wide", "convolutional", 0.0080, 0.45, 260, 1.8, 6_000_000),
    ("linear", "Linear SVM", "kernel", 0.0820, 0.15, 30, 0.05, 60_000),
    ("lenet", "LeNet-5", "convolutional", 0.0105, 0.44, 80, 0.6, 240_000),
]
CORRUPTIONS = [
    *("shot-noise", "impulse-noise", "glass-blur", "motion-blur", "shear", "scale", "rotate"),
    *(
        "brightness",
        "translate",
        "stripe",
        "fog",
        "spatter",
        "dotted-line",
        "zigzag",
        "canny-edges",
    ),
]


def make(
    folder: Path,
    systems: int = 16,
    seeds: int = 3,
    sizes: tuple[int, ...] = (100, 1000, 10000, 54001),
    n: int = 2000,
    finished: float = 1.0,
    failed: tuple[str, ...] = (),
    outside: bool = True,
    classes: str = "0123456789",
) -> Path:
    """Fill a folder; the first `finished` share of the cells, of which `failed` systems failed."""
    rng = np.random.default_rng(5)
    zoo = ZOO[:systems]
    labels = rng.integers(0, len(classes), n)
    hardness = rng.exponential(1.0, n)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "truth.npz", labels=labels, images=_pictures(labels, rng))
    _write(folder / "run.json", _run(zoo, seeds, sizes, n, classes))
    # As a run goes: the first seed of all before the second of any; what is shipped only once.
    plan = [
        (z, size, seed)
        for seed in range(seeds)
        for z in zoo
        for size in (sizes if z[2] != "shipped" else sizes[-1:])
        if z[2] != "shipped" or not seed
    ]
    for z, size, seed in plan[: math.ceil(finished * len(plan))]:
        path = folder / "cells" / z[0] / f"{size}-{seed}.json"
        cell = {"system": z[0], "size": size, "seed": seed, "status": "ok", "reason": ""}
        if z[0] in failed and size == sizes[-1]:
            _write(path, cell | {"status": "failed", "reason": "invented: <no> memory & time"})
            continue
        error = min(0.88, z[3] * (sizes[-1] / size) ** z[4] * rng.normal(1, 0.03))
        probabilities = _answers(labels, hardness, error, rng, len(classes))
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path.with_suffix(".npz"), probabilities=probabilities)
        cell |= _figures(labels, probabilities, z, size / sizes[-1], rng, len(classes))
        if outside and size == sizes[-1]:
            cell["outside"] = _outside(cell["accuracy"], n, rng)
        _write(path, cell)
    return folder


def _run(zoo, seeds, sizes, n, classes) -> dict:
    published = {"cnn": [98.9, 99.1], "knn": [96.9, 97.2], "svm": [98.6], "mlp": [98.4]}
    published |= {"rnn": [98.5, 99.2], "cnn-svm": [99.7, 99.81], "tree": None}
    return {
        "schema": 1,
        "numerals": "0.0.0",
        "command": "numerals compare --invented --output 'some <folder>'",
        "data": "mnist",
        "classes": list(classes),
        "seeds": list(range(seeds)),
        "sizes": list(sizes),
        "quick": False,
        "cut": ["Everything here is invented, to try the report out."],
        "date": "2000-01-01",
        "test": {"name": "an invented test", "n": n},
        "validation": {"n": 5999},
        "machine": {
            "cpu": "Imaginary 3000 processor",
            "cores": 2,
            "memory_gb": 24,
            "os": "Utopia 1",
            "python": "3.11.7",
            "libraries": {"keras": "0.0", "scikit-learn": "0.0"},
        },
        "systems": {
            name: {
                "title": title,
                "family": family,
                "source": "Nobody 1900, An Invented Paper",
                "published": published.get(name),
            }
            for name, title, family, *_ in zoo
        },
    }


def _pictures(labels, rng) -> np.ndarray:
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(24)
    # A few of each class, taken in turn: to draw thousands would take longer than all else.
    drawn = np.zeros((labels.max() + 1, 6, 28, 28), np.uint8)
    for label, turn in np.ndindex(drawn.shape[:2]):
        image = Image.new("L", (28, 28))
        x, y = rng.integers(4, 10), rng.integers(-3, 3)
        ImageDraw.Draw(image).text((int(x), int(y)), str(label)[-1], 255, font)
        drawn[label, turn] = np.asarray(image.rotate(rng.normal(0, 12)))
    return drawn[labels, np.arange(len(labels)) % drawn.shape[1]]


def _answers(labels, hardness, error, rng, k) -> np.ndarray:
    """Make probabilities that are wrong about so often, and sooner on hard pictures."""
    doubt = hardness**1.5 * rng.lognormal(0, 0.25, len(labels))
    wrong = doubt > np.quantile(doubt, 1 - error)
    guess = np.where(wrong, (labels + 1 + rng.integers(0, 4, len(labels)) ** 2) % k, labels)
    guess = np.where(guess == labels, np.where(wrong, (labels + 1) % k, labels), guess)
    sure = 1 - 0.02 * doubt * rng.random(len(labels)) - wrong * rng.random(len(labels)) ** 2 * 0.6
    sure = np.clip(sure, 1.3 / k, 1)
    out = np.repeat(((1 - sure) / (k - 1))[:, None], k, axis=1)
    out[np.arange(len(labels)), guess] = sure
    return out.astype(np.float16)


def _figures(labels, probabilities, z, share, rng, k) -> dict:
    read = probabilities.argmax(axis=1)
    right = np.bincount(labels[read == labels], minlength=k)
    either = np.bincount(labels, minlength=k) + np.bincount(read, minlength=k)
    f1 = 2 * right / np.maximum(1, either)
    accuracy = float((read == labels).mean())
    return {
        "fit_seconds": z[5] * max(share, 0.01) * float(rng.normal(1, 0.05)),
        "latency_ms": z[6] * float(rng.normal(1, 0.03)),
        "throughput": 4000 / z[6],
        "model_bytes": int(z[7] * (share if z[2] == "neighbours" else 1)),
        "memory_mb": None if z[2] == "shipped" else 400 + 50 * z[6],
        "multiply_adds": None if z[2] == "trees" else int(1e5 * z[6]),
        "accuracy": accuracy,
        "precision": float(f1.mean()),
        "recall": float(f1.mean()),
        "f1": float(f1.mean()),
        "f1_by_class": f1.tolist(),
    }


def _outside(accuracy, n, rng) -> dict:
    sets = {"usps-like": (2007, 0.88)}
    sets |= {f"corrupted/{c}": (n, 1 - 0.05 * i) for i, c in enumerate(CORRUPTIONS)}
    sets |= {"wild/invented-forms": (261, 0.45)}
    return {
        name: {"n": m, "accuracy": float(np.clip(accuracy * f * rng.normal(1, 0.02), 0, 1))}
        for name, (m, f) in sets.items()
    }


def _write(path: Path, told: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told), encoding="utf-8")
