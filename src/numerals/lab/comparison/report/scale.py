"""Scale: accuracies on an axis that is stretched towards 100 %, where the good ones crowd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def accuracy_axis(axis: Any, low: float, high: float, n: int) -> None:
    """Scale an axis so that half as many mistakes are always the same step: 98 → 99 → 99.5 %.

    Args:
        axis: `axes.xaxis` or `axes.yaxis`.
        low: The least accuracy to show, in [0, 1].
        high: The largest.
        n: Of how many pictures: what is perfect is drawn as half a mistake.
    """
    least = 0.5 / max(n, 1)

    def onto(a: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(-np.log10(np.maximum(1 - np.asarray(a, float), least)))

    def back(y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(1 - 10.0 ** -np.asarray(y, float))

    ends = onto(np.array([low, high]))
    room = max(0.08 * (ends[1] - ends[0]), 0.02)
    set_scale = axis.axes.set_xscale if axis.axis_name == "x" else axis.axes.set_yscale
    set_limits = axis.axes.set_xlim if axis.axis_name == "x" else axis.axes.set_ylim
    set_scale("function", functions=(onto, back))
    limits = back(np.array([ends[0] - room, ends[1] + room]))
    set_limits(max(0.0, limits[0]), limits[1])
    ticks = _ticks(float(onto(limits[:1])[0]), float(onto(limits[1:])[0]), onto)
    axis.set_ticks(ticks, labels=[f"{100 * t:.6g} %" for t in ticks])
    axis.set_ticks([], minor=True)


#: Inches that a label takes.
_LABEL = 0.4
#: Shares of mistakes that make good labels: the roundest first, the others where these are few.
_ROUND = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001)
_FINE = (0.7, 0.3, 0.15, 0.07, 0.04, 0.03, 0.015, 0.012, 0.008, 0.007, 0.006, 0.004, 0.003, 0.0015)


def _ticks(low: float, high: float, onto: Any) -> list[float]:
    """Choose labels that keep apart, between two places on the stretched scale."""
    places: list[float] = []
    ticks: list[float] = []
    for error in (*_ROUND, *_FINE):
        place = float(onto(np.array([1 - error]))[0])
        free = all(abs(place - p) > 0.11 * (high - low) for p in places)
        if low - 1e-9 <= place <= high + 1e-9 and free:
            places.append(place)
            ticks.append(round(1 - error, 6))
    return sorted(ticks)


def mistakes_ticks(top: float, length: float) -> list[float]:
    """Choose round shares of mistakes for a scale of square roots, whose labels keep apart.

    Args:
        top: Where the scale ends, in (0, 1].
        length: How long it is, in inches.
    """
    apart = min(0.5, _LABEL / length)
    ticks = [0.0]
    for share in sorted(_ROUND):
        place, last = (share / top) ** 0.5, (ticks[-1] / top) ** 0.5
        if place <= 1 and place - last >= apart:
            ticks.append(share)
    return ticks
