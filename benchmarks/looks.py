"""How numbers are looked at: which second look, and what odds for a bare 1, read most.

    python benchmarks/looks.py NUMBERS ... --output benchmarks/results/looks.csv

Both are chosen on drawn strips, of hands that nothing is learnt from, and of another seed than
those that the model is calibrated on. Each NUMBERS is a folder that `numerals evaluate` takes,
whose labels are numbers, to see what the choice gives there. Told is how many have exactly the
digits that are written: with one look; with another beside it, so much as high and as wide; and, of
those strips alone that have a bare stroke that may be a 1, with the odds of a 1 raised so many
times. The time is the mean of one strip after the other, on one core.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from measuring import keep

from numerals.field import Field
from numerals.image.open import open_picture
from numerals.image.strip import Strip, cut_strip
from numerals.model import looks, uprights
from numerals.model.number import read_number
from numerals.model.string_network import StringNetwork
from numerals.value import digits

#: Heights and widths of the writing in the second look, as shares of those in the first.
SECOND = [(1, 1.14), (1, 1.25), (1, 1.4), (0.9, 0.9), (0.9, 1.08), (0.8, 1.0)]
ODDS = [1, 100, 1_000, 10_000, 100_000]
SEED = 777
_TIMED = 400
Labelled = list[tuple[Strip, str]]


def drawn(count: int) -> Labelled:
    """Draw strips of hands that are held back."""
    from numerals.data import mnist
    from numerals.data.beside import beside_mnist
    from numerals.data.divide import divide_hands
    from numerals.data.strings import stream

    held = divide_hands(mnist().train, beside_mnist(), 0).held
    pictures = islice(stream(held, (SEED,)), count)
    cut = [(cut_strip(picture.pixels), picture.text) for picture in pictures]
    return [(strip, text) for strip, text in cut if strip is not None]


def folder(path: Path) -> Labelled:
    """Cut the strips of a labelled folder; what has no ink is left out."""
    from numerals.data import labelled_folder

    cut = [(cut_strip(open_picture(each.path).pixels), each.text) for each in labelled_folder(path)]
    return [(strip, text) for strip, text in cut if strip is not None]


def right(network: StringNetwork, labelled: Labelled, both: bool = True) -> int:
    """Count the strips whose digits are read, with both looks or the first alone."""
    strips = [strip.pixels for strip, _ in labelled]
    seen = looks.look(network, strips, [strip.uprights for strip, _ in labelled])
    texts = (read_number(one, Field(), [two] if both else ()).text for one, two in seen)
    return sum(digits(a) == digits(b) for a, (_, b) in zip(texts, labelled, strict=True))


def milliseconds(network: StringNetwork, strips: Sequence[Strip]) -> tuple[float, float]:
    """Time one look and both, by the network alone."""
    start = time.perf_counter()
    for strip in strips:
        network.predict([strip.pixels])
    middle = time.perf_counter()
    for strip in strips:
        looks.look(network, [strip.pixels])
    end = time.perf_counter()
    return 1e3 * (middle - start) / len(strips), 1e3 * (end - middle) / len(strips)


def examine(name: str, labelled: Labelled) -> list[dict[str, Any]]:
    """Try each second look, and each odds, on a set."""
    network, rows = StringNetwork(), []

    def told(what: str, value: str, count: float, of: int) -> None:
        rows.append({"set": name, "what": what, "value": value, "count": count, "of": of})
        print(f"{name:22} {what:26} {value:12} {count:>8} of {of}", flush=True)

    shipped = looks._LOWER, looks._WIDER, uprights._ODDS
    told("one look, right", "", right(network, labelled, both=False), len(labelled))
    for low, wide in SECOND:
        looks._LOWER, looks._WIDER = low, wide
        told("two looks, right", f"{low} × {wide}", right(network, labelled), len(labelled))
    looks._LOWER, looks._WIDER = shipped[:2]
    bare = [(strip, text) for strip, text in labelled if strip.uprights]
    for odds in ODDS:
        uprights._ODDS = float(odds)
        told("odds of a bare 1, right", f"{odds} times", right(network, bare), len(bare))
    uprights._ODDS = shipped[2]
    timed = [strip for strip, _ in labelled[:_TIMED]]
    one, two = milliseconds(network, timed)
    told("one look, ms", "", round(one, 2), len(timed))
    told("two looks, ms", "", round(two, 2), len(timed))
    return rows


def main() -> None:
    """Examine what is drawn, and each folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("numbers", type=Path, nargs="*", help="labelled folders of numbers")
    parser.add_argument("--strips", type=int, default=12_000, help="to draw (12,000)")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    rows = examine("drawn", drawn(asked.strips))
    for path in asked.numbers:
        rows += examine(path.name, folder(path))
    keep(rows, asked.output)


if __name__ == "__main__":
    main()
