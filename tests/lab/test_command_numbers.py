"""`numerals evaluate` on numbers and pages: what the labels and the options make of the reader."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from numerals.field import Field
from numerals.model.acceptance import Acceptance
from numerals.reading import Box, Reading, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numerals.image.document import Source


class FakeReader:
    """Reads what a test wants read, by file name; keeps how it was made."""

    says: dict[str, Reading]
    made: dict[str, Any]

    def __init__(self, model=None, expect="auto", accept=None, max_error=None, field=None) -> None:
        type(self).made = {"expect": expect, "field": field, "max_error": max_error}
        self.expect = expect
        self.acceptance = Acceptance(0.9, 0.005)
        self.number_acceptance = Acceptance(0.8, 0.01)
        config = SimpleNamespace(name="d", version="2", risk=None, classes=tuple("0123456789"))
        self.network = SimpleNamespace(config=config)
        self.strings = SimpleNamespace(config=SimpleNamespace(name="n", version="1", risk=None))

    def read_pages(self, sources: list[Source], batch_size: int = 32) -> Iterator[Reading]:
        for source in sources:
            yield self.says[source.name]


@pytest.fixture
def fake(monkeypatch) -> type[FakeReader]:
    monkeypatch.setattr("numerals.reader.Reader", FakeReader)
    return FakeReader


def labelled(folder: Path, *lines: str) -> Path:
    for name in {line.split(",")[0] for line in lines[1:]}:
        cv2.imwrite(str(folder / name), np.full((60, 200), 255, np.uint8))
    (folder / "labels.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def number(text: str, **more: Any) -> Reading:
    return Reading("x", text, 0.95, Status.ACCEPTED, kind="number", **more)


def test_labels_of_numbers_make_a_reader_of_numbers(run, fake, tmp_path: Path) -> None:
    fake.says = {"a.png": number("2.500="), "b.png": number("17")}
    folder = labelled(tmp_path, "file,text", "a.png,2500", "b.png,11")
    code, out, err = run(folder, "--length", "2..4", "--decimal", ",", "--format", "json")
    assert (code, err) == (0, "")
    assert fake.made["expect"] == "number"
    assert fake.made["field"] == Field(length=(2, 4), decimal=",")
    content = json.loads(out)
    assert content["expect"] == "number"
    assert content["field"] == "length 2..4, decimal ,"
    assert content["model"] == {"name": "n", "version": "1"}
    assert (content["accept"], content["max_error"]) == (0.8, 0.01)
    assert content["accuracy"]["count"] == 1
    assert content["accepted_wrong"]["count"] == 1
    assert content["numbers"]["error_rate"]["edits"] == 1
    assert [error["read"] for error in content["errors"]] == ["17"]


def test_nothing_known_is_no_field_and_a_bad_field_is_wrong_usage(run, fake, tmp_path) -> None:
    fake.says = {"a.png": number("25")}
    folder = labelled(tmp_path, "file,text", "a.png,25")
    assert run(folder, "--expect", "auto")[0] == 0
    assert fake.made == {"expect": "auto", "field": None, "max_error": None}
    assert run(folder, "--length", "many")[0] == 2


@pytest.mark.train
def test_labels_of_cells_make_a_reader_of_pages(run, fake, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    read = number("12", row=1, column=1, box=Box(10, 10, 40, 40))
    wrong = number("7", row=1, column=2, box=Box(80, 10, 40, 40))
    fake.says = {"a.png": Reading.of_page("a.png", [read, wrong])}
    lines = ("file,row,column,text,hand", "a.png,1,1,12,1", "a.png,1,2,1,0")
    folder = labelled(tmp_path, *lines)
    code, out, err = run(folder, "--output", tmp_path / "out")
    assert code == 0, err
    assert fake.made["expect"] == "page"
    assert "1 page with 2 numbers" in out
    assert "handwritten: 100.0 %" in out
    assert (tmp_path / "out" / "errors.png").is_file()
    assert (tmp_path / "out" / "risk.png").is_file()


def test_a_page_that_cannot_be_read_ends_nothing(run, fake, tmp_path: Path) -> None:
    fake.says = {"a.png": Reading.failed("a.png", "broken"), "b.png": Reading.of_page("b.png", ())}
    lines = ("file,row,column,text", "a.png,1,1,12", "b.png,1,1,12")
    code, out, _ = run(labelled(tmp_path, *lines), "--format", "json")
    assert code == 0
    content = json.loads(out)
    assert content["status"]["error"]["count"] == 1
    assert content["cells"]["missing"] == 2
    assert content["cells"]["handwritten"]["share"] is None
