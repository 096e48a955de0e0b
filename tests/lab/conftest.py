"""A labelled folder of drawn digits, in which every kind of outcome occurs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
import pytest

from numerals import cli

if TYPE_CHECKING:
    from pathlib import Path

    from numerals.reader import Reader


class Drawn(NamedTuple):
    """The folder, and what is wrong with it: each a `file` with its label."""

    folder: Path
    right: dict[str, str]
    wrong_label: str
    blank: str
    broken: str


def draw(text: str, width: int = 60) -> np.ndarray:
    """Draw digits in ink on paper: uint8 (60, width)."""
    picture = np.full((60, width), 255, np.uint8)
    cv2.putText(picture, text, (12, 48), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 4, cv2.LINE_AA)
    return picture


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Drawn:
    """Ten digits, one of them under a wrong label, a blank sheet and a broken file.

    A digit's label is what the reader reads, so that no test here hangs on how good the model
    is; that is measured elsewhere.
    """
    folder = tmp_path_factory.mktemp("drawn digits")
    rows, right = ["file,text"], {}
    wrong_label = ""
    for digit in "0123456789":
        name = f"drawn {digit}.png"
        cv2.imwrite(str(folder / name), draw(digit))
        text = reader.read(folder / name).text
        assert len(text) == 1
        if digit == "7":
            wrong_label = name
            text = str((int(text) + 1) % 10)
        else:
            right[name] = text
        rows.append(f"{name},{text}")
    cv2.imwrite(str(folder / "blank.png"), np.full((60, 60), 255, np.uint8))
    (folder / "broken.png").write_bytes((folder / "drawn 1.png").read_bytes()[:90])
    rows += ["blank.png,3", "broken.png,4"]
    (folder / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return Drawn(folder, right, wrong_label, "blank.png", "broken.png")


@pytest.fixture
def run(monkeypatch, capfd):
    """Run `numerals evaluate` in this process; give its exit code, stdout and stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["numerals", "evaluate", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        out, err = capfd.readouterr()
        return int(exit_.value.code or 0), out, err

    return call
