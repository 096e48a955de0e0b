"""Names: what the classes of a data set are called, and in which order they stand."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The classes of MNIST.
DIGITS = tuple("0123456789")


def tidy(name: str) -> str:
    """Give a name as it is compared: composed (Unicode's NFC), without spaces around it.

    Some file systems give back other code points than a folder was named with.
    """
    return unicodedata.normalize("NFC", name).strip()


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Sort class names: whole numbers first, by value, then the others by their code points.

    Numbers count in every script that writes them with ten digits.

    >>> in_order(["ب", "10", "९", "ا", "2", "2"])
    ('2', '९', '10', 'ا', 'ب')
    """
    return tuple(sorted({tidy(name) for name in names}, key=_place))


def _place(name: str) -> tuple[bool, int, str]:
    number = name.isdecimal()
    return not number, int(name) if number else 0, name
