"""Calibrate the shipped network of numbers anew, where another network of digits is asked.

    python tools/calibrate_numbers.py VERSION

Draws the strips that `numerals train-numbers` holds back (seed 0), reads them by the network that
ships, with the opinion of the network of digits that ships, and writes temperature, threshold, risk
and version into its config.json: some minutes on two cores. What it prints is for card.md.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from numerals.data import mnist
from numerals.data.beside import beside_mnist
from numerals.data.divide import divide_hands
from numerals.model.looks import look
from numerals.model.runtime import WEIGHTS, Network
from numerals.model.string_network import DEFAULT_STRING_MODEL, StringNetwork
from numerals.train.string_finish import calibrate
from numerals.train.string_run import HELD, HELD_SEED
from numerals.train.strip_pool import draw_strips


def main() -> None:
    """Draw, read, and write."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    config = WEIGHTS / DEFAULT_STRING_MODEL / "config.json"
    settings = json.loads(config.read_text(encoding="utf-8"))
    held = draw_strips(divide_hands(mnist().train, beside_mnist(), 0).held, HELD, HELD_SEED)
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare"
        shutil.copytree(config.parent, bare)
        text = json.dumps(settings | {"temperature": 1.0})
        (bare / "config.json").write_text(text, encoding="utf-8")
        looks = look(StringNetwork(bare), [held[i] for i in range(len(held))])
    found, metrics = calibrate(looks, held, Network())
    settings |= found | {"version": sys.argv[1]}
    config.write_text(json.dumps(settings, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    told = metrics | {name: found[name] for name in ("temperature", "accept", "expert")}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
