"""Constraint: a field as states that a text leads through, character by character.

What it drops early, no allowed text begins with; what it keeps is judged by the field itself at
the end. For the search it also tells apart what is still asked for: the count of digits so far,
and the remainder of the check digit's sum, for every length that the number may turn out to have.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from numerals.checks import CHECKS
from numerals.pattern import Patience, viable
from numerals.value import Span, reaches

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numerals.field import Field

#: Stands for a number's length where any is allowed: a multiple of each check's period.
_LONG = 120


def constraint_of(field: Field | None) -> FieldConstraint | None:
    """The field as the search for texts takes it; None where it has no rule."""
    if field is None or not any(
        (field.length, field.range, field.check, field.pattern is not None)
    ):
        return None
    return FieldConstraint(field)


class State(NamedTuple):
    """Where a text has led.

    Attributes:
        text: The text so far.
        digits: How many digits it has.
        remainders: Of the check's sum so far, one for each length in `FieldConstraint`.
    """

    text: str
    digits: int
    remainders: tuple[int, ...]


class FieldConstraint:
    """A field's rules, for one search of `numerals.model.beam`."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._patience = Patience(field.pattern)
        self._bounds = None if field.bounds is None else Span(*map(Fraction, field.bounds))
        self._most = max(field.lengths) if field.lengths else None
        self._check = CHECKS[field.check] if field.check else None
        # Weights count from the right, so that a digit's depends on the length; lengths that
        # differ by a period weigh alike.
        self._ends: tuple[int, ...] = ()
        if self._check is not None:
            period = self._check.period
            lengths = field.lengths or range(_LONG, _LONG + period)
            self._ends = tuple({length % period: length for length in lengths}.values())
        self.start = State("", 0, (0,) * len(self._ends))

    def step(self, state: State, char: str) -> State | None:
        """The state after one more character; None where no allowed text begins like that."""
        text, count, remainders = state.text + char, state.digits, state.remainders
        if "0" <= char <= "9":
            count += 1
            if self._most is not None and count > self._most:
                return None
            if self._check is not None:
                remainders = tuple(
                    (left + self._check.weigh(int(char), max(end - count, 0))) % self._check.modulus
                    for left, end in zip(remainders, self._ends, strict=True)
                )
        if self._bounds is not None:
            more = None if self._most is None else self._most - count
            if not reaches(text, self._field.decimal, self._bounds, more):
                return None
        pattern = self._field.pattern
        if pattern is not None and not self._patience.ask(viable, pattern, text):
            return None
        return State(text, count, remainders)

    def accepts(self, state: State) -> bool:
        """Whether the field allows the text that led here."""
        return self._patience.ask(self._field.allows, state.text)

    def key(self, state: State) -> Hashable:
        """What tells beginnings apart: the count of their digits and the check's remainders."""
        return state.digits, state.remainders
