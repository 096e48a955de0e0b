"""Promises: each curve that was used is told, and what a curve cannot keep is refused or told."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from numerals.cli.promise import Promises
from numerals.errors import UsageError
from numerals.model.acceptance import Acceptance
from numerals.model.risk import RiskPoint
from numerals.reading import Reading, Status
from tests.readings import form, number

DIGITS = Acceptance(0.9, 0.005, RiskPoint(0.9, 0.95, 0.005))
NUMBERS = Acceptance(0.8, 0.01, RiskPoint(0.8, 0.75, 0.01))
NOTHING = Acceptance(1.0, note="no number is accepted: ask at least 2 %")
CURVELESS = Acceptance(0.9, note="the model holds no risk curve")
DIGIT = Reading("a", "7", 0.9, Status.ACCEPTED)


class Fake(SimpleNamespace):
    """A reader that counts how often its network of numbers is asked for."""

    def __init__(self, expect: str, numbers: Acceptance = NUMBERS, curve: object = "curve") -> None:
        super().__init__(expect=expect, acceptance=DIGITS, numbers=numbers, loaded=0)
        self.strings = SimpleNamespace(config=SimpleNamespace(risk=curve))

    @property
    def number_acceptance(self) -> Acceptance:
        self.loaded += 1
        return self.numbers


def test_of_digits_alone_their_curve_is_told_and_no_other_is_loaded(capsys) -> None:
    reader = Fake("auto")
    promises = Promises(reader, asked=True)
    promises.add(DIGIT)
    promises.add(Reading.failed("b", "no such file"))
    promises.tell(several=True)
    assert capsys.readouterr().err == f"{DIGITS}\n"
    assert reader.loaded == 0


@pytest.mark.parametrize("expect", ["number", "page", "auto"])
def test_of_numbers_alone_theirs_is(expect: str, capsys) -> None:
    promises = Promises(Fake(expect), asked=False)
    promises.add(form())
    promises.add(number("12"))
    promises.tell(several=True)
    assert capsys.readouterr().err == f"{NUMBERS}\n"


@pytest.mark.parametrize("expect", ["page", "auto"])
def test_of_both_both_are(expect: str, capsys) -> None:
    promises = Promises(Fake(expect), asked=False)
    digit = replace(number("7"), kind="digit")
    promises.add(Reading.of_page("a", [number("12"), digit]))
    promises.tell(several=True)
    assert capsys.readouterr().err == f"digits: {DIGITS}\nnumbers: {NUMBERS}\n"


@pytest.mark.parametrize(("expect", "told"), [("digit", DIGITS), ("number", NUMBERS)])
def test_where_nothing_was_read_what_was_expected_counts(expect: str, told, capsys) -> None:
    promises = Promises(Fake(expect), asked=False)
    promises.add(Reading("a", "", 0.0, Status.UNREADABLE))
    promises.tell(several=True)
    assert capsys.readouterr().err == f"{told}\n"


def test_of_one_picture_nothing_is_told_that_is_kept(capsys) -> None:
    promises = Promises(Fake("number"), asked=True)
    promises.add(number("12"))
    promises.tell(several=False)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("expect", ["number", "page"])
def test_what_numbers_cannot_promise_is_refused(expect: str) -> None:
    with pytest.raises(UsageError, match="ask at least 2 %"):
        Promises(Fake(expect, NOTHING), asked=True)


@pytest.mark.parametrize(
    ("reader", "asked"),
    [(Fake("number", NOTHING), False), (Fake("page", CURVELESS, curve=None), True)],
)
def test_that_nothing_is_promised_is_told_at_once_and_once(reader, asked: bool, capsys) -> None:
    promises = Promises(reader, asked)
    assert capsys.readouterr().err == f"{reader.numbers.note}\n"
    promises.add(number("12"))
    promises.tell(several=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("several", [True, False])
def test_where_either_may_come_it_is_told_when_a_number_did(several: bool, capsys) -> None:
    promises = Promises(Fake("auto", NOTHING), asked=True)
    assert capsys.readouterr().err == ""
    promises.add(number("12"))
    promises.tell(several)
    assert capsys.readouterr().err == f"{NOTHING.note}\n"
