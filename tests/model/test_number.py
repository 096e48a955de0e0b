"""From probabilities along a strip to a number, its runners-up and its digits."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from numerals.field import Field
from numerals.model.alphabet import ALPHABET, CLASS_OF
from numerals.model.number import read_number


def written(text: str, sure: float = 0.999, other: dict[int, tuple[str, float]] | None = None):
    """Probabilities (T, 16) that say a text, each character in a frame between two blanks.

    `other` names for a character's place another one and its probability there.
    """
    probs = np.full((2 * len(text) + 1, 1 + len(ALPHABET)), 1e-9)
    probs[::2, 0] = 1.0
    for i, character in enumerate(text):
        probs[2 * i + 1, CLASS_OF[character]] = sure
        probs[2 * i + 1, 0] = 1 - sure
        if other and i in other:
            rival, share = other[i]
            probs[2 * i + 1, CLASS_OF[character]] = sure - share
            probs[2 * i + 1, CLASS_OF[rival]] += share
    return np.log(probs / probs.sum(axis=1, keepdims=True)).astype(np.float32)


def read(log_probs, field: Field = Field()):  # noqa: B008 - never changed
    return read_number(log_probs, field)


def test_a_number_with_its_value_and_digits() -> None:
    number = read(written("1,204.50"))
    assert (number.text, number.value) == ("1,204.50", Decimal("1204.50"))
    assert number.confidence > 0.95
    assert [c.value for c in number.characters] == list("1,204.50")
    centres = [c.centre for c in number.characters]
    assert centres == [2 * i + 1 for i in range(8)]
    for character in number.characters:
        assert sum(p.confidence for p in character.probabilities) <= 1 + 1e-9


def test_a_doubtful_digit_is_an_alternative() -> None:
    number = read(written("47", other={1: ("1", 0.3)}))
    assert number.text == "47"
    assert number.alternatives[0].value == "41"
    assert number.alternatives[0].confidence == pytest.approx(0.3, abs=0.02)
    seven = {p.value: p.confidence for p in number.characters[1].probabilities}
    assert seven["7"] == pytest.approx(0.7, abs=0.02)


def test_a_doubtful_separator_is_no_doubt_about_the_number() -> None:
    number = read(written("2.500", other={1: (",", 0.45)}))
    assert (number.text, number.value) == ("2.500", 2500)
    assert number.confidence > 0.98
    assert not [a for a in number.alternatives if a.confidence > 0.01]


def test_nothing_is_no_number() -> None:
    blank = np.log(np.full((9, 16), 1e-9) + np.eye(16)[0]).astype(np.float32)
    for log_probs in (blank, written("--")):
        number = read(log_probs)
        assert (number.text, number.value, number.confidence) == ("", None, 0.0)
        assert number.characters == ()


def test_the_field_decides_and_is_named() -> None:
    number = read(written("47", other={1: ("1", 0.3)}), Field(range=(0, 45)))
    assert (number.text, number.free, number.constrained) == ("41", "47", True)
    none = read(written("47"), Field(length=5))
    assert (none.text, none.constrained) == ("", True)
