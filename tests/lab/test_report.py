"""The report says the same as JSON and as text, and is plain where it is piped."""

from __future__ import annotations

import dataclasses
import json

import pytest

from numerals.lab.evaluate import Evaluation, evaluate
from numerals.lab.outcome import Outcome
from numerals.lab.record import to_dict
from numerals.lab.report import LISTED, PIPE_WIDTH, to_text
from numerals.lab.results import figures
from numerals.lab.samples import samples_of
from numerals.model.risk import RiskCurve
from numerals.reading import Reading, Status
from tests.model.nets import RISK


@pytest.fixture(scope="module")
def evaluation(drawn, reader) -> Evaluation:
    return evaluate(reader, samples_of(str(drawn.folder)), "drawn")


def made(*rows: tuple[str, str, float, Status], name: str = "made") -> Evaluation:
    outcomes = tuple(
        Outcome(f"{i:04}.png", truth, Reading("", text, confidence, status))
        for i, (truth, text, confidence, status) in enumerate(rows)
    )
    return Evaluation(name, "model", "1.2", "digit", 0.9, outcomes, 0.001)


def text_of(one: Evaluation, **how) -> str:
    return to_text(one, figures(one), **how)


def test_the_json_has_every_field_that_is_documented(evaluation, drawn) -> None:
    content = json.loads(json.dumps(to_dict(evaluation, figures(evaluation)), allow_nan=False))
    assert list(content) == [
        "version",
        "numerals",
        "data",
        "model",
        "expect",
        "accept",
        "max_error",
        "of_numbers",
        "field",
        "accuracy",
        "status",
        "accepted_wrong",
        "no_digit",
        "risk_coverage",
        "numbers",
        "cells",
        "digits",
        "macro",
        "confusion",
        "calibration",
        "seconds_per_picture",
        "errors",
    ]
    assert content["data"] == {
        "name": "drawn",
        "pictures": 12,
        "single_digit": 12,
        "no_digit": 0,
    }
    assert content["no_digit"] is None
    assert set(content["risk_coverage"]) == {
        "pictures",
        "area",
        "accept",
        "coverage",
        "error",
        "promised",
        "promised_of_numbers",
    }
    assert content["accuracy"]["count"] == 9
    assert content["accuracy"]["share"] == 0.75
    assert 0 < content["accuracy"]["low"] < 0.75 < content["accuracy"]["high"] < 1
    assert set(content["status"]) == {"accepted", "review", "unreadable", "error"}
    assert [d["digit"] for d in content["digits"]] == list("0123456789")
    assert content["confusion"]["read"][-1] == "–"
    assert [len(row) for row in content["confusion"]["counts"]] == [11] * 10
    assert sum(map(sum, content["confusion"]["counts"])) == 12
    errors = {e["file"]: e for e in content["errors"]}
    assert set(errors) == {drawn.wrong_label, drawn.blank, drawn.broken}
    assert errors[drawn.broken]["status"] == "error"
    assert errors[drawn.broken]["reason"]


def test_what_is_undefined_is_null_and_a_dash() -> None:
    one = made(("1", "2", 0.95, Status.ACCEPTED))
    content = to_dict(one, figures(one))
    never_read = content["digits"][1]
    assert never_read["precision"] is None
    assert never_read["recall"] == 0
    assert content["macro"]["digits"] == 1
    text = text_of(one)
    rows = [line.split() for line in text[text.index("By digit") :].splitlines()]
    assert ["1", "–", "0.0", "0.0", "1"] in rows
    assert ["0", "–", "–", "–", "0"] in rows


def test_numbers_alone_have_no_table_by_digit() -> None:
    one = made(("12", "12", 0.95, Status.REVIEW))
    content = to_dict(one, figures(one))
    assert content["digits"] is None
    assert content["macro"] is None
    assert content["confusion"] is None
    assert content["accepted_wrong"] == {
        "count": 0,
        "of": 0,
        "share": None,
        "low": None,
        "high": None,
    }
    text = text_of(one)
    assert "No picture shows a single digit" in text
    assert "precision" not in text


def test_numbers_among_digits_are_told_of() -> None:
    one = made(("12", "12", 0.95, Status.REVIEW), ("3", "3", 0.95, Status.ACCEPTED))
    assert "only the 1 of 2 pictures that show a single digit" in text_of(one)


def test_nothing_read_at_all() -> None:
    one = made(("3", "", 0.0, Status.ERROR))
    assert to_dict(one, figures(one))["calibration"] == {"error": None, "bins": 15, "pictures": 0}
    assert "nothing was read" in text_of(one)


def test_nearly_all_is_not_shown_as_all() -> None:
    rows = [("1", "1", 0.99, Status.ACCEPTED)] * 2999 + [("1", "7", 0.99999, Status.ACCEPTED)]
    text = text_of(made(*rows))
    overview = text[: text.index("By digit")]
    right = next(line for line in overview.splitlines() if line.startswith("read right"))
    assert right.split()[-4:] == ["99.9", "[99.8,", "100.0]", "2,999"]
    wrong = next(line for line in overview.splitlines() if "of which wrong" in line)
    assert wrong.split()[3:] == ["0.1", "[0.0,", "0.2]", "1"]
    assert "99.9 %" in text[text.index("Errors") :]


def test_the_long_list_of_errors_is_cut_and_says_so() -> None:
    text = text_of(made(*[("1", "7", 0.5, Status.REVIEW)] * (LISTED + 3)))
    assert "0009.png" in text
    assert "0010.png" not in text
    assert "and 3 more" in text


def test_no_errors_no_list() -> None:
    assert "Errors" not in text_of(made(("1", "1", 0.99, Status.ACCEPTED)))


def test_piped_text_is_plain_and_fits(evaluation, monkeypatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = text_of(evaluation)
    assert "\x1b" not in text
    assert text.endswith("\n")
    assert max(map(len, text.splitlines())) <= PIPE_WIDTH
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_a_terminal_gets_colours_and_the_same_words(evaluation) -> None:
    import re

    coloured = text_of(evaluation, colour=True)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert plain.split() == text_of(evaluation).split()


@pytest.mark.parametrize("width", [1, 60, 200])
def test_any_width_will_do(evaluation, width) -> None:
    text = text_of(evaluation, width=width)
    assert max(map(len, text.splitlines())) <= max(40, width)


def test_a_name_cannot_command_the_terminal() -> None:
    text = text_of(made(("1", "7", 0.9, Status.REVIEW), name="a\x1b[2Jb[red]c"))
    assert "\x1b" not in text
    assert "[red]" in text


def test_pictures_without_a_digit_are_told_apart() -> None:
    rows = [("1", "1", 0.99, Status.ACCEPTED), ("", "7", 0.95, Status.ACCEPTED)]
    rows += [("", "7", 0.4, Status.REVIEW), ("", "", 0.0, Status.UNREADABLE)]
    one = made(*rows)
    content = to_dict(one, figures(one))
    assert content["accuracy"]["of"] == 1
    assert content["data"]["no_digit"] == 3
    assert content["no_digit"]["accepted"]["count"] == content["accepted_wrong"]["count"] == 1
    assert [e["file"] for e in content["errors"]] == ["0001.png"]
    text = text_of(one)
    assert "of the 3 that show no digit" in text
    assert "accepted all the same" in text
    assert "nothing" in text[text.index("Errors") :]


def test_a_broken_promise_is_red_and_one_not_given_says_never() -> None:
    curve = RiskCurve.from_dict(RISK | {"accept": [0.99, 0.98, 0.9, 0.5]})
    right, wrong = ("1", "1", 0.985, Status.ACCEPTED), ("1", "7", 0.95, Status.ACCEPTED)
    # One of 201 is more than 0.2 %, but by no more than chance explains.
    unlucky = ("1", "7", 0.985, Status.ACCEPTED)
    one = dataclasses.replace(made(*[right] * 200, unlucky, *[wrong] * 20), risk=curve)
    lines = text_of(one, colour=True).splitlines()
    table = {line.split("%")[0].strip(): line for line in lines if "%" in line}
    assert "31m" not in table["0.2"]
    assert "31m" in table["0.5"]
    few = dataclasses.replace(one, risk=RiskCurve(9, curve.points[2:]))
    text = text_of(few)
    assert [line.split()[2] for line in text.splitlines() if line.strip().startswith("0.2 %")] == [
        "never"
    ]


def test_a_promise_stands_in_the_heading() -> None:
    one = dataclasses.replace(made(("1", "1", 0.99, Status.ACCEPTED)), max_error=0.005)
    assert "accepted from 90.0 % on; promised: at most 0.5 % of these wrong" in text_of(one)
    assert "accepted never" in text_of(dataclasses.replace(one, accept=1.0))
