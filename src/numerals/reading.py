"""What comes out: a Reading of one picture, made of Digits. The row contract, version 1.

The dictionary of `Reading.to_dict` is what `numerals read --format jsonl` prints, and is
described in docs/output.md. A field is never renamed or dropped within a version.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROW_VERSION = 1
#: A runner-up below this probability is not worth a person's look.
ALTERNATIVE_FLOOR = 0.001
MAX_ALTERNATIVES = 3


class Status(StrEnum):
    """What to do with a Reading: use it, check it, type it, or mend the file."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    UNREADABLE = "unreadable"
    ERROR = "error"


class Box(NamedTuple):
    """Place in pixels of the upright picture: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int


class Alternative(NamedTuple):
    """Another value a digit may have, with its probability in [0, 1]."""

    value: str
    confidence: float


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
        return max(p.confidence for p in self.probabilities)

    @property
    def no_digit(self) -> float:
        """Probability in [0, 1] that it is no digit: what the classes leave."""
        # 1e-9 is what float64 sums are off by, and no doubt.
        rest = 1 - math.fsum(p.confidence for p in self.probabilities)
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
            "alternatives": [
                {"value": a.value, "confidence": floor4(a.confidence)} for a in self.alternatives
            ],
            "no_digit": floor4(self.no_digit),
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What one picture says.

    Attributes:
        source: The path or name the picture came under.
        text: The digits read, '' where there are none.
        confidence: Probability in [0, 1] that the whole `text` is right, 0 where it is ''.
        status: Whether to use it (`accepted`), check it (`review`), or type it oneself.
        reason: Why the status is not `accepted`, in words; '' where it is.
        digits: The digits of `text`, in reading order. Where the network found that they are none,
            `text` is '' and this still holds its best guess.
        doubts: What keeps it from being accepted however sure the digits are; part of `reason`.
        thumbnail: uint8 (h, w, 3) RGB, the upright picture, shrunk where it is large.
        scale: Pixels of `thumbnail` for each pixel of the upright picture, in (0, 1].
    """

    source: str
    text: str
    confidence: float
    status: Status
    reason: str = ""
    digits: tuple[Digit, ...] = ()
    thumbnail: NDArray[np.uint8] | None = field(default=None, repr=False, compare=False)
    scale: float = field(default=1.0, repr=False, compare=False)
    doubts: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Give plain Python types: the JSONL row of docs/output.md."""
        return {
            "source": self.source,
            "text": self.text,
            "confidence": floor4(self.confidence),
            "status": str(self.status),
            "reason": self.reason,
            "digits": [digit.to_dict() for digit in self.digits],
        }

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        tail = f": {self.reason}" if self.reason else ""
        return f"Reading({self.text!r}, {percent(self.confidence)}, {self.status}{tail})"

    def _repr_html_(self) -> str:
        """Show the picture with its boxes in a notebook."""
        from numerals.show import to_html

        return to_html(self)

    @classmethod
    def failed(cls, source: str, reason: str) -> Reading:
        """Make the row of a picture that could not be opened."""
        return cls(source, "", 0.0, Status.ERROR, reason)
