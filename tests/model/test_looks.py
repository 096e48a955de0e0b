"""Two looks at a strip: texts that both find likely are likely."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.field import Field
from numerals.model.alphabet import ALPHABET, CLASS_OF
from numerals.model.beam import decode
from numerals.model.looks import look, lower
from numerals.model.number import read_number
from numerals.model.string_network import FRAME


def saying(*places: dict[str, float], frames: int = 8) -> np.ndarray:
    """Logarithms of frames, each place in one with a blank behind it."""
    shares = np.full((frames, 1 + len(ALPHABET)), 1e-9)
    shares[:, 0] = 1
    for i, place in enumerate(places):
        shares[2 * i, 0] = 1 - sum(place.values()) + 1e-9
        for char, share in place.items():
            shares[2 * i, CLASS_OF[char]] = share
    return np.log(shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)


def test_probabilities_are_the_mean_of_both() -> None:
    one, two = saying({"1": 0.6, "7": 0.4}), saying({"1": 0.2, "7": 0.8}, frames=11)
    found = {g.text: g.probability for g in decode(one, again=[two]).guesses}
    assert found == pytest.approx({"7": 0.6, "1": 0.4}, abs=1e-3)


def test_what_the_first_look_rules_out_the_second_may_find() -> None:
    one, two = saying({"1": 0.55, "7": 0.45}), saying({"4": 1.0})
    assert decode(one, again=[two]).guesses[0].text == "4"


@given(st.floats(0.01, 0.99))
def test_twice_the_same_look_says_what_one_does(share: float) -> None:
    one = saying({"3": share, "8": 1 - share}, {"5": 0.9, "6": 0.1})
    for field in (Field(), Field(range=(80, 90))):
        once, twice = read_number(one, field), read_number(one, field, [one])
        assert (once.text, once.characters) == (twice.text, twice.characters)
        assert once.confidence == pytest.approx(twice.confidence, abs=1e-5)


def test_a_field_binds_both() -> None:
    one, two = saying({"1": 0.9, "7": 0.1}), saying({"1": 0.9, "4": 0.1})
    number = read_number(one, Field(range=(4, 9)), [two])
    assert number.text in ("4", "7")
    assert number.constrained
    assert math.fsum(a.confidence for a in (number, *number.alternatives)) <= 1.001


@given(st.integers(8, 160))
def test_the_second_look_is_lower_and_wider(steps: int) -> None:
    strip = np.full((32, 4 * steps), 255, np.uint8)
    seen = lower(strip)
    rows, columns = (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    assert seen.shape[0] == 32
    assert seen.shape[1] % 4 == 0
    assert len(rows) == 29
    assert rows[0] == 1
    assert len(columns) == round(1.08 * strip.shape[1])
    assert seen.shape[1] - len(columns) < 4


class Unmoved:
    """A network that sees nothing anywhere."""

    def predict(self, strips):
        return [saying(frames=strip.shape[1] // FRAME) for strip in strips]

    predict_again = predict


def test_places_move_with_the_writing() -> None:
    """A bare stroke that is passed over is raised in both looks, each where it shows it."""
    strip = np.zeros((32, 200), np.uint8)
    (plain,) = look(Unmoved(), [strip])
    (raised,) = look(Unmoved(), [strip], [[(170.0, 172.0)]])
    for before, after, column in zip(plain, raised, (171, 1.08 * 171), strict=True):
        (changed,) = np.flatnonzero(np.abs(after - before).max(axis=1) > 1)
        assert abs(int(changed) * FRAME - column) <= 3 * FRAME


def test_another_network_looks_again() -> None:
    class Pair(Unmoved):
        def predict_again(self, strips):
            return [saying({"7": 1.0}, frames=strip.shape[1] // FRAME) for strip in strips]

    strip = np.full((32, 64), 255, np.uint8)
    (seen,) = look(Pair(), [strip])
    assert [decode(log).guesses[0].text for log in seen] == ["", "7"]
    assert len(seen.second) == lower(strip).shape[1] // FRAME
