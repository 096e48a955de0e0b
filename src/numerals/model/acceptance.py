"""Acceptance: from what a user asks and a model knows to the confidence that is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING

from numerals.errors import UsageError
from numerals.model.risk import DEFAULT_MAX_ERROR, LARGEST_MAX_ERROR, RiskPoint
from numerals.reading import decimals, percent, percent_up

if TYPE_CHECKING:
    from numerals.model.config import Config


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What is accepted, and what that is worth.

    Attributes:
        accept: The confidence in [0, 1] from which an answer is accepted; at 1 none is.
        max_error: The share of wrong answers among the accepted that is held to, with 95 %
            confidence and on pictures like the model's calibration set; None where nothing is
            promised.
        promise: The point of the model's curve that this rests on; None where there is none.
        note: Why nothing is promised, in words; '' where something is.
    """

    accept: float
    max_error: float | None = None
    promise: RiskPoint | None = None
    note: str = ""

    def __str__(self) -> str:
        if self.promise is None:
            return self.note
        return (
            f"accepted from {threshold(self.accept)} on: of pictures like the model's calibration "
            f"set {percent(self.promise.coverage)} are, and of these at most "
            f"{share(self.max_error or 0)} wrong (with 95 % confidence)"
        )


def settle(config: Config, accept: float | None, max_error: float | None) -> Acceptance:
    """Find from which confidence on answers are accepted.

    Args:
        config: The model's.
        accept: A threshold in [0, 1] of the user's own, on which nothing is promised.
        max_error: The share of wrong answers in (0, 0.1] that the accepted may hold; where
            neither is given, 0.005.

    Raises:
        UsageError: Both are given, one is out of its range, or the model's curve cannot promise
            the asked `max_error`; the text says the least it can.
    """
    for name, value in (("accept", accept), ("max_error", max_error)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, Real)):
            raise UsageError(f"{name} is a number, as 0.005 for 0.5 %, not {value!r}")
    if accept is not None:
        if max_error is not None:
            raise UsageError("accept and max_error are two ways to say one thing; give one")
        if not 0 <= accept <= 1:
            raise UsageError(f"accept lies between 0 and 1, not at {accept}")
        note = f"accepted from {threshold(accept)} on, as asked: no share of errors is promised"
        return Acceptance(accept, note=note)
    if max_error is not None and not 0 < max_error <= LARGEST_MAX_ERROR:
        raise UsageError(
            f"max_error is a share over 0 and up to {share(LARGEST_MAX_ERROR)}, not {max_error}"
        )
    if config.risk is None:
        note = (
            f"the model {config.name} holds no risk curve, so no share of errors can be promised: "
            f"accepted from its own threshold of {threshold(config.accept)} on"
        )
        return Acceptance(config.accept, note=note)
    asked = DEFAULT_MAX_ERROR if max_error is None else max_error
    promise = config.risk.at(asked)
    if promise is not None:
        return Acceptance(promise.accept, asked, promise)
    lowest = config.risk.lowest
    least = f"at least {share(lowest, up=True)}" if lowest else "nothing that it can keep"
    note = f"the model {config.name} cannot promise errors of at most {share(asked)}: ask {least}"
    if max_error is not None:
        raise UsageError(note)
    return Acceptance(1.0, note=f"nothing is accepted: {note}")


def share(value: float, *, up: bool = False) -> str:
    """Show an asked share as short as it can be, to 0.001 %: 0.005 is '0.5 %'."""
    if up:
        return f"{-(-value * 100_000 // 1) / 1000:g} %"
    return f"{value * 100:.4g} %"


def threshold(accept: float) -> str:
    """Show a confidence to accept from, with decimals enough not to look like certainty."""
    return percent_up(accept, decimals(accept))
