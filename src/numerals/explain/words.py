"""Words: what an explanation says, in sentences for people. ASCII, for the figure's font."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from numerals.explain.deletion import DRAWS, SHARES
from numerals.reading import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.explain.deletion import Deletion
    from numerals.reading import Reading

#: The answer of a network that finds nothing to read.
NO_DIGIT = "no digit"
_MANY = 1e6
_MOST_NATS = 700.0  # beyond it, float64 ends


def answer_line(reading: Reading) -> str:
    """Say what was read, how sure, and what to do with it."""
    text = f"{reading.text} ({percent(reading.confidence)}), " if reading.text else ""
    reason = f": {reading.reason}" if reading.reason else ""
    return f"{text}{reading.status}{reason}"


def odds_line(first: str, second: str, contrast: float) -> str:
    """Say how much likelier the first choice is than the second; `contrast` in nats.

    Where nothing was read, the best guess must not look like an answer.
    """
    odds = math.exp(min(contrast, _MOST_NATS))
    if odds < _MANY:
        digits = 1 - math.floor(math.log10(odds)) if odds >= 10 else 1  # two figures tell enough
        times = f"{round(odds, digits):,.{max(digits, 0)}f} times"
    else:
        times = "more than a million times"
    if first == NO_DIGIT:
        return (
            f"not read; its best guess would be {second}, and {quoted(first)} is {times} as "
            f"likely (log-odds {contrast:.1f})"
        )
    return f"{first} is {times} as likely as {second} (log-odds {contrast:.1f})"


def quoted(answer: str) -> str:
    """Set 'no digit' apart from the words around it; a digit stays as it is."""
    return f"'{answer}'" if answer == NO_DIGIT else answer


def deletion_line(first: str, second: str, deletion: Deletion, answers: Sequence[str]) -> str:
    """Say what deleting the most telling ink does, and what deleting random ink does.

    `answers` names the indices in `deletion.answers`.
    """
    turning, first = deletion.turning, quoted(first)
    if turning is None:
        last = round(100 * SHARES[-1])
        line = (
            f"even without the most telling {last} % of the ink the answer stays {first}; its "
            f"log-odds against {second} fall from {deletion.before:.1f} to "
            f"{deletion.telling[-1]:.1f}, without a random {last} % to "
            f"{deletion.random[:, -1].mean():.1f} on average"
        )
    else:
        share = round(100 * SHARES[turning])
        line = (
            f"deleting the most telling {share} % of the ink turns {first} into "
            f"{answers[deletion.answers[turning]]}; a random {share} % changes the answer in "
            f"{deletion.changed[turning]} of {DRAWS} draws"
        )
    if not deletion.faithful:
        line += ". The map is no better than chance here: do not rely on it"
    return line
