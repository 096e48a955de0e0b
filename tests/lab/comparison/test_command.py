"""`numerals compare` as a process: the guide's rival, kills, going on, and what is refused."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.train

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "compare.md"
#: What differs from one run to the next, and may.
TIMES = {"fit_seconds", "latency_ms", "throughput", "memory_mb"}


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's own code, as a file."""
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    assert len(code[1].splitlines()) <= 20
    file = tmp_path_factory.mktemp("guide") / "mean.py"
    file.write_text(code[1], encoding="utf-8")
    return file


def start(cache: Path, *words: object) -> subprocess.Popen[str]:
    """Start the command line with the small MNIST."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.train.small", "compare", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [ROOT / "src", ROOT]))}
        | {"SMALL_CACHE": str(cache), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def results(folder: Path) -> list[list[str]]:
    """What results.csv says, but for the times."""
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row[3] not in TIMES]


@pytest.fixture(scope="module")
def undisturbed(guide: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A whole run: its folder, stdout and stderr."""
    folder = tmp_path_factory.mktemp("compare")
    child = start(folder, *asked(guide, folder / "run"))
    out, err = child.communicate(timeout=300)
    assert child.returncode == 0, err
    return folder / "run", out, err


def asked(guide: Path, folder: Path) -> list[object]:
    names = ["mean", "tree", "--rival", guide]
    return [*names, "--seeds", 2, "--sizes", "100,all", "--format", "json", "--output", folder]


def test_a_run_is_kept_cell_by_cell_and_ranked(undisturbed: tuple[Path, str, str]) -> None:
    folder, out, err = undisturbed
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert run["sizes"] == [100, 540]
    assert list(run["systems"]) == ["tree", "mean"]
    assert run["systems"]["mean"]["title"] == "Nearest mean"
    assert len(list(folder.glob("cells/*/*.json"))) == len(list(folder.glob("cells/*/*.npz"))) == 8
    cell = json.loads((folder / "cells/mean/540-1.json").read_text(encoding="utf-8"))
    assert cell["status"] == "ok"
    assert len(cell["outside"]) == 16
    small = json.loads((folder / "cells/mean/100-1.json").read_text(encoding="utf-8"))
    assert "outside" not in small
    places = json.loads(out)["ranking"]
    assert {p["name"] for p in places} == {"mean", "tree"}
    assert places[0]["accuracy"]["mean"] >= places[1]["accuracy"]["mean"]
    assert places[0]["accuracy"]["n"] == 2
    assert 0 < places[0]["p_next"] <= 1
    assert "8/8 mean, 540 pictures, seed 1: " in err
    assert not [*folder.rglob("*.part")]


def test_killed_at_three_moments_and_gone_on_with_it_ends_at_the_same_table(
    undisturbed: tuple[Path, str, str], guide: Path, tmp_path: Path
) -> None:
    folder, _, _ = undisturbed
    again = tmp_path / "again"
    words, chance = asked(guide, again), random.Random(5)
    for turn in range(3):
        child = start(folder.parent, *words)
        # Not before something was written that can be gone on with.
        while child.poll() is None and len([*again.glob("cells/*/*.json")]) <= 2 * turn:
            time.sleep(0.05)
        time.sleep(chance.random())
        child.kill()
        child.communicate()
        if "--resume" not in words:
            words.append("--resume")
    child = start(folder.parent, *words)
    _, err = child.communicate(timeout=300)
    assert child.returncode == 0, err
    assert re.search(r"8 cells, [1-8] of them done", err)
    assert results(again) == results(folder)
    assert not [*again.rglob("*.part")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--resume", "--seeds", 3], "--seeds 3 differs from the 2"),
        (["--resume", "--sizes", "all"], "--sizes all differs from the 100,all"),
        (["--resume", "cnn"], "the names cnn differs from the tree,mean"),
        (["--resume", "--quick"], "--quick True differs from the False"),
        ([], "holds a comparison already"),
        (["nobody"], "no system is called 'nobody'; there are: cnn, rnn"),
    ],
)
def test_what_contradicts_is_refused_by_name(
    words: list[object], said: str, undisturbed: tuple[Path, str, str], monkeypatch, capsys
) -> None:
    from numerals import cli

    arguments = ["numerals", "compare", *map(str, words), "--output", str(undisturbed[0])]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
