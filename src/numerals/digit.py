"""A digit of a Reading, and how probabilities are cut, for programs and for people."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A runner-up below this probability is not worth a person's look.
ALTERNATIVE_FLOOR = 0.001
MAX_ALTERNATIVES = 3


class Box(NamedTuple):
    """Place in pixels of the upright picture: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int


class Alternative(NamedTuple):
    """Another value that a digit or a number may have, with its probability in [0, 1]."""

    value: str
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """Give plain Python types, the probability cut downwards."""
        return {"value": self.value, "confidence": floor4(self.confidence)}


def floor4(probability: float) -> float:
    """Cut a probability to four decimals, downwards: no network is ever sure, so never to 1."""
    return min(math.floor(probability * 10_000 + 1e-9), 9_999) / 10_000


def percent(probability: float, places: int = 1) -> str:
    """Show a probability to a person, rounded downwards: 0.9996 is '99.9 %'."""
    steps = 100 * 10**places
    return f"{100 * min(math.floor(probability * steps + 1e-9), steps - 1) / steps:.{places}f} %"


def percent_up(threshold: float, places: int = 1) -> str:
    """Show a threshold to a person, rounded upwards, so that what misses it is shown below it."""
    steps = 100 * 10**places
    return f"{100 * math.ceil(threshold * steps - 1e-9) / steps:.{places}f} %"


def decimals(threshold: float) -> int:
    """Count the decimals with which a threshold in percent is not shown as certainty, 1 to 5."""
    places = 1
    while places < 5 and threshold < 1 and percent_up(threshold, places).startswith("100"):
        places += 1
    return places


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of a Reading.

    Attributes:
        value: What was read, one of the model's classes ('0' … '9').
        box: Where it stands in the upright picture, in pixels.
        probabilities: Calibrated probability of each class, in class order. They sum to 1, less
            the probability that it is no digit at all, where the model can tell.
        frame: uint8 (28, 28), what the network saw: white ink on black.
    """

    value: str
    box: Box
    probabilities: tuple[Alternative, ...]
    frame: NDArray[np.uint8] | None = field(default=None, repr=False, compare=False)

    @property
    def confidence(self) -> float:
        """Probability in [0, 1] that `value` is right, as the model sees it."""
        return next(p.confidence for p in self.probabilities if p.value == self.value)

    @property
    def no_digit(self) -> float:
        """Probability in [0, 1] that it is no digit: what the classes leave."""
        # 1e-9 is what float64 sums are off by, and no doubt.
        rest = 1 - math.fsum([p.confidence for p in self.probabilities])
        return min(rest, 1.0) if rest > 1e-9 else 0.0

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The runners-up, likeliest first: at most three, none below 0.1 %."""
        others = [
            p
            for p in self.probabilities
            if p.value != self.value and p.confidence >= ALTERNATIVE_FLOOR
        ]
        others.sort(key=lambda p: -p.confidence)
        return tuple(others[:MAX_ALTERNATIVES])

    def to_dict(self) -> dict[str, Any]:
        """Give plain Python types, as they stand in a JSONL row under `digits`."""
        return {
            "value": self.value,
            "confidence": floor4(self.confidence),
            "box": list(self.box),
            "alternatives": [other.to_dict() for other in self.alternatives],
            "no_digit": floor4(self.no_digit),
        }
