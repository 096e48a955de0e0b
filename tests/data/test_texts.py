"""Texts: numbers as people write them, all of what people put in them, and nothing else."""

from __future__ import annotations

import re

import numpy as np

from numerals.data.texts import draw_text, label_of
from numerals.model.alphabet import ALPHABET

#: What a drawn number is: a minus, digits in groups, decimals, what closes it.
NUMBER = re.compile(r"-?\d+(?:([.,' ])\d{3}(?:\1\d{3})*)?(?:[.,]\d{1,3})?(?:=|-|\.-|\.|,)?")


def texts(seed: int, count: int = 3000) -> list[str]:
    rng = np.random.default_rng(seed)
    return [draw_text(rng) for _ in range(count)]


def test_the_same_seed_gives_the_same_texts() -> None:
    assert texts(3, 50) == texts(3, 50) != texts(4, 50)


def test_every_text_is_a_number_as_people_write_it() -> None:
    for text in texts(0):
        assert NUMBER.fullmatch(text), text


def test_every_character_is_drawn_and_each_ending() -> None:
    drawn = texts(1)
    assert set("".join(drawn)) == {*ALPHABET, " "}
    for ending in ("=", "-", ".-", ".", ","):
        assert any(re.search(r"\d" + re.escape(ending) + "$", text) for text in drawn), ending
    assert any(text.startswith("-") for text in drawn)


def test_lengths_from_one_digit_to_ten() -> None:
    lengths = {sum(c.isdigit() for c in text) for text in texts(2)}
    assert lengths == set(range(1, 11))


def test_a_gap_is_no_character_to_read() -> None:
    assert label_of("12 345,50-") == "12345,50-"
    for text in texts(5, 500):
        assert set(label_of(text)) <= set(ALPHABET)
