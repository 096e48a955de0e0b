"""Number: from the probabilities along a strip to the number, its runners-up, and its digits."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from numerals.constraint import constraint_of
from numerals.model.alphabet import CLASS_OF
from numerals.model.beam import Guess, decode
from numerals.model.ctc import align, align_each
from numerals.model.string_network import FRAME
from numerals.reading import ALTERNATIVE_FLOOR, Alternative
from numerals.value import digits, value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from numerals.field import Field
    from numerals.model.beam import Constraint
    from numerals.value import DecimalMark

DIGITS = "0123456789"
#: An expert is asked where the likeliest number is less likely, …
_SURE = 0.98
#: … and counts so much beside the looks; how that was chosen: docs/measured.md.
_WEIGHT = 0.2
_CLOSING = re.compile(r"[-.,'=]+$")
_DOUBLED = re.compile(r"([.,'])[.,']+")


class Character(NamedTuple):
    """A character of a number.

    Attributes:
        value: What it is.
        centre: The frame, counted in halves, in which it stands out most.
        probabilities: Of each digit there, in [0, 1], by the network along the strip alone: another
            look, an expert or a field may have decided otherwise.
    """

    value: str
    centre: float
    probabilities: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """What a strip says.

    Attributes:
        text: The number as written, '' where there is none.
        value: As a decimal, if it is one.
        confidence: Probability in [0, 1] that digits and value are right.
        alternatives: Other numbers it may be, likeliest first.
        characters: Those of `text`, left to right.
        free: What it would be if nothing were known of the field.
        constrained: Whether `free` is another number, so that only the field made `text` possible.
    """

    text: str
    value: Decimal | None
    confidence: float
    alternatives: tuple[Alternative, ...]
    characters: tuple[Character, ...]
    free: str
    constrained: bool


class Expert(Protocol):
    """Knows of a strip what the network that reads along it does not."""

    def ask(self, readings: Sequence[tuple[str, Sequence[float]]]) -> list[float]:
        """Tell of texts, with each character's column, how likely their digits are: logarithms."""


def read_number(
    log_probs: NDArray[np.float32],
    field: Field,
    again: Sequence[NDArray[np.float32]] = (),
    expert: Expert | None = None,
) -> Number:
    """Find the likeliest number that a field allows.

    Texts that differ in no digit and have one value, such as 2.500 and 2500, are one number: their
    probabilities are added up, and the likeliest of them is told.

    Args:
        log_probs: (T, 16), as `StringNetwork.predict` gives them.
        field: What is known of the number.
        again: What further looks at the strip say; places are those of the first.
        expert: Is asked, too, where the looks are not sure of the number.
    """

    def find(constraint: Constraint | None) -> list[Alternative]:
        guesses = decode(log_probs, constraint, again=again).guesses
        numbers = _numbers(guesses, field.decimal)
        if expert is None or len(numbers) < 2 or numbers[0].confidence >= _SURE:
            return numbers
        return _numbers(_weigh(guesses, log_probs, expert), field.decimal)

    constraint = constraint_of(field)
    free, numbers = "", find(None)
    if numbers:
        free = numbers[0].value
    if constraint is not None:
        numbers = find(constraint)
    if not numbers or not digits(numbers[0].value):
        return Number("", None, 0.0, (), (), free, constraint is not None and bool(free))
    text, confidence = numbers[0]
    constrained = _key(free, field.decimal) != _key(text, field.decimal)
    others = tuple(n for n in numbers[1:] if n.confidence >= ALTERNATIVE_FLOOR and n.value)
    characters = _characters(log_probs, text)
    worth = value(text, field.decimal)
    return Number(text, worth, confidence, others, characters, free, constrained)


def _weigh(guesses: Sequence[Guess], log_probs: NDArray[np.float32], expert: Expert) -> list[Guess]:
    """Weigh guesses by what an expert says, a product of experts (Hinton 1999); their sum stays."""
    said = expert.ask(
        [
            (guess.text, [(first + last + 1) / 2 * FRAME for first, last in spans])
            if spans is not None
            else ("", [])
            for guess, spans in zip(
                guesses, align_each(log_probs, [guess.text for guess in guesses]), strict=True
            )
        ]
    )
    weights = [
        guess.probability * math.exp(_WEIGHT * (support - max(said)))
        for guess, support in zip(guesses, said, strict=True)
    ]
    share = math.fsum(guess.probability for guess in guesses) / math.fsum(weights)
    weighed = [
        replace(guess, probability=weight * share)
        for guess, weight in zip(guesses, weights, strict=True)
    ]
    return sorted(weighed, key=lambda guess: -guess.probability)


def _numbers(guesses: Sequence[Guess], decimal: DecimalMark) -> list[Alternative]:
    """Add up the probabilities of texts that are one number, likeliest number first."""
    groups: dict[tuple[str, Decimal | None], list[Guess]] = {}
    for guess in guesses:
        groups.setdefault(_key(guess.text, decimal), []).append(guess)
    numbers = [
        # The sum of floats may pass 1 by their rounding.
        Alternative(group[0].text, min(1.0, math.fsum(g.probability for g in group)))
        for group in groups.values()
    ]
    return sorted(numbers, key=lambda n: -n.confidence)


def _key(text: str, decimal: DecimalMark) -> tuple[str, Decimal | None]:
    """Tell texts of different numbers apart, and those of one number not."""
    return digits(text), _worth(text, decimal)


def _worth(text: str, decimal: DecimalMark) -> Decimal | None:
    """Find the value that a text has, or would have with fewer marks.

    A speck or a doubled stroke makes `970.-` `970..-`, which says no other number.
    """
    worth = value(text, decimal)
    if worth is not None:
        return worth
    return value(_CLOSING.sub("", _DOUBLED.sub(r"\1", text)), decimal)


def _characters(log_probs: NDArray[np.float32], text: str) -> tuple[Character, ...]:
    """Find where each character stands, and what else it could be there."""
    classes = [CLASS_OF[d] for d in DIGITS]
    found = []
    for character, (first, last) in zip(text, align(log_probs, text), strict=True):
        span = log_probs[first : last + 1]
        peak = first + int(span[:, CLASS_OF[character]].argmax())
        here = np.exp(log_probs[peak].astype(np.float64))
        # The blank says that nothing new begins here, not that it is no digit.
        shares = (here[classes] / max(float(here[1:].sum()), 1e-12)).tolist()
        each = tuple(Alternative(d, p) for d, p in zip(DIGITS, shares, strict=True))
        found.append(Character(character, (first + last) / 2, each))
    return tuple(found)
