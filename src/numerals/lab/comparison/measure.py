"""Measure: what one fitted system costs, and how right it is."""

from __future__ import annotations

import pickle
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Single pictures are timed so often at most, and for so long.
_SINGLES = 100
_SINGLES_S = 2.0
_WARM = 3


def latency_ms(system: Any, rows: NDArray[np.float32]) -> float:
    """Time single pictures, each by itself, after a few to warm up; the median in milliseconds."""
    for i in range(_WARM):
        system.predict_proba(rows[i % len(rows)][None])
    times: list[float] = []
    began = time.perf_counter()
    while len(times) < _SINGLES and (time.perf_counter() - began < _SINGLES_S or not times):
        one = rows[len(times) % len(rows)][None]
        start = time.perf_counter()
        system.predict_proba(one)
        times.append(time.perf_counter() - start)
    return float(np.median(times) * 1000)


def model_bytes(system: Any) -> int:
    """Tell how large the fitted system is when it is kept: what it says itself, or pickled."""
    own = getattr(system, "model_bytes", None)
    return int(own()) if own is not None else len(pickle.dumps(system, pickle.HIGHEST_PROTOCOL))


def multiply_adds(system: Any) -> int | None:
    """Count multiplications with their addition a picture; None where that says nothing.

    Of a pipeline, the last step's count: what comes before is of a lower order. Neighbours take a
    distance to each picture that they keep.
    """
    last = system[-1] if hasattr(system, "steps") else system
    if hasattr(last, "multiply_adds"):
        own = last.multiply_adds()
        return None if own is None else int(own)
    kept = getattr(last, "_fit_X", None)
    return None if kept is None else int(np.prod(kept.shape))


def peak_memory_mb() -> float | None:
    """Tell the most memory that this process has had resident, in MB; None where none can tell.

    What the kernel counts since the program was loaded, Linux has in /proc: its `ru_maxrss` would
    count the parent's memory too.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(
            float(line.split()[1]) / 1024 for line in status.splitlines() if "VmHWM" in line
        )
    except (OSError, StopIteration, ValueError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def probabilities(system: Any, rows: NDArray[np.float32], classes: int) -> NDArray[np.float64]:
    """Ask a system, and put its answers into the order of all classes; (N, classes).

    A class that was not among what it learnt has probability 0.
    """
    found = np.asarray(system.predict_proba(rows), np.float64)
    whole = np.zeros((len(rows), classes))
    whole[:, np.asarray(system.classes_, np.intp)] = found
    return whole


def rounded(found: NDArray[np.float64]) -> NDArray[np.float16]:
    """Round probabilities to half precision such that the greatest is the same one as before.

    Where rounding makes two alike, the other one is taken down to the next lower number.
    """
    half = found.astype(np.float16)
    every = np.arange(len(found))
    best = found.argmax(axis=1)
    for _ in range(found.shape[1]):
        other = half.argmax(axis=1)
        wrong = np.flatnonzero(other != best)
        if not len(wrong):
            break
        half[wrong, other[wrong]] = np.nextafter(half[every, best][wrong], np.float16(0))
    return half


def scores(truth: NDArray[np.int64], answers: NDArray[np.intp], classes: int) -> dict[str, Any]:
    """Take accuracy, and the plain means over classes of precision, recall and F1.

    A class that was never answered has precision 0; classes that are not in the truth are left out
    of the means and have F1 0.

    Args:
        truth: (N,), N ≥ 1.
        answers: (N,).
        classes: How many there are.
    """
    right = np.bincount(truth[truth == answers], minlength=classes)
    shown = np.bincount(truth, minlength=classes)
    read = np.bincount(answers, minlength=classes)
    f1 = 2 * right / np.maximum(shown + read, 1)
    there = shown > 0
    return {
        "accuracy": float((truth == answers).mean()),
        "precision": float((right / np.maximum(read, 1))[there].mean()),
        "recall": float((right / np.maximum(shown, 1))[there].mean()),
        "f1": float(f1[there].mean()),
        "f1_by_class": f1.tolist(),
    }
