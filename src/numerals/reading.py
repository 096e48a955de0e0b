"""What comes out: a Reading of one picture. The row contract, version 1.

The dictionary of `Reading.to_dict` is what `numerals read --format jsonl` prints, and is
described in docs/output.md. A field is never renamed or dropped within a version.
"""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from numerals.digit import (
    ALTERNATIVE_FLOOR,
    MAX_ALTERNATIVES,
    Alternative,
    Box,
    Digit,
    decimals,
    floor4,
    percent,
    percent_up,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "ALTERNATIVE_FLOOR",
    "MAX_ALTERNATIVES",
    "ROW_VERSION",
    "Alternative",
    "Box",
    "Digit",
    "Reading",
    "Status",
    "decimals",
    "floor4",
    "percent",
    "percent_up",
]

ROW_VERSION = 1


class Status(StrEnum):
    """What to do with a Reading: use it, check it, type it, or mend the file."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    UNREADABLE = "unreadable"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one picture says: a digit, a number, or a page of numbers.

    Attributes:
        source: The path or name the picture came under; with `#2` after it, its second page.
        text: What was read, '' where nothing was. Of a number also its separators, as written;
            of a page its numbers, with a newline between rows and a tab between columns.
        confidence: Probability in [0, 1] that the whole `text` is right, 0 where it is ''.
        status: Whether to use it (`accepted`), check it (`review`), or type it oneself.
        reason: Why the status is not `accepted`, in words; '' where it is.
        digits: The digits of `text`, in reading order. Where the network found that they are none,
            `text` is '' and this still holds its best guess. A page has none of its own.
        doubts: What keeps it from being accepted however sure the digits are; part of `reason`.
        thumbnail: uint8 (h, w, 3) RGB, the upright picture, shrunk where it is large.
        scale: Pixels of `thumbnail` for each pixel of the upright picture, in (0, 1].
        kind: How the picture was read: 'digit', 'number' or 'page'.
        value: The number that `text` is, as a decimal; None where it is none.
        alternatives: Other texts of the whole number, likeliest first.
        constrained: Only what is known of the field made this answer possible; without that
            another was likelier, and `reason` says so.
        box: Where the number stands on its page; None where the whole picture is one number.
        row: Row in the page's table or form, from 1; None where there is none.
        column: Column there, from 1; None where there is none.
        printed: Whether it looks printed, not handwritten; None where that cannot be told.
        page: Number of the page in its file, from 1.
        numbers: Of a page, its numbers in reading order, each a Reading with its box.
        turned: How far a page was turned to be read, clockwise, in degrees: 0, 90, 180 or 270.
            Boxes are in pixels of the picture before that turn.
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
    kind: str = "digit"
    value: Decimal | None = None
    alternatives: tuple[Alternative, ...] = ()
    constrained: bool = False
    box: Box | None = None
    row: int | None = None
    column: int | None = None
    printed: bool | None = None
    page: int = 1
    numbers: tuple[Reading, ...] = ()
    turned: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give plain Python types: the JSONL row of docs/output.md."""
        return {
            "source": self.source,
            "text": self.text,
            "confidence": floor4(self.confidence),
            "status": str(self.status),
            "reason": self.reason,
            "digits": [digit.to_dict() for digit in self.digits],
            "kind": self.kind,
            "value": None if self.value is None else format(self.value, "f"),
            "alternatives": [other.to_dict() for other in self.alternatives],
            "constrained": self.constrained,
            "box": None if self.box is None else list(self.box),
            "row": self.row,
            "column": self.column,
            "printed": self.printed,
            "page": self.page,
            "numbers": [number.to_dict() for number in self.numbers],
            "turned": self.turned,
        }

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        tail = f": {self.reason}" if self.reason else ""
        what = f"page of {count(self.numbers)}" if self.kind == "page" else repr(self.text)
        return f"Reading({what}, {percent(self.confidence)}, {self.status}{tail})"

    def _repr_html_(self) -> str:
        """Show the picture with its boxes in a notebook."""
        from numerals.show import to_html

        return to_html(self)

    def doubting(self, doubts: tuple[str, ...]) -> Reading:
        """Give the same with more that keeps it from being accepted."""
        if not doubts:
            return self
        reason = "; ".join(filter(None, [self.reason, *doubts]))
        status = Status.REVIEW if self.status is Status.ACCEPTED else self.status
        return dataclasses.replace(
            self, status=status, reason=reason, doubts=(*self.doubts, *doubts)
        )

    @classmethod
    def failed(cls, source: str, reason: str, page: int = 1) -> Reading:
        """Make the row of a picture that could not be opened."""
        return cls(source, "", 0.0, Status.ERROR, reason, page=page)

    @classmethod
    def of_page(
        cls,
        source: str,
        numbers: Iterable[Reading],
        *,
        doubts: tuple[str, ...] = (),
        page: int = 1,
        thumbnail: NDArray[np.uint8] | None = None,
        scale: float = 1.0,
        turned: int = 0,
    ) -> Reading:
        """Make the reading of a page from those of its numbers.

        It is as sure as all of them together, and its status is the worst of theirs; it is
        unreadable only where none of them can be read.

        Args:
            source: What the page came under.
            numbers: Its numbers in reading order, each with its box. They get `source` and `page`.
            doubts: What keeps all numbers from being accepted, as that the file has more pages.
            page: Number of the page in its file, from 1.
            thumbnail: uint8 (h, w, 3), the upright page, shrunk where it is large.
            scale: Pixels of `thumbnail` for each pixel of the upright page.
            turned: How far it was turned to be read, clockwise, in degrees. `numbers` get it, too.
        """
        own = tuple(
            dataclasses.replace(number.doubting(doubts), source=source, page=page, turned=turned)
            for number in numbers
        )
        status, reason = _worst(own, doubts)
        return cls(
            source,
            _page_text(own),
            math.prod(number.confidence for number in own) if own else 0.0,
            status,
            reason,
            thumbnail=thumbnail,
            scale=scale,
            doubts=doubts,
            kind="page",
            page=page,
            numbers=own,
            turned=turned,
        )


def count(numbers: Sequence[Reading]) -> str:
    """Say how many numbers there are: '1 number', '12 numbers'."""
    return f"{len(numbers):,} number{'' if len(numbers) == 1 else 's'}"


def lines(numbers: Iterable[Reading]) -> list[list[Reading]]:
    """Part a page's numbers, in reading order, into its lines; without a row each is one."""
    parted: list[list[Reading]] = []
    for number in numbers:
        last = parted[-1][-1] if parted else None
        if last is not None and _follows(last, number):
            parted[-1].append(number)
        else:
            parted.append([number])
    return parted


def _follows(last: Reading, number: Reading) -> bool:
    """Tell whether a number stands in the line of the one before; in another table it does not."""
    if number.row is None or number.row != last.row:
        return False
    return (number.column or 0) > (last.column or 0)


def _page_text(numbers: Sequence[Reading]) -> str:
    """Join the numbers' texts: a tab between columns of a row, a newline between rows."""
    if not any(number.text for number in numbers):
        return ""
    return "\n".join(map(_line_text, lines(numbers)))


def _line_text(line: Sequence[Reading]) -> str:
    """Join the texts of a row, each in its column: that of an empty one is empty."""
    text, column = "", 1
    for number in line:
        text += "\t" * ((number.column or 1) - column) + number.text
        column = number.column or 1
    return text


def _worst(numbers: tuple[Reading, ...], doubts: tuple[str, ...]) -> tuple[Status, str]:
    """Give a page's status and, unless it is accepted, the reason in words."""
    if not numbers:
        return Status.UNREADABLE, "; ".join(["no number was found on the page", *doubts])
    found = Counter(number.status for number in numbers)
    total = count(numbers)
    if found[Status.UNREADABLE] == len(numbers):
        return Status.UNREADABLE, "; ".join([f"{total} found, none of them readable", *doubts])
    parts = [
        f"{found[status]:,} of {total} {words}"
        for status, words in (
            (Status.REVIEW, "to check"),
            (Status.UNREADABLE, "unreadable"),
        )
        if found[status]
    ]
    return (Status.REVIEW if parts else Status.ACCEPTED), "; ".join([*parts, *doubts])
