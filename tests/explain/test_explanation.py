"""Explanation: every digit explained, a bounded number of them, blank paper said to be blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw

import numerals
from examples.make import draw
from numerals.errors import SourceError, UsageError
from numerals.explain import Explanation, explanation, why
from numerals.explain.explanation import explain_reading
from numerals.explain.panels import paint
from numerals.reading import Alternative, Box, Digit, Reading, Status
from tests.explain.conftest import between
from tests.explain.test_contrast import Told
from tests.model.nets import RISK, configured, rejecting

if TYPE_CHECKING:
    from numerals.reader import Reader

ROW = np.hstack([draw(digit) for digit in "2026"])


@pytest.fixture(scope="module")
def row() -> Explanation:
    return why(ROW)


def test_the_public_face_has_it() -> None:
    assert numerals.explain.why is why


def test_each_digit_of_a_row_is_explained(row: Explanation) -> None:
    assert [w.first for w in row.whys] == list(row.reading.text) == list("2026")
    assert [w.number for w in row.whys] == [1, 2, 3, 4]
    assert all(w.second != w.first for w in row.whys)
    assert str(row).count("\ndigit 3: ") == 2
    one = why(ROW, digit=3)
    assert [w.number for w in one.whys] == [3]
    assert one.left_out == 3
    assert one.image().width == row.image().width < why(draw("7")).image().width


def test_the_same_picture_has_the_same_explanation(row: Explanation) -> None:
    again = why(ROW)
    assert str(again) == str(row)
    assert again.image().tobytes() == row.image().tobytes()


def test_the_second_choice_is_the_runner_up(reader: Reader) -> None:
    picture = between("7", "1", 0.5)
    found = why(picture, expect="digit")
    (reason,) = found.whys
    chances = sorted(reason.digit.probabilities, key=lambda p: -p.confidence)
    assert (reason.first, reason.second) == (chances[0].value, chances[1].value)


def test_more_digits_than_a_figure_holds(monkeypatch) -> None:
    monkeypatch.setattr(explanation, "MOST_DIGITS", 2)
    found = why(ROW)
    assert len(found.whys) == 2
    assert found.left_out == 2


@pytest.mark.parametrize("digit", [0, -1, 5])
def test_a_digit_that_is_not_there(digit: int) -> None:
    with pytest.raises(UsageError, match=f"no digit {digit}: 4 digits were found$"):
        why(ROW, digit=digit)


def test_blank_paper_has_no_strokes_to_explain() -> None:
    found = why(np.full((60, 80), 255, np.uint8))
    assert found.whys == ()
    assert str(found).startswith("unreadable: no ink")
    assert found.image().width > 500
    with pytest.raises(UsageError, match="no digit was found"):
        why(np.full((60, 80), 255, np.uint8), digit=1)


def test_a_file_that_is_none() -> None:
    with pytest.raises(SourceError):
        why("no/such.png")


def test_a_network_that_knows_no_digit_and_one_that_does_not() -> None:
    frame = np.zeros((28, 28), np.uint8)
    frame[5:23, 13:16] = 255

    class Fixed(Told):
        def predict(self, frames: np.ndarray) -> np.ndarray:
            return np.repeat(self._outputs, len(frames), axis=0)

    tenth = [0.0, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 0.0, 0.0]
    digit = Digit(
        "7",
        Box(0, 0, 28, 28),
        tuple(Alternative(str(i), p) for i, p in enumerate(tenth)),
        frame,
    )
    reading = Reading(
        "x", "", 0.0, Status.UNREADABLE, "does not look like a digit", (digit,), frame
    )
    found = explain_reading(reading, Fixed([[*tenth, 0.6]], reject=True))
    assert (found.whys[0].first, found.whys[0].second) == ("no digit", "7")
    with_bar = np.asarray(found.image())
    whole = tuple(Alternative(str(i), p / 0.4) for i, p in enumerate(tenth))
    sure = Reading("x", "7", 0.75, Status.REVIEW, "", (Digit("7", digit.box, whole, frame),), frame)
    without = explain_reading(sure, Fixed([[p / 0.4 for p in tenth]]))
    assert np.asarray(without.image()).shape[1] == with_bar.shape[1]
    doubted = Reading("x", "7", 0.3, Status.REVIEW, "may be no digit", (digit,), frame)
    either = explain_reading(doubted, Fixed([[*tenth, 0.6]], reject=True))
    assert (either.whys[0].first, either.whys[0].second) == ("7", "1")
    thin = (np.asarray(either.image()) == (70, 70, 70)).all(axis=2).sum()
    assert thin > 500
    assert thin > 2 * (np.asarray(without.image()) == (70, 70, 70)).all(axis=2).sum()
    assert thin > 2 * (with_bar == (70, 70, 70)).all(axis=2).sum(), "the answer's bar is red"


def test_of_what_was_not_read_the_strokes_that_say_no_digit(tmp_path, monkeypatch) -> None:
    """The network of the tests knows nothing but how much ink there is: all ink says the same."""
    titles: list[str] = []
    write = ImageDraw.ImageDraw.text
    monkeypatch.setattr(
        ImageDraw.ImageDraw,
        "text",
        lambda self, xy, text, *rest, **more: (
            titles.append(text) or write(self, xy, text, *rest, **more)
        ),
    )
    blob = np.full((60, 60), 255, np.uint8)
    blob[15:45, 12:48] = 0
    found = why(blob, model=rejecting(tmp_path / "eleven"), expect="digit")
    (reason,) = found.whys
    guess = reason.digit.value
    assert (found.reading.text, reason.first, reason.second) == ("", "no digit", guess)
    assert reason.deletion.before > 3
    assert (reason.saliency[reason.digit.frame > 128] > 0).mean() > 0.9
    assert reason.deletion.turning is not None
    assert reason.answers[reason.deletion.answers[reason.deletion.turning]] in "0123456789"
    _, odds, deleted = str(found).splitlines()
    assert odds.startswith(f"not read; its best guess would be {guess}, and 'no digit' is ")
    assert " of the ink turns 'no digit' into " in deleted
    found.image()
    assert f"which strokes say 'no digit', not {guess}" in titles


def test_the_error_that_is_asked_for_decides_what_is_accepted(tmp_path) -> None:
    model = configured(tmp_path / "model", risk=RISK | {"accept": [1 - 1e-12, 0.99, 0.9, 0.5]})
    asked = [why(draw("0"), model=model, max_error=e).reading.status for e in (None, 0.001)]
    assert asked == [Status.ACCEPTED, Status.REVIEW]


def test_colours_follow_the_sign_and_stay_on_the_ink(row: Explanation) -> None:
    for reason in row.whys:
        colours = paint(reason).astype(int)
        assert (colours[reason.digit.frame == 0] == 255).all()
        strong = np.abs(reason.saliency) > 0.5 * np.abs(reason.saliency).max()
        strong &= reason.digit.frame > 128
        redder = colours[..., 0] > colours[..., 2]
        np.testing.assert_array_equal(redder[strong], reason.saliency[strong] > 0)


def test_nothing_is_cut_however_long_the_reason(row: Explanation) -> None:
    long = Reading("x", "7", 0.5, Status.REVIEW, "a very long reason – " * 40 + "w" * 400)
    picture = Explanation(long, ()).image()
    pixels = np.asarray(picture)
    assert (pixels[:, :20] == 255).all()
    assert (pixels[:, -20:] == 255).all()
    assert (pixels[-20:] == 255).all()
    assert isinstance(picture, Image.Image)


def test_a_page_is_not_explained_and_what_to_do_is_said(reader: Reader) -> None:
    page = Reading.of_page("page.png", [reader.read(ROW)], thumbnail=ROW)
    with pytest.raises(UsageError, match="page of numbers: cut out one"):
        explain_reading(page, reader.network)
