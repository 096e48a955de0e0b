"""Opinion: digits are asked for one by one, and what is said of them weighs readings."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from numerals.field import Field
from numerals.image.strip import as_strip
from numerals.model.alphabet import ALPHABET, CLASS_OF
from numerals.model.config import Config
from numerals.model.number import read_number
from numerals.model.runtime import Network
from numerals.opinion import Opinion
from tests.image.test_strip import cut, number

LEAST = math.log(0.01)


class Counted:
    """A network of digits that says a 7 of all that it sees, and counts that."""

    config = Config("sevens")

    def __init__(self) -> None:
        self.frames = 0

    def predict(self, frames: np.ndarray) -> np.ndarray:
        self.frames += len(frames)
        outputs = np.full((len(frames), 10), 0.2 / 9, np.float32)
        outputs[:, 7] = 0.8
        return outputs


def bars(count: int) -> np.ndarray:
    pixels = np.zeros((32, 20 * count), np.uint8)
    for i in range(count):
        cv2.rectangle(pixels, (20 * i + 6, 6), (20 * i + 12, 25), 255, -1)
    return pixels


def test_each_digit_speaks_for_a_reading_or_against_it() -> None:
    opinion = Opinion(as_strip(bars(2)), Counted())
    seven, one, both = opinion.ask([("77", [9, 29]), ("71", [9, 29]), ("11", [9, 29])])
    assert seven == pytest.approx(2 * math.log(0.8), abs=1e-5)
    assert one == pytest.approx(math.log(0.8) + math.log(0.2 / 9), abs=1e-5)
    assert both == pytest.approx(2 * math.log(0.2 / 9), abs=1e-5)


def test_marks_say_nothing_and_what_has_no_digit_is_unlikely() -> None:
    opinion = Opinion(as_strip(bars(2)), Counted())
    assert opinion.ask([("7.", [9, 29]), ("7", [9])])[0] == pytest.approx(math.log(0.8), abs=1e-5)
    assert opinion.ask([("", []), ("--", [9, 29])]) == [LEAST, LEAST]


def test_a_digit_is_looked_at_once() -> None:
    network = Counted()
    opinion = Opinion(as_strip(bars(3)), network)
    opinion.ask([("777", [9, 29, 49]), ("717", [9, 29, 49]), ("117", [9, 29, 49])])
    opinion.ask([("777", [9, 29, 49])])
    assert network.frames == 3


@pytest.mark.parametrize("text", ["47", "2806", "913"])
def test_the_shipped_network_is_for_what_is_written(text: str) -> None:
    strip = cut(number(text))
    inked = np.flatnonzero((strip.pixels > 100).any(axis=0))
    wide = (inked[-1] + 1 - inked[0]) / len(text)
    middles = [inked[0] + (i + 0.5) * wide for i in range(len(text))]
    others = [text.replace(d, o) for d, o in zip(text, text[1:] + text[:1], strict=True)]
    said = Opinion(strip, Network()).ask([(t, middles) for t in [text, *others]])
    assert said[0] > -1
    assert all(said[0] > other + 2 for other in said[1:])


def doubtful(share: float) -> np.ndarray:
    """Probabilities (20, 16) of 77, whose second digit may be a 1 with a probability."""
    probs = np.full((20, 1 + len(ALPHABET)), 1e-9)
    probs[:, 0] = 1
    for frame, sevens in ((4, 1.0), (14, 1 - share)):
        probs[frame, [0, CLASS_OF["7"], CLASS_OF["1"]]] = 1e-9, sevens, 1 - sevens + 1e-9
    return np.log(probs / probs.sum(axis=1, keepdims=True)).astype(np.float32)


def test_an_opinion_counts_where_a_strip_is_doubtful() -> None:
    log_probs = doubtful(0.55)
    alone = read_number(log_probs, Field())
    assert (alone.text, alone.alternatives[0].value) == ("71", "77")
    told = read_number(log_probs, Field(), opinion=Opinion(as_strip(bars(2)), Counted()))
    assert (told.text, told.alternatives[0].value) == ("77", "71")
    total = told.confidence + told.alternatives[0].confidence
    assert total == pytest.approx(alone.confidence + alone.alternatives[0].confidence)


def test_no_opinion_is_asked_for_where_a_strip_is_sure() -> None:
    network = Counted()
    told = read_number(doubtful(0.99), Field(), opinion=Opinion(as_strip(bars(2)), network))
    assert (told.text, network.frames) == ("71", 0)


def test_an_opinion_keeps_to_the_field() -> None:
    field = Field(pattern=r"\d1")
    told = read_number(doubtful(0.55), field, opinion=Opinion(as_strip(bars(2)), Counted()))
    assert (told.text, told.free, told.constrained) == ("71", "77", True)
