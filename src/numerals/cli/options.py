"""Options that several commands share."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from numerals.errors import UsageError

if TYPE_CHECKING:
    from numerals.field import Field

_SHARE = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(%?)", re.ASCII)
#: What `--max-error` takes, in percent; as numerals.model.risk has it, which is slow to load.
_LARGEST_PERCENT = 10.0

#: `--max-error`, as the commands that read have it.
MaxError = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE",
        help="How many of the accepted answers may be wrong, as 0.5% or 0.005. The less, the more "
        "is left to check; numerals evaluate shows how much.",
        show_default="0.5% for digits, 1% for numbers",
    ),
]


class Expected(StrEnum):
    """What a picture is taken to show."""

    AUTO = "auto"
    DIGIT = "digit"
    NUMBER = "number"
    PAGE = "page"


class ExpectedDigits(StrEnum):
    """What a picture is taken to show whose digits are looked at one by one."""

    AUTO = "auto"
    DIGIT = "digit"


class Check(StrEnum):
    """The check digits that a number may bear; as numerals.checks has them."""

    LUHN = "luhn"
    IBAN97 = "iban97"
    EAN = "ean"
    MOD11 = "mod11"


class Mark(StrEnum):
    """Which mark stands before a number's decimals."""

    AUTO = "auto"
    POINT = "."
    COMMA = ","


#: What is known of the numbers; see numerals.Field.
Length = Annotated[
    str | None,
    typer.Option(
        metavar="N|A..B",
        help="How many digits each number has, as 5 or 4..6.",
        show_default=False,
    ),
]
Range = Annotated[
    str | None,
    typer.Option(
        "--range",
        metavar="A..B",
        help="Between which values each number lies, both included, as 0..150.",
        show_default=False,
    ),
]
Pattern = Annotated[
    str | None,
    typer.Option(
        metavar="REGEX",
        help=r"How each number is written, as '\d{2}-\d{4}': a regular expression for all of it.",
        show_default=False,
    ),
]
CheckDigit = Annotated[
    Check | None,
    typer.Option(
        "--check",
        help="Which check digit each number bears: of cards (luhn), of articles (ean), "
        "modulo 11, or modulo 97.",
        show_default=False,
    ),
]
DecimalMark = Annotated[
    Mark,
    typer.Option(
        "--decimal",
        help="Which mark stands before decimals; auto tells by where the marks stand.",
    ),
]


def field_of(
    length: str | None,
    range_: str | None,
    pattern: str | None,
    check: Check | None,
    decimal: Mark,
) -> Field | None:
    """Put together what is known of the numbers; None where nothing is.

    Raises:
        UsageError: It cannot be understood, or contradicts itself.
    """
    if length is range_ is pattern is check is None and decimal is Mark.AUTO:
        return None
    from numerals.field import Field

    return Field.parse(
        length=length,
        range=range_,
        pattern=pattern,
        check=None if check is None else check.value,
        decimal=decimal.value,
    )


def share(option: str, text: str | None) -> float | None:
    """Understand a share of errors: '0.5%', '0.5 %' and '0.005' are 0.005, None stays None.

    Raises:
        UsageError: It is no number, or not over 0 and up to 10 %; the text says what to write.
    """
    if text is None:
        return None
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{option} takes a share such as 0.5% or 0.005, not {text!r}")
    number, sign = float(found[1]), found[2]
    percent = number if sign else number * 100
    if 0 < percent <= _LARGEST_PERCENT:
        return percent / 100
    hint = f"; for {number:g} percent write {number:g}%" if 0 < number <= 10 and not sign else ""
    raise UsageError(
        f"{option} lies over 0 and up to {_LARGEST_PERCENT:g}%, and {text} is {percent:g}%{hint}"
    )
