"""Texts: numbers as people write them, with their separators and what they close them with."""

from __future__ import annotations

import numpy as np

#: How often a number has 1, 2, 3 … digits.
_LENGTHS = (0.06, 0.22, 0.22, 0.16, 0.14, 0.09, 0.05, 0.025, 0.02, 0.015)
#: How often 1 … 9 come first in numbers as they occur (Benford 1938), made to sum to 1.
_FIRST = np.log10(1 + 1 / np.arange(1, 10))
_GROUPING = (".", ".", ".", ",", ",", "'", " ", " ")
_CLOSING = ("=", "=", "-", "-", ".-", ".-", ".", ",")


def draw_text(rng: np.random.Generator) -> str:
    """Make up a number: digits, perhaps grouped, with decimals, a minus, a closing dash.

    A space stands for a wide gap, which is no character of its own.

    >>> import numpy as np
    >>> draw_text(np.random.default_rng(4))
    '4'
    """
    kind = rng.random()
    if kind < 0.68:
        text = _digits(rng, 1 + int(rng.choice(len(_LENGTHS), p=_LENGTHS)))
    elif kind < 0.86:
        text = _grouped(rng)
    else:
        mark = "." if rng.random() < 0.5 else ","
        whole = _digits(rng, int(rng.integers(1, 5)))
        text = whole + mark + _digits(rng, int(rng.integers(1, 4)))
    if rng.random() < 0.03:
        text = "-" + text
    if rng.random() < 0.12:
        text += _CLOSING[rng.integers(len(_CLOSING))]
    return text


def label_of(text: str) -> str:
    """Leave out the gaps: what is to be read."""
    return text.replace(" ", "")


def _digits(rng: np.random.Generator, n: int) -> str:
    """Draw digits; round numbers and digits that repeat come more often than by chance."""
    digits = rng.integers(0, 10, n).tolist()
    kind = rng.random()
    if kind < 0.22 and n > 2:
        zeros = int(rng.integers(1, n))
        digits[n - zeros :] = [0] * zeros
    elif kind < 0.34 and n > 1:
        start = int(rng.integers(n - 1))
        digits[start + 1] = digits[start]
    elif kind < 0.54:
        digits[0] = 1 + int(rng.choice(9, p=_FIRST))
    return "".join(map(str, digits))


def _grouped(rng: np.random.Generator) -> str:
    digits = _digits(rng, int(rng.integers(4, 8)))
    mark = _GROUPING[rng.integers(len(_GROUPING))]
    first = len(digits) % 3 or 3
    text = mark.join([digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))])
    if rng.random() < 0.2:
        text += ("," if mark != "," else ".") + _digits(rng, 2)
    return text
