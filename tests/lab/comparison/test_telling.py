"""What a person sees of a comparison: lines, the live table, the list, and how to go on."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from numerals import cli
from numerals.cli.comparing import CellLines, LiveTable, watching
from numerals.errors import ExitCode
from numerals.lab.comparison import run
from numerals.lab.comparison.plan import Asked, Cell

if TYPE_CHECKING:
    from pathlib import Path

    from numerals.lab.comparison.store import Store

CELLS = [Cell(name, size, 0) for name in ("cnn", "knn") for size in (100, 1000)]
WELL = {"system": "cnn", "size": 100, "seed": 0, "status": "ok", "accuracy": 0.875}
WELL |= {"fit_seconds": 1.25}
BADLY = {"system": "knn", "size": 100, "seed": 0, "status": "failed", "reason": "no luck"}


@pytest.fixture
def command(monkeypatch, capsys):
    """Run `numerals compare` in this process: exit code, stdout, stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["numerals", "compare", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return (int(ended.value.code or 0), *capsys.readouterr())

    return call


def test_lines_count_cells_and_tell_each(capsys) -> None:
    with CellLines() as lines:
        lines.on_start(CELLS, [WELL])
        lines.on_cell({**WELL, "size": 1000})
        lines.on_cell(BADLY)
    assert capsys.readouterr().err.splitlines() == [
        "4 cells, 1 of them done",
        "2/4 cnn, 1,000 pictures, seed 0: 87.50 %; learnt in 1.2 s",
        "3/4 knn, 100 pictures, seed 0: failed: no luck",
    ]


def test_the_table_fills_as_it_goes() -> None:
    table = LiveTable()
    table.on_start(CELLS, [])
    table.on_cell(WELL)
    table._failed["knn", 100] += 1
    table.on_begin(CELLS[3])
    out = io.StringIO()
    Console(file=out, width=70).print(table._table())
    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["accuracy,", "%", "100", "1,000"]
    assert lines[1].split() == ["cnn", "87.50"]
    assert lines[2].split() == ["knn", "failed", "…"]
    assert "1 of 4 cells" in out.getvalue()
    assert "knn, 1,000 pictures, seed 0" in out.getvalue()


def test_the_table_is_for_a_terminal_alone(monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert type(watching()) is CellLines
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert type(watching()) is LiveTable


def test_the_list_names_systems_and_sources(command) -> None:
    code, out, _ = command("--list")
    assert code == 0
    assert out.startswith("cnn: CNN (report) (the original report")
    assert len(out.splitlines()) == 17


@pytest.mark.train
def test_who_stops_it_is_told_how_to_go_on(command, monkeypatch, tmp_path: Path) -> None:
    def stopped(asked: Asked, zoo, store: Store, *_: object) -> None:
        store.write_run({"schema": 1, "systems": {"tree": {}}, "arguments": asked.to_dict()})
        store.write_cell(Cell("tree", 100, 0), {**WELL, "system": "tree"}, None)
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "compare", stopped)
    monkeypatch.setattr("numerals.cli.compare.say_if_fetching", lambda: None)
    folder = tmp_path / "it"
    code, out, err = command("tree", "--output", folder)
    assert code == ExitCode.INTERRUPTED
    assert out == ""
    assert "stopped; 1 cell is safe; go on with: numerals compare --output" in err
    monkeypatch.setattr(run, "compare", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    _, _, err = command("tree", "--output", tmp_path / "other")
    assert "stopped before the comparison began" in err


@pytest.mark.train
def test_quick_asks_for_little(command, monkeypatch, tmp_path: Path) -> None:
    seen: list[Asked] = []

    def keep(asked: Asked, *_: object) -> None:
        seen.append(asked)
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "compare", keep)
    monkeypatch.setattr("numerals.cli.compare.say_if_fetching", lambda: None)
    command("--quick", "-o", tmp_path / "a")
    command("--quick", "--seeds", 2, "cnn-hmm", "-o", tmp_path / "b")
    command("-o", tmp_path / "c")
    assert seen[0].seeds == 1
    assert seen[0].sizes == ("500", "4000")
    assert "cnn-hmm" not in seen[0].systems
    assert (seen[1].seeds, seen[1].systems) == (2, ("cnn-hmm",))
    assert len(seen[2].systems) == 17
    assert seen[2].sizes == ("100", "1000", "10000", "all")
