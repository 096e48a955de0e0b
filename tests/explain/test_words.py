"""Words: numbers as people read them, and no more told than was found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from numerals.explain.deletion import SHARES, Deletion
from numerals.explain.words import NO_DIGIT, answer_line, deletion_line, odds_line
from numerals.reading import Reading, Status

CLASSES = tuple("0123456789")
FLAT = Deletion(
    before=9.0,
    telling=np.linspace(8, 2, len(SHARES)),
    least=np.full(len(SHARES), 10.0),
    random=np.full((100, len(SHARES)), 8.5),
    answers=np.full(len(SHARES), -1),
    changed=np.zeros(len(SHARES), int),
)


@pytest.mark.parametrize(
    ("contrast", "words"),
    [
        (0.0, "1.0 times"),
        (np.log(3.14), "3.1 times"),
        (np.log(12.6), "13 times"),
        (np.log(2118), "2,100 times"),
        (20.0, "more than a million times"),
        (1e9, "more than a million times"),
    ],
)
def test_odds(contrast: float, words: str) -> None:
    assert odds_line("7", "1", contrast).startswith(f"7 is {words} as likely as 1 (log-odds ")


def test_the_answer_turns() -> None:
    answers, changed = FLAT.answers.copy(), FLAT.changed.copy()
    answers[3:], changed[3] = 1, 3
    line = deletion_line("7", "1", replace(FLAT, answers=answers, changed=changed), CLASSES)
    assert line == (
        "deleting the most telling 20 % of the ink turns 7 into 1; "
        "a random 20 % changes the answer in 3 of 100 draws"
    )


def test_the_answer_stays() -> None:
    assert deletion_line("7", "1", FLAT, CLASSES) == (
        "even without the most telling 50 % of the ink the answer stays 7; its log-odds against "
        "1 fall from 9.0 to 2.0, without a random 50 % to 8.5 on average"
    )


def test_a_best_guess_does_not_look_like_an_answer() -> None:
    assert odds_line(NO_DIGIT, "8", np.log(2118)) == (
        "not read; its best guess would be 8, and 'no digit' is 2,100 times as likely "
        "(log-odds 7.7)"
    )
    answers = FLAT.answers.copy()
    answers[1:] = 8
    turned = deletion_line(NO_DIGIT, "8", replace(FLAT, answers=answers), (*CLASSES, NO_DIGIT))
    assert turned.startswith("deleting the most telling 10 % of the ink turns 'no digit' into 8; ")
    stays = deletion_line(NO_DIGIT, "8", FLAT, (*CLASSES, NO_DIGIT))
    assert "the answer stays 'no digit'; its log-odds against 8 fall" in stays


def test_a_map_that_does_not_hold_is_said() -> None:
    false = replace(FLAT, telling=FLAT.least, least=FLAT.telling)
    assert "no better than chance" in deletion_line("7", "1", false, CLASSES)
    assert "no better than chance" not in deletion_line("7", "1", FLAT, CLASSES)


def test_the_answer_in_a_line() -> None:
    assert answer_line(Reading("a", "7", 0.9996, Status.ACCEPTED)) == "7 (99.9 %), accepted"
    blank = Reading("a", "", 0.0, Status.UNREADABLE, "no ink was found on the picture")
    assert answer_line(blank) == "unreadable: no ink was found on the picture"
