"""Percent: shares for a person's eye, rounded to the side that flatters nobody."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numerals.lab.metrics import Share

#: Where a share is of nothing.
UNDEFINED = "–"
#: From so many pictures on, the second decimal says something.
_FINE = 5000
# A share of 0.57 times 100 is 56.99…9; without this much of grace it would be cut to 56.9.
_GRACE = 1e-9


def decimals(of: int) -> int:
    """Tell how many decimals a percentage of so many pictures deserves."""
    return 2 if of >= _FINE else 1


def down(share: float | None, places: int = 1) -> str:
    """Show a share in percent, without the sign, rounded down: 0.9996 is '99.9'."""
    if share is None:
        return UNDEFINED
    steps = 10**places
    return f"{math.floor(share * 100 * steps + _GRACE) / steps:.{places}f}"


def up(share: float | None, places: int = 1) -> str:
    """Show a share in percent, without the sign, rounded up: 0.0001 is '0.1'."""
    if share is None:
        return UNDEFINED
    steps = 10**places
    return f"{math.ceil(share * 100 * steps - _GRACE) / steps:.{places}f}"


def interval(share: Share) -> str:
    """Show a share's 95 % interval, widened outward: '[98.4, 99.1]'; '–' of nothing."""
    if not share.of:
        return UNDEFINED
    low, high = share.interval
    places = decimals(share.of)
    return f"[{down(low, places)}, {up(high, places)}]"
