"""Pattern: what matches, and what still may."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.errors import UsageError
from numerals.model.alphabet import ALPHABET
from numerals.pattern import Patience, compiled, matches, viable

PATTERNS = [r"\d{3}", r"\d+\.\d\d", r"-?[1-9]\d*", r"\d\d-\d", r"=?\d=", "(?:1|22)+", r"\d*7"]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\d{5}", "12345", True),
        (r"\d{5}", "12 345.-", True),
        (r"\d{5}", "=12345=", True),
        (r"\d{5}", "123456", False),
        (r"\d{5}", "1234", False),
        (r"\d{5}=", "12345=", True),
        (r"\d{5}=", "12345", False),
        (r"\d{3}-\d", "123-4", True),
        (r"^\d$", "7", True),
        ("", "", True),
    ],
)
def test_a_pattern_is_about_the_whole_text(pattern, text, expected) -> None:
    assert matches(pattern, text) == expected


@given(st.sampled_from(PATTERNS), st.text(ALPHABET + " ", max_size=7))
def test_every_beginning_of_a_match_is_viable(pattern, text) -> None:
    if matches(pattern, text):
        assert all(viable(pattern, text[:i]) for i in range(len(text) + 1))


@pytest.mark.parametrize("prefix", ["1234", "12-", "x", ".1"])
def test_what_cannot_match_any_more_is_not_viable(prefix) -> None:
    assert not viable(r"\d{3}", prefix)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(\d", "no regular expression: missing \\)"),
        (r"\d{4} \d", "holds a space"),
        (r"(?au)\d", "no regular expression: .*mutually incompatible"),
        (r"\d" * 101, "has 202 characters; the limit is 200"),
    ],
)
def test_a_wrong_pattern_is_explained(pattern, words) -> None:
    with pytest.raises(UsageError, match=words):
        compiled(pattern)


def test_a_pattern_that_takes_for_ever_is_stopped() -> None:
    with pytest.raises(UsageError, match="takes too long"):
        matches(r"(?:\d|\d\d)*\D?[a-f]", "1" * 60)


def test_matches_that_take_too_long_together_are_stopped() -> None:
    def work() -> bool:
        end = time.thread_time() + 0.02
        while time.thread_time() < end:
            pass
        return True

    patience = Patience("1+")
    with pytest.raises(UsageError, match=r"'1\+' takes too long"):
        all(patience.ask(work) for _ in range(50))


def test_a_sound_pattern_may_be_asked_for_ever(monkeypatch) -> None:
    now = itertools.count(0, 0.00004)  # so long takes a match
    monkeypatch.setattr(time, "thread_time", lambda: next(now))
    patience = Patience("1+")
    assert all(patience.ask(matches, "1+", "11") for _ in range(20_000))


def test_a_field_without_a_pattern_does_not_load_regex() -> None:
    code = (
        "import sys; from numerals import Field; from numerals.constraint import constraint_of; "
        "constraint_of(Field(length=3, range=(0, 5), check='luhn')); "
        "sys.exit('regex' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
