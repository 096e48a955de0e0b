"""Options that several commands share."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

import typer

from numerals.errors import UsageError

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
        show_default="0.5%",
    ),
]


class Expected(StrEnum):
    """What a picture is taken to show."""

    DIGIT = "digit"
    AUTO = "auto"


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
