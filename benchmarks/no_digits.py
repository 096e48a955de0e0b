"""What is no digit, read as if it were: how much of it comes out accepted?

    python benchmarks/no_digits.py --fashion /usr/share/datasets/fashion-mnist \
        --output benchmarks/results/no_digits.csv
    python benchmarks/no_digits.py --expect number --fashion … --output …/no_numbers.csv

Fashion-MNIST's test pictures (Debian's package dataset-fashion-mnist), letters of handwriting
fonts that the network was not trained on, words in all of these fonts, and noise, blank paper and
textures made here, not by the code that made the training pictures. Digits of the fonts held back
stand beside them: a reader that accepts nothing would be of no use. Seeded; a share with its 95 %
Wilson interval each.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from numerals import Reader
from numerals.data import sources
from numerals.data.beside import beside_mnist
from numerals.data.fonts import fonts, glyphs, load_font
from numerals.model.calibrate import wilson

#: Letters that no hand makes look like a digit; on cheques, P stands for 9 and h for 4.
LETTERS = "ACEFHKMNRVWXadekmnprvwx"
#: What stands beside numbers in a logbook or a form.
WORDS = (
    "Maria Juan Peter Anna Luis Sofia Karl Rosa Pedro Elena Ahmed Fatima Chen Olga Ivan Kofi Amina "
    "David Laura Tom Ines Paul total sum date name male female yes no none sick well kg cm mg pm "
    "am Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
)
SIDE = 100
Pictures = Iterator[np.ndarray[Any, Any]]


def fashion(folder: Path) -> Pictures:
    """Fashion-MNIST's 10,000 test pictures, white on black as they are."""
    for name in ("t10k-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte"):
        path = folder / name
        if path.exists():
            content = path.read_bytes()
            yield from sources.from_idx(
                gzip.decompress(content) if path.suffix == ".gz" else content
            )
            return
    raise SystemExit(f"{folder} holds no t10k-images-idx3-ubyte(.gz)")


def written(text: str, rng: np.random.Generator) -> Pictures:
    """Glyphs of the fonts held back, as ink of some darkness on paper of some light."""
    for content in beside_mnist().held().fonts.values():
        for glyph in glyphs(content, text):
            ink = cv2.resize(glyph, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) / 255.0
            paper = rng.uniform(170, 250)
            picture = paper - ink * rng.uniform(60, paper) + rng.normal(0, 2, ink.shape)
            yield np.clip(picture, 0, 255).astype(np.uint8)


def words(rng: np.random.Generator, each: int) -> Pictures:
    """Words in every handwriting font, 30 to 79 pixels high with the paper around them."""
    for content in fonts().values():
        font = load_font(content, 60)
        for word in rng.choice(WORDS.split(), each, replace=False).tolist():
            left, top, right, foot = font.getbbox(word)
            size = round(right - left) + 80, round(foot - top) + 80
            page = Image.new("L", size, 245)
            ImageDraw.Draw(page).text((40 - left, 40 - top), word, 40, font)
            scale = int(rng.integers(30, 80)) / page.height
            shrunk = (max(1, round(page.width * scale)), round(page.height * scale))
            yield cv2.resize(np.asarray(page), shrunk, interpolation=cv2.INTER_AREA)


def blank(rng: np.random.Generator, n: int) -> Pictures:
    """Paper with grain, and a lamp's course of light over it."""
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE
    for _ in range(n):
        light = rng.uniform(60, 240) + rng.uniform(-40, 40) * x + rng.uniform(-40, 40) * y
        grain = rng.normal(0, rng.uniform(0, 6), light.shape)
        yield np.clip(light + grain, 0, 255).astype(np.uint8)


def noise(rng: np.random.Generator, n: int) -> Pictures:
    """Noise of every grain, even or normal, at sizes from 28 to 100 pixels."""
    for i in range(n):
        side = int(rng.integers(28, SIDE + 1))
        if i % 2:
            field = rng.random((side, side)) * 255
        else:
            coarse = rng.normal(128, 60, (int(rng.integers(4, side)),) * 2)
            field = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
        yield np.clip(field, 0, 255).astype(np.uint8)


def textures(rng: np.random.Generator, n: int) -> Pictures:
    """Chequers, bricks, rings, scales, clouds of several octaves, hatching."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float64)
    for i in range(n):
        a, b = rng.uniform(5, 30, 2)
        turn = rng.uniform(0, np.pi)
        u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        cx, cy = rng.uniform(0, SIDE, 2)
        kinds = (
            np.floor(u / a) + np.floor(v / a),
            np.minimum(v % a, (u + a * np.floor(v / a)) % (2 * b)) < 2.5,
            np.hypot(x - cx, y - cy) / a,
            np.hypot(u % a - a / 2, v % b - b / 2) < a / 3,
            sum(
                cv2.resize(
                    rng.normal(size=(2**k, 2**k)), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC
                )
                / 2**k
                for k in range(2, 7)
            ),
            np.minimum(u % a, v % b) < 2,
        )
        field = np.asarray(kinds[i % len(kinds)], np.float64)
        field = field % 2 if i % len(kinds) in (0, 2) else field
        field = (field - field.min()) / max(float(np.ptp(field)), 1e-9)
        low, high = np.sort(rng.uniform(0, 255, 2))
        yield np.clip(low + field * (high - low) + rng.normal(0, 3, field.shape), 0, 255).astype(
            np.uint8
        )


def main() -> None:
    """Read all kinds, print a line each, and keep them as CSV."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--fashion", type=Path, help="folder with Fashion-MNIST's idx files")
    parser.add_argument("--model", type=Path, help="a model folder; else the shipped one")
    parser.add_argument("--expect", default="digit", choices=["digit", "number", "auto"])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, help="CSV file to write")
    asked = parser.parse_args()
    rng = np.random.default_rng(asked.seed)
    kinds = {
        "letters of held-back fonts": written(LETTERS, rng),
        "blank paper": blank(rng, 1000),
        "noise": noise(rng, 1000),
        "textures": textures(rng, 1000),
        "(digits of held-back fonts)": written("0123456789", rng),
        "words of all fonts": words(rng, 6),
    }
    if asked.fashion:
        kinds = {"Fashion-MNIST test": fashion(asked.fashion), **kinds}
    reader = Reader(asked.model, expect=asked.expect)
    rows = []
    for kind, pictures in kinds.items():
        counts = Counter(str(reading.status) for reading in reader.read_many(pictures))
        n = sum(counts.values())
        low, high = wilson(counts["accepted"], n)
        rows.append([kind, n, counts["accepted"], counts["review"], counts["unreadable"]])
        print(
            f"{kind:28} {n:6,} pictures: accepted {100 * counts['accepted'] / n:6.2f} % "
            f"[{100 * low:.2f}, {100 * high:.2f}], review {100 * counts['review'] / n:6.2f} %, "
            f"unreadable {100 * counts['unreadable'] / n:6.2f} %"
        )
    if asked.output:
        with asked.output.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["kind", "pictures", "accepted", "review", "unreadable"])
            writer.writerows(rows)


if __name__ == "__main__":
    main()
