"""Numbers and pages through the whole reader, on pictures of our own making."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice

import numpy as np
import pytest

from numerals import Field, Reader
from numerals.data.marks import draw_mark
from numerals.model.config import Config
from numerals.reading import Status
from tests import sheets


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(expect="number")


def slip(text: str, seed: int, height: int = 50, gap: float | None = None) -> np.ndarray:
    """Write a number on a slip of paper."""
    rng = np.random.default_rng(seed)
    page = sheets.paper(2 * height, round((len(text) + 2) * height), rng)
    if gap is None:
        sheets.write(page, text, height, 0.5 * height, height, rng)
        return page
    at = float(height)
    for digit in text:
        x, _, w, _ = sheets.write(page, digit, at, 0.5 * height, height, rng)
        at = x + w + gap * height
    return page


def right(reader: Reader, texts: list[str], make) -> float:
    """The share of numbers read rightly, their digits alone counted."""
    read = [reader.read(make(text, i)).text for i, text in enumerate(texts)]
    digits = ["".join(c for c in text if c.isdigit()) for text in read]
    return float(np.mean([a == b for a, b in zip(digits, texts, strict=True)]))


TEXTS = sheets.numbers(np.random.default_rng(7), 40, 2, 6)


@pytest.mark.parametrize(
    ("name", "least", "change"),
    [
        ("plain", 0.8, lambda page, rng: page),
        ("negative", 0.8, lambda page, rng: 255 - page),
        ("turned by 5 degrees", 0.75, lambda page, rng: sheets.turn(page, 5)),
        ("in shadow", 0.75, lambda page, rng: sheets.shade(page)),
        ("16 pixels high", 0.7, lambda page, rng: sheets.scale(page, 0.32)),
        ("200 pixels high", 0.8, lambda page, rng: sheets.scale(page, 4)),
        ("grainy", 0.75, lambda page, rng: np.clip(
            page + rng.normal(0, 8, page.shape), 0, 255).astype(np.uint8)),
    ],
)  # fmt: skip
def test_numbers_on_all_kinds_of_paper(reader: Reader, name: str, least: float, change) -> None:
    share = right(reader, TEXTS, lambda t, i: change(slip(t, i), np.random.default_rng(i)))
    assert share >= least, name


def test_digits_that_touch(reader: Reader) -> None:
    assert right(reader, TEXTS, lambda t, i: slip(t, i, gap=-0.03)) >= 0.6


def test_digits_far_apart(reader: Reader) -> None:
    assert right(reader, TEXTS, lambda t, i: slip(t, i, gap=0.6)) >= 0.75


@pytest.mark.parametrize("mark", ".,-=")
def test_separators_are_read(reader: Reader, mark: str) -> None:
    """A mark behind two digits, and but for a closing one three digits behind it."""
    found = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        page = sheets.paper(110, 420, rng)
        x, _, w, _ = sheets.write(page, "26", 40, 25, 50, rng)
        ink, below = draw_mark(mark, 5.0, rng)
        foot, left = 75 + below, x + w + 10
        part = page[foot - ink.shape[0] : foot, left : left + ink.shape[1]]
        part[:] = (part * (1 - ink[..., None] / 255.0)).astype(np.uint8)
        if mark in ".,":
            sheets.write(page, "358", left + ink.shape[1] + 10, 25, 50, rng)
        text = reader.read(page).text
        found += mark in text or (mark in ".," and ("." in text or "," in text))
    assert found >= 8


def test_thousands_apart_are_written_apart(reader: Reader) -> None:
    rng = np.random.default_rng(3)
    page = sheets.paper(110, 520, rng)
    x, _, w, _ = sheets.write(page, "26", 40, 25, 50, rng)
    sheets.write(page, "358", x + w + 50, 25, 50, rng)
    reading = reader.read(page)
    assert reading.text == "26 358"
    assert reading.value == Decimal(26358)


@pytest.mark.parametrize(
    ("field", "fits"),
    [
        (Field(length=3), lambda d: len(d) == 3),
        (Field(range=(100, 150)), lambda d: 100 <= int(d) <= 150),
        (Field(pattern=r"1\d\d"), lambda d: len(d) == 3 and d[0] == "1"),
        (Field(length=(3, 4), check="luhn"), lambda d: len(d) in (3, 4)),
        (Field(length=8, check="ean"), lambda d: len(d) == 8),
        (Field(length=(5, 6), check="mod11"), lambda d: len(d) in (5, 6)),
        (Field(length=6, check="iban97"), lambda d: int(d) % 97 == 1),
    ],
)
def test_what_is_known_is_kept_or_nothing_is_read(field: Field, fits) -> None:
    reader = Reader(expect="number", field=field)
    least = max(100, 10 ** (min(field.lengths or (1,)) - 1))
    fitting = (str(n) for n in range(least + 37, 10 * least) if field.allows(str(n)))
    right = 0
    for i, text in enumerate(["137", "149", "2073", "56", *islice(fitting, 4)]):
        reading = reader.read(slip(text, i))
        digits = "".join(c for c in reading.text if c.isdigit())
        right += digits == text
        assert not digits or fits(digits)
        if reading.constrained:
            assert reading.status is Status.REVIEW
            assert "only what is known" in reading.reason
        if not digits:
            assert reading.status is Status.UNREADABLE
    assert right >= 3


def test_boxes_stand_around_their_digits(reader: Reader) -> None:
    for i, text in enumerate(TEXTS[:12]):
        page = slip(text, i)
        reading = reader.read(page)
        xs = [d.box.x + d.box.w / 2 for d in reading.digits]
        assert xs == sorted(xs)
        for digit in reading.digits:
            x, y, w, h = digit.box
            assert 0 <= x < x + w <= page.shape[1]
            assert 0 <= y < y + h <= page.shape[0]
            assert page[y : y + h, x : x + w].min() < 130  # there is ink in it


@pytest.mark.parametrize("change", ["plain", "turned", "photographed"])
def test_two_columns(change: str) -> None:
    rng = np.random.default_rng(5)
    page, texts = sheets.two_columns(rng)
    if change == "turned":
        page = sheets.turn(page, 10)
    elif change == "photographed":
        page = sheets.photograph(sheets.shade(page), rng)
    reading = Reader(expect="auto").read(page)
    assert reading.kind == "page"
    found = {(n.row, n.column): n for n in reading.numbers}
    wanted = {(r + 1, c + 1): t for r, row in enumerate(texts) for c, t in enumerate(row)}
    assert sum(k in found for k in wanted) >= 15
    digits = {k: "".join(c for c in n.text if c.isdigit()) for k, n in found.items()}
    assert sum(digits.get(k) == t for k, t in wanted.items()) >= 10
    for number in reading.numbers:
        assert number.box is not None
        x, y, w, h = number.box
        for digit in number.digits:  # each within its number, but for a rim of paper
            assert x - h <= digit.box.x
            assert digit.box.x + digit.box.w <= x + w + h
            assert y - h <= digit.box.y
            assert digit.box.y + digit.box.h <= y + 2 * h


def test_blank_paper_is_unreadable() -> None:
    for expect in ("number", "page", "auto"):
        reading = Reader(expect=expect).read(np.full((400, 600), 255, np.uint8))
        assert reading.status is Status.UNREADABLE
        assert (reading.text, reading.numbers) == ("", ())


class Sceptic:
    """A network of single digits that takes everything for no digit, so likely."""

    config = Config("sceptic", reject=True)

    def __init__(self, likely: float) -> None:
        self.likely = likely

    def predict(self, frames: np.ndarray) -> np.ndarray:
        outputs = np.full((len(frames), 11), (1 - self.likely) / 10, np.float32)
        outputs[:, -1] = self.likely
        return outputs


@pytest.mark.parametrize(
    ("text", "likely", "accepted"),
    [("7", 0.3, True), ("7", 0.7, False), ("73", 0.7, True)],
)
def test_a_number_of_one_digit_may_be_a_letter(text: str, likely: float, accepted: bool) -> None:
    """Along a strip nothing is known that is no digit; the network of single digits is asked."""
    reader = Reader(expect="number")
    reader.single = Sceptic(likely)
    reading = reader.read(slip(text, 3, gap=0.3))
    assert reading.text == text
    assert (reading.status is Status.ACCEPTED) is accepted
    assert ("may be no digit: 70" in reading.reason) is not accepted
