"""A sheet of errors shows each error once: its picture, its frames, and the right colour."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.lab import sheet
from numerals.lab.evaluate import Evaluation
from numerals.lab.outcome import Outcome
from numerals.reading import Alternative, Box, Digit, Reading, Status

GREEN, ORANGE, GREY = (0, 158, 115), (213, 94, 0), (232, 232, 230)


def reading(text: str, status: Status, size: tuple[int, int] = (40, 30)) -> Reading:
    digits = tuple(
        Digit(
            value,
            Box(5 + 8 * i, 5, 7, 20),
            tuple(Alternative(d, 0.91 if d == value else 0.01) for d in "0123456789"),
            np.full((28, 28), 200, np.uint8),
        )
        for i, value in enumerate(text)
    )
    return Reading("", text, 0.91, status, "", digits, np.full((*size, 3), 250, np.uint8))


def evaluation(*readings: Reading, right: int = 0) -> Evaluation:
    wrong = [Outcome(f"{i:04}.png", "none", r) for i, r in enumerate(readings)]
    fine = [Outcome("x.png", "1", Reading("", "1", 0.9, Status.ACCEPTED))] * right
    return Evaluation("drawn", "model", "1", "digit", 0.9, (*wrong, *fine), 0.001)


def tile_of(image, index: int, columns: int) -> np.ndarray:
    left = sheet.MARGIN + index % columns * (sheet.TILE_WIDTH + sheet.GAP)
    top = sheet.MARGIN + sheet.HEADER + index // columns * (sheet.TILE_HEIGHT + sheet.GAP)
    return np.asarray(image)[top : top + sheet.TILE_HEIGHT, left : left + sheet.TILE_WIDTH]


def has(pixels: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((pixels == np.array(colour, np.uint8)).all(axis=-1).sum())


def test_no_errors_make_no_sheet() -> None:
    assert list(sheet.error_sheets(evaluation(right=3))) == []


def test_a_sheet_holds_a_hundred_and_the_next_the_rest() -> None:
    one = reading("3", Status.REVIEW)
    first, second = sheet.error_sheets(evaluation(*[one] * 103))
    assert first.mode == "RGB"
    assert first.width == 2 * sheet.MARGIN + 10 * (sheet.TILE_WIDTH + sheet.GAP) - sheet.GAP
    rows = (first.height - 2 * sheet.MARGIN - sheet.HEADER + sheet.GAP) / (
        sheet.TILE_HEIGHT + sheet.GAP
    )
    assert rows == 10
    assert all(has(tile_of(first, i, 10), GREEN) for i in range(100))
    assert [bool(has(tile_of(second, i, 5), GREEN)) for i in range(5)] == [True] * 3 + [False] * 2


def test_a_tile_shows_the_picture_the_box_and_the_frame() -> None:
    (image,) = sheet.error_sheets(evaluation(reading("3", Status.REVIEW)))
    tile = tile_of(image, 0, 5)
    # 40×30 fits twice into 84×84; the frame of 28×28 three times.
    assert has(tile, (250, 250, 250)) > 0.8 * 80 * 60
    assert has(tile[: sheet.PANE + sheet.GAP], (200, 200, 200)) == 84 * 84
    # The box, twice as large, is an outline of 14×40.
    assert has(tile, GREEN) == 2 * (14 + 40) - 4


def test_the_edge_tells_an_accepted_error_from_one_for_review() -> None:
    (image,) = sheet.error_sheets(
        evaluation(reading("3", Status.ACCEPTED), reading("3", Status.REVIEW))
    )
    assert tuple(tile_of(image, 0, 5)[60, 1]) == ORANGE
    assert tuple(tile_of(image, 1, 5)[60, 1]) != ORANGE


@pytest.mark.parametrize("size", [(40, 400), (400, 40), (1, 1), (84, 84), (1, 176)])
def test_pictures_of_every_shape_stay_in_their_tile(size) -> None:
    (image,) = sheet.error_sheets(evaluation(reading("1234567", Status.REVIEW, size)))
    tile = tile_of(image, 0, 5)
    # Seven frames, each darker than paper, all of them on the tile.
    assert has(tile, (200, 200, 200)) > 300
    assert has(tile[:, -sheet.GAP :], (255, 255, 255)) == sheet.GAP * sheet.TILE_HEIGHT


def test_what_could_not_be_opened_has_words_for_a_picture() -> None:
    broken = Reading.failed("x", "broken")
    blank = Reading("", "", 0.0, Status.UNREADABLE, "", (), np.full((40, 30, 3), 250, np.uint8))
    (image,) = sheet.error_sheets(evaluation(broken, blank))
    assert has(tile_of(image, 0, 5), GREY) > 1.7 * 84 * 84
    assert has(tile_of(image, 1, 5), (250, 250, 250)) > 0.8 * 80 * 60


def test_accepted_where_there_is_no_digit_is_an_error_of_all_the_pictures(monkeypatch) -> None:
    drawn: list[str] = []
    plain = sheet._plain
    monkeypatch.setattr(sheet, "_plain", lambda text: drawn.append(text) or plain(text))
    outcomes = (
        Outcome("a.png", "", reading("3", Status.ACCEPTED)),
        *[Outcome("b.png", "", reading("3", Status.REVIEW))] * 3,
    )
    list(sheet.error_sheets(Evaluation("shirts", "m", "1", "digit", 0.9, outcomes, 0.001)))
    assert drawn[0] == "shirts: 1 of 4 are errors (25.0 %)"
    assert "nothing" in drawn, "what is written on it"


def test_names_beyond_the_font_are_drawn_all_the_same() -> None:
    odd = Outcome("数字\n\x1b[31m" + "very-long-" * 20, "–" * 30, reading("3", Status.REVIEW))
    one = Evaluation("数", "m", "1", "digit", 0.9, (odd,), 0.001)
    (image,) = sheet.error_sheets(one)
    assert image.height == 2 * sheet.MARGIN + sheet.HEADER + sheet.TILE_HEIGHT


@pytest.mark.parametrize("text", ["42", "1.234.567", "123456789012"])
def test_truth_and_text_of_any_length_leave_room_for_the_confidence(text) -> None:
    outcome = Outcome("a.png", "9" * len(text), reading(text, Status.REVIEW))
    one = Evaluation("drawn", "model", "1", "number", 0.9, (outcome,), 0.001)
    (image,) = sheet.error_sheets(one)
    tile = tile_of(image, 0, 5)
    room = tile[sheet.PANE + 2 * sheet.GAP :, -sheet.GAP - 40 : -sheet.GAP]
    # Orange is what was read; none of it may reach where the confidence stands.
    assert has(tile, ORANGE) > 0
    assert has(room, ORANGE) == 0
    assert (room != 255).any()
