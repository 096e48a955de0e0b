"""Judge: from a network's outputs to what a person is told, and whether to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from numerals.reading import Alternative, Status, decimals, percent, percent_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from numerals.model.config import Config
    from numerals.model.number import Number
    from numerals.reading import Digit


class Verdict(NamedTuple):
    """What is told of a picture on which something stands.

    Attributes:
        text: The digit, '' where it is none.
        confidence: Probability in [0, 1] that `text` is right, 0 where it is ''.
        status: Whether to use it.
        reason: Why not, in words; '' if accepted.
        doubts: The part of the reasons that no confidence would outweigh.
    """

    text: str
    confidence: float
    status: Status
    reason: str
    doubts: tuple[str, ...]


def alternatives(probabilities: NDArray[np.float64], config: Config) -> tuple[Alternative, ...]:
    """Name each class.

    Args:
        probabilities: (classes,), calibrated, with one more for 'no digit' if the model has it.
        config: The model's.

    Returns:
        The probability of each class. 'No digit' is left out, and the others are not made to sum
        to 1 again: that a 7 is meant must not look certain where little looks like a digit.
    """
    return tuple(map(Alternative, config.classes, probabilities.tolist()))


def verdict(
    digit: Digit,
    accept: float,
    unreadable: float,
    doubts: Sequence[str] = (),
    doubtful: float = 1.0,
) -> Verdict:
    """Decide whether what was read as a digit can be used as it is.

    Args:
        digit: The digit found, with its probabilities.
        accept: The confidence from which it is accepted; at 1 none is.
        unreadable: From which probability of 'no digit' on there is nothing to read.
        doubts: What the preparation already found wrong, in words.
        doubtful: From which probability of 'no digit' on no confidence is enough.
    """
    none, sure = digit.no_digit, digit.confidence
    if none >= unreadable:
        reason = "; ".join([f"does not look like a digit ({percent(none)} sure)", *doubts])
        return Verdict("", 0.0, Status.UNREADABLE, reason, tuple(doubts))
    doubts = list(doubts)
    if none >= doubtful:
        asked = percent_up(doubtful)
        doubts.append(f"may be no digit: {percent_up(none)} likely, where under {asked} is asked")
    reasons = list(doubts)
    if sure < accept or accept >= 1:
        asked = _asked(sure, accept)
        if none > (1 - sure) / 2:
            reasons.append(f"may be no digit: {percent_up(none)} likely; sure of it {asked}")
        else:
            reasons.append(f"not sure enough: {asked}")
    status = Status.REVIEW if reasons else Status.ACCEPTED
    return Verdict(digit.value, sure, status, "; ".join(reasons), tuple(doubts))


def judge_number(number: Number, accept: float, doubts: Sequence[str]) -> tuple[Status, str]:
    """Decide whether a number can be used as it is; and if not, say why.

    Args:
        number: What the strip says.
        accept: The confidence from which a number is accepted; at 1 none is.
        doubts: What no confidence would outweigh, in words.
    """
    reasons = list(doubts)
    if not number.text:
        what = "nothing looks like a number"
        if number.constrained:
            what = f"what is known of the number rules out {number.free}, which it looks like"
        return Status.UNREADABLE, "; ".join([what, *reasons])
    if number.confidence < accept or accept >= 1:
        reasons.append(f"not sure enough: {_asked(number.confidence, accept)}")
    return (Status.REVIEW if reasons else Status.ACCEPTED), "; ".join(reasons)


def _asked(confidence: float, accept: float) -> str:
    """Set a confidence beside the one that is asked for."""
    if accept >= 1:
        return f"{percent(confidence)}, and nothing is accepted unchecked"
    places = decimals(accept)
    return f"{percent(confidence, places)}, where {percent_up(accept, places)} is asked"
