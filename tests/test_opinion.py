"""Opinion: digits are asked for one by one, and what is said of them weighs readings."""

from __future__ import annotations

import math
import shutil

import cv2
import numpy as np
import pytest

from numerals.field import Field
from numerals.image.spans import Spans
from numerals.image.strip import as_strip
from numerals.model.alphabet import ALPHABET, CLASS_OF
from numerals.model.config import Config
from numerals.model.number import read_number
from numerals.model.runtime import DEFAULT_MODEL, WEIGHTS, Network
from numerals.opinion import Opinion
from numerals.reader import Reader
from tests.image.test_strip import cut, number

LEAST = math.log(0.01)


class Counted:
    """A network of digits that says a 7 of broad bars and a 1 of narrow ones, and counts them."""

    config = Config("bars")

    def __init__(self, sure: float = 0.8) -> None:
        self.frames, self.sure = 0, sure

    def predict(self, frames: np.ndarray) -> np.ndarray:
        self.frames += len(frames)
        outputs = np.full((len(frames), 10), (1 - self.sure) / 9, np.float32)
        broad = (frames > 100).any(axis=1).sum(axis=1) > 4
        outputs[np.arange(len(frames)), np.where(broad, 7, 1)] = self.sure
        return outputs


def bars(text: str) -> Spans:
    """A broad bar for each 7 and a narrow one for each 1, 20 columns apart."""
    pixels = np.zeros((32, 20 * len(text)), np.uint8)
    for i, digit in enumerate(text):
        cv2.rectangle(pixels, (20 * i + 8, 6), (20 * i + (12 if digit == "7" else 9), 25), 255, -1)
    return Spans(as_strip(pixels))


def test_each_digit_speaks_for_a_reading_or_against_it() -> None:
    opinion = Opinion(bars("77"), Counted())
    seven, one, both = opinion.ask([("77", [9, 29]), ("71", [9, 29]), ("11", [9, 29])])
    assert seven == pytest.approx(2 * math.log(0.8), abs=1e-5)
    assert one == pytest.approx(math.log(0.8) + math.log(0.2 / 9), abs=1e-5)
    assert both == pytest.approx(2 * math.log(0.2 / 9), abs=1e-5)


def test_marks_say_nothing() -> None:
    opinion = Opinion(bars("77"), Counted())
    assert opinion.ask([("7.", [9, 29]), ("7", [9])])[0] == pytest.approx(math.log(0.8), abs=1e-5)


def test_no_digit_speaks_more_strongly_than_one_in_a_hundred() -> None:
    assert Opinion(bars("77"), Counted(0.9999)).ask([("11", [9, 29])]) == [2 * LEAST]


def test_doubts_about_many_digits_do_not_speak_for_none() -> None:
    said = Opinion(bars("7" * 10), Counted()).ask(
        [("1" * 10, [20 * i + 10 for i in range(10)]), ("", []), ("--", [9, 29])]
    )
    assert said[0] == said[1] == said[2] < 9 * math.log(0.1)
    assert Opinion(bars("77"), Counted()).ask([("", []), ("-", [9])]) == [0, 0]


def test_a_digit_is_looked_at_once() -> None:
    network = Counted()
    opinion = Opinion(bars("777"), network)
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
    said = Opinion(Spans(strip), Network()).ask([(t, middles) for t in [text, *others]])
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
    told = read_number(log_probs, Field(), expert=Opinion(bars("77"), Counted()))
    assert (told.text, told.alternatives[0].value) == ("77", "71")
    for ink in ("71", "17", "11"):  # each character's own ink is looked at
        other = read_number(log_probs, Field(), expert=Opinion(bars(ink), Counted()))
        assert other.text == f"7{ink[1]}"
    total = told.confidence + told.alternatives[0].confidence
    assert total == pytest.approx(alone.confidence + alone.alternatives[0].confidence)


def test_no_opinion_is_asked_for_where_a_strip_is_sure() -> None:
    network = Counted()
    told = read_number(doubtful(0.99), Field(), expert=Opinion(bars("77"), network))
    assert (told.text, network.frames) == ("71", 0)


def test_an_opinion_keeps_to_the_field() -> None:
    field = Field(pattern=r"\d1")
    told = read_number(doubtful(0.55), field, expert=Opinion(bars("77"), Counted()))
    assert (told.text, told.free, told.constrained) == ("71", "77", True)


def test_of_two_writings_of_one_number_the_likelier_is_told_and_neither_asked_about() -> None:
    probs = np.full((30, 1 + len(ALPHABET)), 1e-9)
    probs[:, 0] = 1
    for frame, character in ((4, "7"), (14, "1"), (18, "1"), (24, "1")):
        probs[frame, [0, CLASS_OF[character]]] = 1e-9, 1
    probs[9, [0, CLASS_OF["."]]] = 0.4, 0.6
    network = Counted()
    log_probs = np.log(probs / probs.sum(axis=1, keepdims=True)).astype(np.float32)
    told = read_number(log_probs, Field(), expert=Opinion(bars("7111"), network))
    assert (told.text, network.frames) == ("7.111", 0)
    assert told.confidence > 0.99


def test_a_reader_of_other_digits_asks_the_shipped_network_about_numbers(tmp_path) -> None:
    shutil.copytree(WEIGHTS / DEFAULT_MODEL, tmp_path / "own")
    own = Reader(tmp_path / "own")
    assert own.single is not own.network
    shipped = Reader()
    assert shipped.single is shipped.network
