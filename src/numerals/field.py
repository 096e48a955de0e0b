"""Field: what is known of a number before it is read, so that it can be read better.

A form's field, a meter's dial, an account's check digit rule out most of what a blur could be. The
search for the likeliest text knows it (`numerals.constraint`), rather than a filter after it: so a
doubtful digit is settled by a check digit far from it.
"""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from numerals.checks import CHECKS
from numerals.errors import UsageError
from numerals.pattern import compiled, matches
from numerals.value import digits, value

if TYPE_CHECKING:
    from numerals.value import DecimalMark

CheckName = Literal["luhn", "iban97", "ean", "mod11"]
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
#: A number on paper has fewer digits; more are a slip, and would only make the search slow.
_MOST_DIGITS = 100


@dataclass(frozen=True, slots=True)
class Field:
    r"""What is known of a number: rules that hold together; without any, every text is allowed.

    Attributes:
        length: How many digits, or the least and the most; leading zeros count, separators do not.
        range: The least and the most value, both allowed, of what `value` finds under `decimal`.
            A text without a value is not allowed then. An int or a str will do for a Decimal.
        pattern: A regular expression for the whole text without its spaces, as written or without
            an opening `=` and what closes a number (`=`, `-`, `.-`). `\d{5}` allows `12 345.-`.
        check: The check digit's rule, on the digits alone: "luhn", "iban97" (ISO 7064 MOD 97-10),
            "ean" (8 or 13 digits; 12 and 14 if `length` says so) or "mod11" (weights 2 to 7); see
            `numerals.checks` for what each catches.
        decimal: The decimal mark, "." or ","; "auto" tells by the rules of `numerals.value`.

    Raises:
        UsageError: A rule makes no sense, or its length rules out all numbers that the check or
            the range allows. That others contradict each other shows when nothing is read.

    >>> Field(length=4, check="luhn").allows("0018")
    True
    >>> Field(range=(0, 150)).objection("1,204.50")
    '1204.50 lies outside 0 to 150'
    """

    length: int | tuple[int, int] | None = None
    range: tuple[Decimal | int | str, Decimal | int | str] | None = None
    pattern: str | None = None
    check: CheckName | None = None
    decimal: DecimalMark = "auto"

    def __post_init__(self) -> None:
        if self.decimal not in ("auto", ".", ","):
            raise UsageError(f"decimal is auto, . or , and not {self.decimal!r}")
        if self.check is not None and not (isinstance(self.check, str) and self.check in CHECKS):
            raise UsageError(f"check is one of {', '.join(CHECKS)}, not {self.check!r}")
        if self.length is not None:
            _check_length(self.length)
        if self.range is not None:
            object.__setattr__(self, "range", _bounds(self.range))
        if self.pattern is not None:
            if not isinstance(self.pattern, str):
                raise UsageError(f"pattern is a regular expression, not {self.pattern!r}")
            if not self.pattern:
                raise UsageError("pattern is a regular expression; the empty one allows no number")
            compiled(self.pattern)
        if self.check is not None and self.lengths is not None and not self.lengths:
            raise UsageError(
                f"no number of {_span(self.length)} digits has a check by {self.check}"
            )
        if self.lengths and self.bounds is not None:
            least, most = self.bounds
            limit = Decimal(10) ** max(self.lengths)
            if least >= limit or most <= -limit:
                raise UsageError(
                    f"no number of {_listed(self.lengths)} digits lies between {least} and {most}"
                )

    @classmethod
    def parse(
        cls,
        length: str | None = None,
        range: str | None = None,  # noqa: A002 - as the option is called
        pattern: str | None = None,
        check: str | None = None,
        decimal: str = "auto",
    ) -> Field:
        """Understand a field as the command line writes it: `4..6`, `0..150`, `-1.5..1.5`.

        Raises:
            UsageError: A part cannot be understood or makes no sense; the text says what to write.
        """
        lengths: int | tuple[int, int] | None = None
        if length is not None:
            found = re.fullmatch(r"\s*([0-9]{1,9})\s*(?:\.\.\s*([0-9]{1,9})\s*)?", length)
            if found is None:
                raise UsageError(f"length takes a count of digits, 5 or 4..6, not {length!r}")
            lengths = (int(found[1]), int(found[2])) if found[2] else int(found[1])
        bounds = None
        if range is not None:
            least, dots, most = range.partition("..")
            if not dots:
                raise UsageError(f"range takes two values, as 0..150, not {range!r}")
            bounds = (least, most)
        # What is no known check or mark is refused as in Python.
        return cls(lengths, bounds, pattern, check, decimal)  # type: ignore[arg-type]

    @property
    def lengths(self) -> tuple[int, ...] | None:
        """The counts of digits that are allowed, rising; None for any count."""
        check = CHECKS[self.check] if self.check else None
        if self.length is None:
            return (check.usual or None) if check else None
        least, most = self.length if isinstance(self.length, tuple) else (self.length, self.length)
        counts = tuple(builtins.range(least, most + 1))
        if check is None:
            return counts
        return tuple(
            n for n in counts if n >= check.shortest and (not check.lengths or n in check.lengths)
        )

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most value; None for any."""
        return None if self.range is None else (Decimal(self.range[0]), Decimal(self.range[1]))

    @property
    def is_open(self) -> bool:
        """Whether every text is allowed."""
        rules = (self.length, self.range, self.pattern, self.check)
        return all(rule is None for rule in rules)

    def allows(self, text: str) -> bool:
        """Whether the text obeys all rules."""
        return not self.objection(text)

    def objection(self, text: str) -> str:
        """Say which rule the text breaks, in words; '' if none."""
        number = digits(text)
        if self.lengths is not None and len(number) not in self.lengths:
            some = f"{len(number)} digit{'' if len(number) == 1 else 's'}"
            return f"{some}, where {_listed(self.lengths)} are asked"
        if self.check is not None and not CHECKS[self.check].holds(number):
            return f"the check digit is wrong ({self.check})"
        if self.bounds is not None:
            least, most = self.bounds
            found = value(text, self.decimal)
            if found is None:
                return f"no value, where {least} to {most} is asked"
            if not least <= found <= most:
                return f"{found} lies outside {least} to {most}"
        if self.pattern is not None and not matches(self.pattern, text):
            return f"does not match {self.pattern}"
        return ""


def _check_length(length: object) -> None:
    """Refuse a length that is no count, or no least and most."""
    ends = length if isinstance(length, tuple) else (length, length)
    if len(ends) != 2 or not all(type(end) is int for end in ends):
        raise UsageError(f"length is a count of digits or a pair of them, not {length!r}")
    least, most = ends
    if not 1 <= least <= most <= _MOST_DIGITS:
        raise UsageError(
            f"length lies between 1 and {_MOST_DIGITS} digits and rises, not {_span(length)}"
        )


def _bounds(ends: object) -> tuple[Decimal, Decimal]:
    """Understand the ends of a range."""
    if not isinstance(ends, tuple) or len(ends) != 2:
        raise UsageError(f"range is the least and the most value, as (0, 150), not {ends!r}")
    least, most = (_decimal(end) for end in ends)
    if least > most:
        raise UsageError(f"range goes from the least value to the most, not {least}..{most}")
    return least, most


def _decimal(end: object) -> Decimal:
    """Understand one end of a range."""
    found = None
    if isinstance(end, str) and _NUMBER.fullmatch(end.strip()):
        found = Decimal(end.strip())
    elif isinstance(end, (int, Decimal)) and not isinstance(end, bool):
        found = Decimal(end)
    if found is not None and found.is_finite():
        if max(len(found.as_tuple().digits), abs(found.adjusted())) > _MOST_DIGITS:
            raise UsageError(f"a range's ends have at most {_MOST_DIGITS} digits")
        return found
    hint = "; a float is not exact: write it as text" if isinstance(end, float) else ""
    raise UsageError(f"range takes values such as 0 or 1.5, with a point, not {end!r}{hint}")


def _span(length: object) -> str:
    return f"{length[0]}..{length[1]}" if isinstance(length, tuple) else str(length)


def _listed(lengths: tuple[int, ...]) -> str:
    """Name counts of digits: '5', '4 to 6', '8 or 13'."""
    if len(lengths) > 2 and lengths[-1] - lengths[0] == len(lengths) - 1:
        return f"{lengths[0]} to {lengths[-1]}"
    return " or ".join(map(str, lengths))
