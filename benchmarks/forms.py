"""Numbers that people wrote, filled into printed forms: how many are read, and what else is.

    python benchmarks/forms.py FOLDER [--pages 12] [--seed 0] --output benchmarks/results/forms.csv

FOLDER holds labelled pictures of numbers (`labels.csv`), dark ink on white. Their ink is set, by
four pens, onto five forms of 1400 × 1000 pixels, scanned and photographed in shadow: `lines` behind
labels; `boxes` below labels; `cells`, boxes side by side with a small label inside; an `invoice`,
a table with words and numbers in print; `margin`, numbers beside paragraphs. Print is DejaVu, as
Matplotlib brings it. A number is right where its digits are those written and its box shares two
fifths with where it stands. An extra is a place read where nothing is written, but for what is told
to be printed. Each page has a seed of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import cv2
import matplotlib as mpl
import numpy as np
from measuring import keep
from papers import HEIGHT, SHARED, WIDTH, Array, Choose, box_of, count, put, take
from PIL import Image, ImageDraw, ImageFont
from real_ink import COUNTED, ask, load, of

from numerals import Reader
from tests import sheets

if TYPE_CHECKING:
    from numerals.reading import Box

FACES = ("Sans", "Serif", "Sans-Bold", "SansMono")
PENS = (sheets.BLUE, sheets.BLACK, (20, 40, 110), (70, 70, 75))
LEFT, RIGHT = 80, 920
LABELS = [
    "Name of patient",
    "Date of birth",
    "Weight (kg)",
    "Height in cm",
    "Blood pressure",
    "Temperature",
    "Invoice no.",
    "Total amount due",
    "Meter reading",
    "Previous reading",
    "Room number",
    "Telephone",
    "Quantity",
    "Unit price",
    "Account number",
    "Year of purchase",
    "Distance (km)",
    "Score part 1",
    "Score part 2",
    "Number of persons",
]
GOODS = [
    "Apples, green",
    "Paper A4 white",
    "Screws M6 x 40",
    "Coffee, ground",
    "Printer toner",
    "Envelopes",
    "Light bulbs 60 W",
    "Batteries AA",
    "Hand towels",
    "Soap, liquid 5 l",
    "Bottled water",
    "Notebooks",
    "Pencils HB",
    "Glue sticks",
    "Folders",
    "Labels 38 mm",
]
PROSE = (
    "Please write clearly and use a pen with dark ink. All fields have to be filled in. The "
    "office keeps this form for three years and will not give it to others. Answers that cannot "
    "be read are not counted. If you have any questions ask the person who gave you this sheet. "
    "Thank you for your help with this survey of households in our district."
)


@dataclass
class Form:
    """A form that is being drawn: its page, and the numbers on it."""

    choose: Choose
    rng: Any
    places: list[Array] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = sheets.paper(HEIGHT, WIDTH, self.rng)
        self.pen = np.array(PENS[int(self.rng.integers(len(PENS)))])
        self.face = self.load(int(self.rng.integers(18, 28)))
        self.grey = (40, 40, 40) if self.rng.random() < 0.6 else (110, 110, 115)
        self.print(LEFT, 110, "Registration form", self.load(int(1.7 * self.face.size)))

    def load(self, points: int) -> Any:
        """Load a face, drawn by chance."""
        name = f"DejaVu{FACES[int(self.rng.integers(len(FACES)))]}.ttf"
        return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts/ttf" / name, points)

    def print(self, x: float, foot: float, text: str, face: Any = None) -> float:
        """Print text from x on, its foot on a line; give its length."""
        sheet = Image.fromarray(self.page)
        draw = ImageDraw.Draw(sheet)
        draw.text((x, foot), text, font=face or self.face, fill=(25, 25, 28), anchor="ls")
        self.page[:] = np.asarray(sheet)
        return float(draw.textlength(text, font=face or self.face))

    def write(self, x: float, foot: float, tall: int, widest: float) -> None:
        """Write a number between x and where `widest` ends."""
        text, draw = self.choose(tall, widest, self.rng)
        ink = draw()
        left = int(x + self.rng.uniform(0, 0.5) * max(0, widest - ink.shape[1]))
        top = int(foot - tall + self.rng.normal(0, 0.08) * tall)
        self.places.append(put(self.page, ink, left, top, self.pen))
        self.texts.append(text)

    def paragraph(self, y: int, lines: int, end: int = RIGHT) -> int:
        """Print some lines of prose; give where the next would be."""
        words = PROSE.split()
        i = int(self.rng.integers(len(words)))
        for _ in range(lines):
            line = words[i % len(words)]
            while self.face.getlength(f"{line} {words[(i + 1) % len(words)]}") < end - LEFT:
                i += 1
                line += " " + words[i % len(words)]
            i += 1
            self.print(LEFT, y, line)
            y += round(1.4 * self.face.size)
        return y


def lines(form: Form) -> None:
    """Labels, each with a line to write on behind it, in one column or two."""
    rng = form.rng
    top = form.paragraph(170, int(rng.integers(4))) + 60
    columns = [(LEFT, 480), (520, RIGHT)] if rng.random() < 0.5 else [(LEFT, RIGHT)]
    step, labels = int(rng.integers(62, 95)), [*rng.permutation(LABELS)] * 3
    for y in range(top, HEIGHT - 120, step):
        for left, right in columns:
            start = int(left + form.print(left, y, labels.pop() + ":") + 12)
            end = right if len(columns) > 1 else min(right, start + int(rng.integers(250, 420)))
            cv2.line(form.page, (start, y + 4), (end, y + 4), form.grey, int(rng.integers(1, 3)))
            if end - start > 120 and rng.random() < 0.85:
                tall = int(rng.uniform(0.5, 0.75) * step)
                form.write(start + 8, y + int(rng.integers(-3, 6)), tall, end - start - 16)


def boxes(form: Form) -> None:
    """Boxes in two or three columns, each with its label above."""
    rng, size = form.rng, form.face.size
    columns, high = int(rng.integers(2, 4)), int(rng.integers(48, 80))
    wide, labels = 840 // columns - 24, [*rng.permutation(LABELS)] * 3
    y = 170
    while y < HEIGHT - 160:
        for column in range(columns):
            x, top = LEFT + column * (wide + 24), y + int(1.4 * size)
            form.print(x + 2, y + size, labels.pop())
            thick = int(rng.integers(1, 3))
            cv2.rectangle(form.page, (x, top), (x + wide, top + high), form.grey, thick)
            fill(form, x, top, wide, high, (0.5, 0.85))
        y += int(1.4 * size) + high + int(rng.integers(20, 40))


def cells(form: Form) -> None:
    """Boxes side by side, each with a small label in its corner."""
    rng = form.rng
    columns, high, small = int(rng.integers(2, 4)), int(rng.integers(70, 100)), form.load(15)
    wide, labels = 840 // columns, [*rng.permutation(LABELS)] * 3
    for y in range(170, HEIGHT - 160, high):
        for x in range(LEFT, LEFT + columns * wide, wide):
            cv2.rectangle(form.page, (x, y), (x + wide, y + high), form.grey, 2)
            form.print(x + 6, y + 4 + small.size, labels.pop(), small)
            if rng.random() < 0.85:
                form.write(x + 10, y + high - 5, int(rng.uniform(0.45, 0.65) * high), wide - 20)


def invoice(form: Form) -> None:
    """A table with a heading, numbers and words in print, and numbers by hand."""
    rng, high = form.rng, int(form.rng.integers(44, 66))
    widths, top, rows = [60, 360, 140, 150, 150], 240, int(rng.integers(8, 15))
    lefts = 70 + np.cumsum([0, *widths])
    form.paragraph(150, 2)
    for i in range(rows + 2):
        y = top + i * high
        cv2.line(form.page, (int(lefts[0]), y), (int(lefts[-1]), y), form.grey, 2)
    for x in lefts.tolist():
        cv2.line(form.page, (x, top), (x, top + (rows + 1) * high), form.grey, 2)
    heads = ["No", "Description", "Quantity", "Price", "Amount"]
    for x, head in zip(lefts.tolist(), heads, strict=False):
        form.print(x + 8, top + 0.7 * high, head)
    for row, goods in enumerate(rng.permutation(GOODS)[:rows], start=1):
        y = top + row * high
        form.print(lefts[0] + 14, y + 0.7 * high, str(row))
        form.print(lefts[1] + 8, y + 0.7 * high, goods)
        for column in (2, 3, 4):
            fill(form, int(lefts[column]), y, widths[column], high, (0.5, 0.85))


def margin(form: Form) -> None:
    """Paragraphs, with a number beside each."""
    rng, y = form.rng, 170
    while y < HEIGHT - 200:
        tall = int(rng.uniform(36, 60))
        form.write(770, y + tall, tall, 200)
        y = form.paragraph(y, int(rng.integers(2, 5)), 740) + int(rng.integers(20, 90))


def fill(form: Form, x: int, y: int, wide: int, high: int, share: tuple[float, float]) -> None:
    """Write a number into most boxes, so high a share of them."""
    if form.rng.random() < 0.85:
        tall = int(form.rng.uniform(*share) * high)
        form.write(x + 8, y + high - (high - tall) // 2, tall, wide - 16)


FORMS = {"lines": lines, "boxes": boxes, "cells": cells, "invoice": invoice, "margin": margin}


def draw(kind: str, seed: int, choose: Choose) -> tuple[Array, list[Array], list[str]]:
    """Draw a form: with where its numbers stand, and what they are."""
    form = Form(choose, np.random.default_rng(seed))
    FORMS[kind](form)
    return form.page, form.places, form.texts


def read(reader: Reader, where: list[Box], picture: Array) -> SimpleNamespace:
    """Read a form, and leave out what is told to be printed and stands where nothing is written."""
    numbers = [
        number
        for number in reader.read(picture).numbers
        if number.printed is not True
        or any(sheets.shared(number.box, box) >= SHARED for box in where)
    ]
    return SimpleNamespace(numbers=numbers)


def main() -> None:
    """Draw, read, print, and keep."""
    asked = ask(__doc__)
    choose, reader = of(load(asked.folder)), Reader(expect="page")

    rows = []
    for kind in FORMS:
        for how in ("scan", "photo in shadow"):
            total: Counter[str] = Counter()
            for seed in range(asked.seed, asked.seed + asked.pages):
                page, places, texts = draw(kind, seed, choose)
                picture, onto = take(page, how, seed)
                where = [box_of(place, onto) for place in places]
                total.update(count(partial(read, reader, where), picture, where, texts))
            rows.append({"form": kind, "taken": how} | {name: total[name] for name in COUNTED})
            print(", ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
