"""The tables by class: a matrix where it fits, else what is most often mistaken."""

from __future__ import annotations

import pytest

from numerals.lab.evaluate import Evaluation
from numerals.lab.outcome import Outcome
from numerals.lab.report import to_text
from numerals.lab.results import figures
from numerals.reading import Reading, Status


def made(classes: tuple[str, ...], *pairs: tuple[str, str]) -> Evaluation:
    outcomes = tuple(
        Outcome(f"{i}.png", truth, Reading("", text, 0.9, Status.ACCEPTED))
        for i, (truth, text) in enumerate(pairs)
    )
    return Evaluation("made", "model", "1.2", "digit", 0.9, outcomes, 0.001, classes=classes)


def test_other_classes_have_their_own_matrix() -> None:
    one = made(("ا", "ring"), ("ا", "ا"), ("ring", "ا"), ("ring", "ring"))
    result = figures(one)
    assert result.confusion.tolist() == [[1, 0, 0], [1, 1, 0]]
    assert result.numbers is None  # a name of several letters is no number
    text = to_text(one, result)
    assert "Confusion, each row what is written" in text
    assert "By digit" in text


def test_many_classes_are_told_by_their_mistakes() -> None:
    names = tuple(f"letter {i}" for i in range(40))
    right = [(name, name) for name in names]
    one = made(names, *right, ("letter 3", "letter 8"), ("letter 3", "letter 8"), ("letter 5", ""))
    text = to_text(one, figures(one))
    mistakes = text.partition("most often taken for what")[2].splitlines()
    rows = [line.split() for line in mistakes if line.strip().startswith("letter")]
    assert rows[0] == ["letter", "3", "letter", "8", "2", "66.6"]
    assert rows[1] == ["letter", "5", "–", "1", "50.0"]
    assert len(rows) == 2
    assert max(map(len, text.splitlines())) <= 88


@pytest.mark.train
def test_what_the_font_lacks_is_drawn_as_its_code_point() -> None:
    pytest.importorskip("matplotlib")
    from numerals.lab.figure import drawable

    assert drawable("۳") == "۳"
    assert drawable("१") == "U+0967"
    assert drawable("Ankle boot") == "Ankle boot"
