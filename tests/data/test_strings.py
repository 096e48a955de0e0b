"""Strings: pictures of numbers with their truth, without end, as the reader will see them."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from numerals.data import strings
from numerals.data.beside import Beside
from numerals.data.divide import divide_hands
from numerals.data.mnist import Samples
from numerals.data.paper import photograph
from numerals.data.penman import SIZE
from numerals.data.preview import draw_preview
from numerals.data.strings import NumberPicture, draw_number, stream
from numerals.data.texts import draw_text
from numerals.data.traces import traces_of
from numerals.data.writer import write_line
from numerals.image.strip import cut_strip
from numerals.model.alphabet import ALPHABET
from numerals.reading import Box
from tests.data.fake import digits
from tests.data.numbers import small_hands, small_maps, small_pens


def drawn(count: int, *seed: int) -> list[NumberPicture]:
    return list(islice(stream(small_hands(), seed), count))


def test_the_same_seed_gives_the_same_numbers() -> None:
    first, again, other = drawn(12, 3, 1), drawn(12, 3, 1), drawn(12, 3, 2)
    for a, b in zip(first, again, strict=True):
        assert np.array_equal(a.pixels, b.pixels)
        assert np.array_equal(a.strip, b.strip)
        assert a.text == b.text
    assert [n.text for n in first] != [n.text for n in other]


def test_a_stream_goes_on_and_does_not_repeat_itself() -> None:
    numbers = drawn(40, 0)
    assert len({n.pixels.tobytes() for n in numbers}) == 40
    for number in numbers:
        assert number.text
        assert set(number.text) <= set(ALPHABET)
        assert number.pixels.dtype == number.strip.dtype == np.uint8
        assert number.pixels.ndim == 2
        assert number.strip.shape[0] == 32
        assert number.strip.shape[1] % 4 == 0
        assert number.strip.max() > 200


def test_most_numbers_that_are_drawn_are_found_whole() -> None:
    """Those that are not are drawn anew, so that no network's figures tell of them."""
    found = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        photo = photograph(write_line(draw_text(rng), small_hands(), rng), SIZE, rng)
        strip = cut_strip(photo.pixels)
        found += strip is not None and strings.shows(strip.box, photo.ink)
    assert found >= 260


def test_the_strip_is_the_one_that_the_reader_cuts() -> None:
    for number in drawn(10, 6):
        cut = cut_strip(number.pixels)
        assert cut is not None
        assert np.array_equal(cut.pixels, number.strip)


@pytest.mark.parametrize(
    ("seen", "good"),
    [
        (Box(8, 8, 104, 44), True),
        (Box(10, 10, 100, 40), True),
        (Box(14, 8, 104, 44), False),  # the first digit's edge is cut off
        (Box(8, 30, 104, 24), False),  # half its height
        (Box(0, 0, 200, 100), False),  # mostly paper
    ],
)
def test_a_strip_that_does_not_show_the_number_teaches_nothing(seen: Box, good: bool) -> None:
    assert strings.shows(seen, Box(10, 10, 100, 40)) is good


def test_a_picture_on_which_nothing_is_found_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []

    def blind_at_first(pixels: np.ndarray) -> object:
        calls.append(pixels)
        return None if len(calls) < 4 else cut_strip(pixels)

    monkeypatch.setattr(strings, "cut_strip", blind_at_first)
    number = draw_number(small_hands(), np.random.default_rng(1))
    assert len(calls) >= 4
    assert number.pixels is calls[-1]


def test_no_digit_font_or_pen_is_both_learnt_from_and_held_back() -> None:
    images, labels = digits(200, 3)
    images[:, 0, 0] = np.arange(200)  # each its own
    fonts = {f"font{i:02}": bytes([i]) for i in range(20)}
    beside = Beside(fonts, small_pens(), small_maps())
    learnt, held = divide_hands(Samples(images, labels), beside, seed=4)
    assert held.fonts == (b"\x00", b"\x08", b"\x10")
    assert sorted(learnt.fonts + held.fonts) == sorted(fonts.values())
    for value in range(10):
        marks = [set(hands.digits[value][:, 0, 0].tolist()) for hands in (learnt, held)]
        assert [len(m) for m in marks] == [18, 2]
        assert not marks[0] & marks[1]
    assert learnt.traces == traces_of(small_pens().learnt())
    assert learnt.traces
    assert not held.traces
    again, _ = divide_hands(Samples(images, labels), beside, seed=5)
    assert not all(np.array_equal(a, b) for a, b in zip(again.digits, learnt.digits, strict=True))


@pytest.mark.parametrize("strips", [False, True])
def test_a_preview_shows_the_first_numbers_of_a_run(strips: bool) -> None:
    sheet = np.asarray(draw_preview(small_hands(), 12, 7, strips))
    again = np.asarray(draw_preview(small_hands(), 12, 7, strips))
    assert np.array_equal(sheet, again)
    assert sheet.shape[1:] == (1400, 3)
    paper = (sheet == (244, 244, 242)).all(axis=2)
    assert paper[:16].all()
    assert paper[-16:].all()
    assert paper[:, :16].all()
    assert 0.05 < 1 - paper.mean() < 0.9
    if not strips:
        first = next(stream(small_hands(), (7, 0))).pixels
        h = round(first.shape[0] * min(64 / first.shape[0], 420 / first.shape[1]))
        grey = sheet[16 + (64 - h) // 2 : 16 + (64 - h) // 2 + h, 16]
        assert (grey[:, 0] == grey[:, 1]).all()  # grey, as the picture is and the sheet is not
