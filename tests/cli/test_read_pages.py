"""`numerals read` on pages: every page its row, what is known is passed on, a table as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from numerals.cli import app
from numerals.errors import UsageError
from numerals.field import Field
from numerals.image.document import name_of
from tests.cli.test_read import rows, run
from tests.papers import LOCKED, paper
from tests.readings import form

if TYPE_CHECKING:
    from numerals.reading import Reading


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    for name, data in (
        ("a.pdf", paper("12", "PDF")),
        ("b.tif", paper("34", "TIFF")),
        ("c.pdf", LOCKED),
        ("d.pdf", paper("5", "PDF")),
    ):
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_every_page_has_its_row_and_a_locked_file_one(papers: Path) -> None:
    done = run("read", "--expect", "digit", "-f", "jsonl", papers)
    found = rows(done)
    assert [Path(row["source"]).name for row in found] == [
        "a.pdf#1", "a.pdf#2", "b.tif#1", "b.tif#2", "c.pdf", "d.pdf",
    ]  # fmt: skip
    assert [row["text"] for row in found] == ["1", "2", "3", "4", "", "5"]
    assert found[4]["reason"] == "the PDF is locked with a password; save it without one"
    assert done.returncode == 1


def test_one_page_may_be_named_on_the_line_in_a_list_and_on_stdin(papers: Path) -> None:
    listed = f"{papers / 'a.pdf'}#2\n{papers / 'b.tif'}#9\n".encode()
    words = ["read", "--expect", "digit", "-f", "jsonl"]
    found = rows(run(*words, "--files-from", "-", stdin=listed))
    assert [row["text"] for row in found] == ["2", ""]
    assert found[1]["reason"] == "there is no page 9: the file has 2 pages, counted from 1"
    found = rows(run(*words, "-", stdin=(papers / "a.pdf").read_bytes()))
    assert [(row["source"], row["text"]) for row in found] == [
        ("<stdin>#1", "1"),
        ("<stdin>#2", "2"),
    ]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict:
    """Have a reader that finds the same form on every picture; give what it was made with."""
    seen: dict = {}

    class Fake:
        acceptance = number_acceptance = SimpleNamespace(promise=None, accept=0.9, note="")

        def __init__(self, model: object, **options: object) -> None:
            self.expect = options["expect"]
            seen.update(options)

        def read_many(self, sources: Iterable, batch: int, workers: int) -> Iterator[Reading]:
            for source in sources:
                yield form(source=name_of(source))

    monkeypatch.setattr("numerals.reader.Reader", Fake)
    return seen


def call(*words: str) -> Result:
    return CliRunner().invoke(app, ["read", *words], standalone_mode=False)


def test_what_is_known_of_the_numbers_is_passed_on(asked: dict) -> None:
    words = ["--expect", "number", "--length", "4..6", "--range", "0..1.5", "--pattern", r"\d+",
             "--check", "luhn", "--decimal", ","]  # fmt: skip
    assert call("a.png", *words).return_value == 0
    assert asked["expect"] == "number"
    assert asked["field"] == Field((4, 6), (Decimal(0), Decimal("1.5")), r"\d+", "luhn", ",")


def test_without_it_nothing_is(asked: dict) -> None:
    assert call("a.png").return_value == 0
    assert asked == {"expect": "auto", "max_error": None}


def test_a_table_says_elsewhere_what_is_to_check(asked: dict) -> None:
    done = call("--format", "table", "form.png")
    assert list(csv.reader(io.StringIO(done.stdout))) == [
        ['="1,204.50"', "", "17"],
        ['="007"', "", "450"],
    ]
    assert done.stderr.splitlines() == [
        "form.png r1 c3: 17  (90.0 %)  please check: it could be 11",
        "form.png r2 c2: unreadable: does not look like a number",
    ]


def test_what_is_promised_of_numbers_is_told_of_numbers(asked: dict, monkeypatch) -> None:
    from numerals.reader import Reader

    promised = SimpleNamespace(promise=object(), accept=0.9, note="")
    monkeypatch.setattr(Reader, "number_acceptance", promised, raising=False)
    words = ["--format", "jsonl", "a.png", "b.png"]
    assert call(*words).stderr.splitlines() == ["2 pictures: 2 review", str(promised)]
    promised.promise, promised.note = None, "ask at least 2 %"
    monkeypatch.setattr(
        Reader, "strings", SimpleNamespace(config=SimpleNamespace(risk=1)), raising=False
    )
    done = call(*words, "--expect", "number", "--max-error", "0.5%")
    assert isinstance(done.exception, UsageError)
    assert (done.stdout, str(done.exception)) == ("", "ask at least 2 %")


def test_a_table_for_excel_begins_as_excel_wants(asked: dict, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert call("--format", "table", "-o", str(out), "form.png").return_value == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_cannot_be_annotated_is_told_by_the_exit_code(asked: dict, tmp_path: Path) -> None:
    done = call("--annotate", str(tmp_path / "out"), str(tmp_path / "gone.png"))
    assert done.return_value == 6
    assert "form" not in done.stderr
    assert "gone.png is read, but not annotated: no such file" in done.stderr
    assert "5 numbers" in done.stdout
