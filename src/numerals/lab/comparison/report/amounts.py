"""Amounts: seconds, bytes and probabilities for a person's eye."""

from __future__ import annotations

import math

from numerals.lab.percent import UNDEFINED

_BYTES = ("B", "kB", "MB", "GB")


def duration(seconds: float | None) -> str:
    """Show a time: '0.42 ms', '3.1 s', '5 min 20 s', '2 h 5 min'."""
    if seconds is None:
        return UNDEFINED
    if seconds < 1:
        return f"{three(1000 * seconds)} ms"
    if seconds < 60:
        return f"{three(seconds)} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def size(count: float | None) -> str:
    """Show bytes: '640 B', '1.7 MB'."""
    if count is None:
        return UNDEFINED
    step = 0
    while count >= 1000 and step < len(_BYTES) - 1:
        count, step = count / 1000, step + 1
    return f"{three(count)} {_BYTES[step]}"


def count(number: float | None) -> str:
    """Show a large number: '12,300', '2.4 million'."""
    if number is None:
        return UNDEFINED
    if number >= 1e6:
        return f"{three(number / 1e6)} million"
    return f"{round(number):,}"


def three(number: float) -> str:
    """Show three significant figures without an exponent."""
    if number <= 0 or not math.isfinite(number):
        return "0"
    places = max(0, 2 - math.floor(math.log10(number)))
    return f"{number:,.{min(places, 6)}f}"


def times(ratio: float) -> str:
    """Show how many times: '1.3', '12'."""
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"


def probability(p: float | None) -> str:
    """Show a p value, rounded up so that no evidence is made stronger than it is."""
    if p is None:
        return UNDEFINED
    if p <= 0.001:
        return "≤ 0.001"
    return f"{math.ceil(p * 1000 - 1e-9) / 1000:.3f}"


def points(difference: float) -> str:
    """Show a difference of two shares in percentage points, cut and not rounded up."""
    return f"{math.floor(abs(difference) * 10000 + 1e-6) / 100:.2f}"
