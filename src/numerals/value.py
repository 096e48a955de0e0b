"""Value: the number that a text writes, in whichever country.

    1,204.50   1.204,50   1 204,50   1'204.50   1,20,400.50   2.500=   150.-   -12   007

What may stand around the number: a `=` before it, and after it a lone mark and dashes, which
close it against forgers (`=`, `-`, `.-`, `,--`, `/-`). A `-` before it is a minus, unless a dash
stands right behind it too (`-150-`): then nobody can tell, and it has no value.

Spaces and apostrophes set off thousands. Of point and comma, where the setting is "auto":

- both: the last one is the decimal mark, the other sets off thousands;
- one of them several times: it sets off thousands;
- one, after a space or an apostrophe that sets off thousands: it is the decimal mark;
- one, with three digits after it and one to three before it that do not begin with 0: it sets off
  thousands (`80.000` is 80,000, and so is `80,000`; `0.500` and `1204.500` are decimals);
- one, else: it is the decimal mark.

Thousands come in groups of three behind one that does not begin with 0; Indian groups (`12,34,567`)
are known by their commas. What is grouped otherwise (`12.25.2024`, `12 34`, where the decimal mark
is known to be a comma `0.500`) or holds other marks (`12/25`) has no value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

#: Which mark divides a number from its decimals; "auto" tells by the rules above.
DecimalMark = Literal["auto", ".", ","]

_WRITTEN = re.compile(
    r"[= ]*(?P<minus>-?) *(?P<body>[.,]?[0-9](?:[0-9.,' ]*[0-9])?)(?P<closing> *[.,]?[-=/ ]*)"
)
_THOUSANDS = re.compile(
    r"[1-9][0-9]{0,2}([.,' ])[0-9]{3}(?:\1[0-9]{3})*|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"
)
_BARE = re.compile(r"=*(.*[0-9])[.,]?[-=/]*")


class Span(NamedTuple):
    """Between which values a number lies, ends included."""

    least: Fraction
    most: Fraction


@lru_cache(maxsize=4096)
def value(text: str, decimal: DecimalMark = "auto") -> Decimal | None:
    """Find the number that a text writes; None where it writes none."""
    found = _WRITTEN.fullmatch(text)
    if found is None or (found["minus"] and found["closing"].lstrip().startswith("-")):
        return None
    # Spaces that a mark already divides are no marks of their own.
    body = re.sub(r" *([.,']) *", r"\1", re.sub(r" +", " ", found["body"]))
    mark = _decimal_mark(body) if decimal == "auto" else decimal
    whole, fraction = body, ""
    if mark and mark in body:
        whole, _, fraction = body.partition(mark)
        if not fraction.isdigit():
            return None
    if not whole.isdigit():
        if whole and not _THOUSANDS.fullmatch(whole):
            return None
        whole = digits(whole) or "0"
    number = Decimal(f"{whole}.{fraction}" if fraction else whole)
    # copy_negate, since a minus would round to the 28 digits of the present context.
    return number.copy_negate() if found["minus"] and number else number


def digits(text: str) -> str:
    """Leave the digits of a text only."""
    return re.sub(r"[^0-9]", "", text)


def bare(text: str) -> str:
    """Leave out spaces, an opening `=`, and what closes a number: `= 1 204.-` is `1204`."""
    text = text.replace(" ", "")
    found = _BARE.fullmatch(text)
    return found[1] if found else text.lstrip("=")


def reaches(prefix: str, decimal: DecimalMark, within: Span, more: int | None) -> bool:
    """Tell whether a text that begins with a prefix may have a value within a span.

    Args:
        prefix: The beginning of a text.
        decimal: As `value` takes it.
        within: The values that are asked for.
        more: How many digits may still follow; None for any number.

    Returns:
        False only if no such text has; of few that have none either, True.
    """
    begun = re.fullmatch(r"[= ]*(-?) *([0-9.,' ]*)(.*)", prefix)
    if begun is None or begun[3]:
        # A dash after digits closes the number.
        number = value(prefix, decimal)
        return number is not None and within.least <= number <= within.most
    minus, body = begun[1], begun[2]
    if not minus and not body:  # a minus may follow
        return True
    least, most = within
    if minus:
        least, most = -most, -least
    marks = ".," if decimal == "auto" else decimal
    begin = int(digits(body) or 0)
    for i, char in enumerate(body):
        # Should this be the decimal mark, the digits so far are the value's first ones.
        if char in marks and _meets(begin, -len(digits(body[i:])), least, most):
            return True
    if decimal != "auto" and decimal in body:
        return False
    # Should all digits so far be whole, so many more may follow before the decimals.
    shortest, longest = (len(str(int(max(end, Fraction(0))))) for end in (least, most))
    places = range(
        max(0, shortest - len(str(begin)) - 1), min(longest, longest if more is None else more) + 1
    )
    return any(_meets(begin, n, least, most) for n in places)


def _meets(number: int, places: int, least: Fraction, most: Fraction) -> bool:
    """Tell whether a value from a number up to the next, times ten to the places, lies between."""
    up: int = 10 ** max(places, 0)
    down: int = 10 ** max(-places, 0)
    return (
        number * up * most.denominator <= most.numerator * down
        and least.numerator * down < (number + 1) * up * least.denominator
    )


def _decimal_mark(body: str) -> str:
    """Tell which of point and comma divides off decimals; '' if none does."""
    marks = [char for char in body if char in ".,"]
    if not marks:
        return ""
    if len(marks) > 1:
        return marks[-1] if len(set(marks)) > 1 else ""
    before, after = body.split(marks[0])
    if " " in before or "'" in before:
        return marks[0]
    thousands = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
    return "" if thousands else marks[0]
