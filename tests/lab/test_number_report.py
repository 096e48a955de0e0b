"""The report of numbers says how they were read, by character, by length and by confusion."""

from __future__ import annotations

import json

import pytest

from numerals.lab.evaluate import Evaluation, Judge
from numerals.lab.number_report import LISTED, say_edit
from numerals.lab.outcome import Outcome
from numerals.lab.record import to_dict
from numerals.lab.report import to_text
from numerals.lab.results import figures
from numerals.lab.strings import Edit
from numerals.model.risk import RiskCurve
from numerals.reading import Alternative, Reading, Status
from tests.model.nets import RISK


def made(*rows: tuple[str, str], kind: str = "number", **more) -> Evaluation:
    outcomes = tuple(
        Outcome(
            f"{i}.png",
            truth,
            Reading(
                "", text, 0.95, Status.ACCEPTED, kind=kind, alternatives=(Alternative("10", 0.1),)
            ),
        )
        for i, (truth, text) in enumerate(rows)
    )
    return Evaluation("made", "numbers", "1.0", "number", 0.9, outcomes, 0.001, **more)


def text_of(one: Evaluation) -> str:
    return to_text(one, figures(one))


def row_of(text: str, start: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(start))
    return line.removeprefix(start).split()


ROWS = [("2500", "2.500="), ("118", "718"), ("12", "1"), ("10", "70")]


def test_text_says_it_all() -> None:
    text = text_of(made(*ROWS))
    assert row_of(text, "read right, to the last digit")[0] == "25.0"
    assert row_of(text, "characters wrong (CER)")[0] == "27.3"
    assert row_of(text, "characters wrong (CER)")[-1] == "3"
    assert row_of(text, "as many digits as written")[0] == "75.0"
    assert row_of(text, "the right one among 5 answers")[0] == "50.0"
    lengths = text[text.index("By number of digits") :].splitlines()
    rows = [line.split()[:2] for line in lengths[3:6]]
    assert rows == [["2", "0.0"], ["3", "0.0"], ["4", "100.0"]]
    assert "Commonest confusions: 1→7 ×2, missing 2 ×1" in text
    assert "2.500=" not in text, "it is right"
    assert "owed to the field" not in text


def test_json_says_the_same() -> None:
    one = made(*ROWS)
    content = json.loads(json.dumps(to_dict(one, figures(one)), allow_nan=False))["numbers"]
    assert content["error_rate"]["edits"] == 3
    assert content["error_rate"]["rate"] == pytest.approx(3 / 11)
    assert content["length_right"]["count"] == 3
    assert content["among"]["answers"] == 5
    assert content["among"]["count"] == 2
    assert content["constrained"]["share"] is None
    assert [row["digits"] for row in content["by_length"]] == [2, 3, 4]
    assert content["confusions"] == [
        {"truth": "1", "read": "7", "count": 2},
        {"truth": "2", "read": "", "count": 1},
    ]


def test_digits_alone_have_no_report_of_numbers() -> None:
    one = made(("1", "1"), ("2", "7"))
    assert to_dict(one, figures(one))["numbers"] is None
    assert "characters wrong" not in text_of(one)


def test_what_is_known_of_the_field_is_told() -> None:
    one = made(*ROWS, field="length 2..4")
    assert "known of each number: length 2..4" in text_of(one)
    assert to_dict(one, figures(one))["field"] == "length 2..4"


def test_rare_confusions_are_counted_not_listed() -> None:
    rows = [(f"{a}{a}", f"{a}{b}") for a in "12" for b in "034567"]
    text = " ".join(text_of(made(*rows, ("88", "89"), ("88", "8"))).split())
    assert text.count("×") == LISTED
    assert "and 2 rarer kinds" in text


def test_an_edit_in_words() -> None:
    said = [say_edit(Edit(*pair)) for pair in (("1", "7"), ("", "9"), ("0", ""), ("1", "\x1b"))]
    assert said == ["1→7", "extra 9", "missing 0", "1→\N{REPLACEMENT CHARACTER}"]


def test_where_digits_and_numbers_were_read_each_has_its_promise() -> None:
    curve = RiskCurve.from_dict(RISK | {"accept": [0.99, 0.98, 0.94, 0.5]})
    digits = made(*[("1", "1")] * 9, kind="digit").outcomes
    numbers = made(("12", "12"), ("12", "17")).outcomes
    one = Evaluation(
        "made", "digits", "2", "auto", 0.9, (*digits, *numbers), 0.001, 0.005,
        RiskCurve.from_dict(RISK), of_numbers=Judge("numbers", "1", 0.94, 0.01, curve),
    )  # fmt: skip
    result = figures(one)
    assert [row.coverage.of for row in result.stated if row.coverage] == [9] * 5
    half = result.stated_of_numbers[2]
    assert (half.coverage.count, half.wrong.count) == (2, 1)
    text = text_of(one)
    assert "read by the model digits 2 for digits\naccepted from 90.0 % on" in text
    assert "and by the model numbers 1 for numbers\naccepted from 94.0 % on" in text
    assert "on what was read as digits" in text
    assert "on what was read as numbers" in text
    content = to_dict(one, result)
    assert content["of_numbers"]["model"] == {"name": "numbers", "version": "1"}
    assert len(content["risk_coverage"]["promised_of_numbers"]) == 5
