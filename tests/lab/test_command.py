"""`numerals evaluate`: data on stdout, all else on stderr, and the exit code says how it went."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from numerals.data.sources import to_idx
from tests.model.nets import RISK, configured, rejecting

if TYPE_CHECKING:
    from pathlib import Path


def test_text_by_default_and_only_text(run, drawn) -> None:
    code, out, err = run(drawn.folder)
    assert code == 0
    assert "read right" in out
    assert drawn.wrong_label in out
    assert "\x1b" not in out
    assert err == ""
    assert str(drawn.folder.parent) not in out


def test_json_and_nothing_else(run, drawn) -> None:
    code, out, _ = run(drawn.folder, "--format", "json")
    assert code == 0
    content = json.loads(out)
    assert content["accuracy"]["count"] == 9
    assert content["expect"] == "digit"
    assert content["data"]["name"] == drawn.folder.name
    assert str(drawn.folder.parent) not in out


def test_expect_can_be_said(run, drawn) -> None:
    _, out, _ = run(drawn.folder, "--format", "json", "--expect", "auto")
    assert json.loads(out)["expect"] == "auto"


@pytest.mark.train
def test_output_writes_everything_and_clears_the_old(run, drawn, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    folder = tmp_path / "new" / "out"
    folder.mkdir(parents=True)
    for old in ("errors-7.png", "errors.png", "risk.svg"):
        (folder / old).write_bytes(b"old")
    for kept in ("errors-of-mine.png", "notes.txt"):
        (folder / kept).write_bytes(b"kept")
    code, out, err = run(drawn.folder, "--format", "json", "--output", folder)
    assert code == 0
    assert {p.name for p in folder.iterdir()} == {
        "evaluation.json",
        "confusion.png",
        "confusion.svg",
        "risk.png",
        "risk.svg",
        "errors.png",
        "errors-of-mine.png",
        "notes.txt",
    }
    assert (folder / "evaluation.json").read_text(encoding="utf-8") == out
    with Image.open(folder / "errors.png") as sheet:
        assert sheet.mode == "RGB"
    assert err.count("written: ") == 6


def test_without_matplotlib_all_but_the_plot(run, drawn, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert run(drawn.folder)[0] == 0
    code, out, err = run(drawn.folder, "--output", tmp_path)
    assert code == 4
    assert "read right" in out
    assert 'pip install "numerals[train]"' in err
    assert {p.name for p in tmp_path.iterdir()} == {"evaluation.json", "errors.png"}


def test_no_errors_no_sheet_and_many_are_numbered(run, drawn, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("numerals.lab.sheet.ERRORS_A_SHEET", 2)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    run(drawn.folder, "--output", tmp_path / "many")
    sheets = {p.name for p in (tmp_path / "many").glob("errors*")}
    assert sheets == {"errors-1.png", "errors-2.png"}
    fine = tmp_path / "fine"
    fine.mkdir()
    rows = [f"{drawn.folder / name},{text}" for name, text in drawn.right.items()]
    (fine / "labels.csv").write_text("file,text\n" + "\n".join(rows) + "\n", encoding="utf-8")
    run(fine, "--output", tmp_path / "none")
    assert {p.name for p in (tmp_path / "none").iterdir()} == {"evaluation.json"}


def test_a_promise_is_asked_for_and_tried_out(run, drawn, tmp_path: Path) -> None:
    model = configured(tmp_path / "states", risk=RISK)
    words = (drawn.folder, "--model", model, "--max-error", "0.2%")
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    assert "accepted from 99.0 % on; promised: at most 0.2 % of these wrong" in " ".join(
        out.split()
    )
    assert "Risk and coverage" in out
    content = json.loads(run(*words, "--format", "json")[1])
    assert (content["accept"], content["max_error"]) == (0.99, 0.002)
    promised = content["risk_coverage"]["promised"]
    assert [p["accept"] for p in promised] == [0.9995, 0.99, 0.9, 0.9, 0.5]
    assert run(drawn.folder, "--model", model, "--max-error", "0.01%")[0] == 2
    code, out, err = run(drawn.folder, "--model", model / "model.onnx", "--max-error", "1%")
    assert "holds no risk curve" in err
    assert "Risk and coverage" not in out


def test_pictures_without_digits_are_refused_or_accepted(run, tmp_path: Path) -> None:
    model = rejecting(tmp_path / "eleven")
    images = np.zeros((40, 28, 28), np.uint8)
    images[:30, 6:22, 4:24] = 255  # blobs
    images[30:35, 4:24, 13:16] = 255  # strokes, as a 1 is
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(gzip.compress(to_idx(images)))
    words = ("--not-digits", tmp_path, "--model", model, "--output", tmp_path / "out")
    code, out, err = run(*words)
    assert code == 0
    assert "None of these pictures shows a digit." in out
    assert "no confusion plot" in err
    assert "no risk plot" in err
    content = json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert content["expect"] == "digit"
    assert content["data"]["no_digit"] == 40
    assert content["no_digit"]["unreadable"]["count"] == 35
    assert content["no_digit"]["accepted"]["count"] == len(content["errors"])
    assert content["accuracy"]["share"] is None
    (tmp_path / "photo").mkdir()
    Image.fromarray(images[0]).save(tmp_path / "photo" / "blob.png")
    code, out, err = run("--not-digits", tmp_path / "photo" / "blob.png", "--model", model)
    assert code == 0, err
    assert "None of these pictures shows a digit." in out
    assert run("--not-digits", "mnist")[0] == 3
    assert run("--not-digits", tmp_path, "--data-dir", tmp_path)[0] == 2


def test_an_unknown_folder_is_missing_data(run, tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "nowhere")
    assert (code, out) == (3, "")
    assert "no such folder" in err
    code, out, err = run(tmp_path)
    assert (code, out) == (3, "")


def test_what_makes_no_sense_is_wrong_usage(run, drawn, tmp_path: Path) -> None:
    assert run()[0] == 2
    assert run(drawn.folder, "--expect", "letters")[0] == 2
    assert run(drawn.folder, "--data-dir", tmp_path)[0] == 2
    occupied = tmp_path / "file"
    occupied.write_bytes(b"")
    code, out, err = run(drawn.folder, "--output", occupied)
    assert (code, out) == (2, "")
    assert "cannot write to" in err


def test_no_model_is_a_bad_model_and_leaves_no_folder(run, drawn, tmp_path: Path) -> None:
    output = tmp_path / "out"
    code, out, _ = run(drawn.folder, "--model", tmp_path / "none.onnx", "--output", output)
    assert (code, out) == (5, "")
    assert not output.exists()


def test_a_long_run_says_how_far_it_is_on_stderr(run, drawn, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("numerals.cli.evaluate._SECONDS_A_LINE", 0.0)
    (name, text), *_ = drawn.right.items()
    rows = [f"{drawn.folder / name},{text}"] * 70
    (tmp_path / "labels.csv").write_text("file,text\n" + "\n".join(rows) + "\n", encoding="utf-8")
    code, out, err = run(tmp_path, "--format", "json")
    assert code == 0
    assert err.splitlines() == ["32 of 70 pictures read", "64 of 70 pictures read"]
    json.loads(out)


@pytest.mark.skipif(os.name == "nt", reason="a pipe closes in another way on Windows")
def test_a_pipe_that_closes_early_loses_no_file(drawn, tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    arguments = ["evaluate", str(drawn.folder), "--output", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "numerals", *arguments],
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write_end)
    assert b"Traceback" not in done.stderr
    assert {"evaluation.json", "errors.png"} <= {p.name for p in tmp_path.iterdir()}


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_a_pipe_of_any_encoding_gets_its_report(drawn, encoding) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "numerals", "evaluate", str(drawn.folder)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "FORCE_COLOR": "1"},
    )
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    assert "read right" in text
    assert "\x1b" not in text


def test_evaluating_loads_nothing_of_the_extra(drawn) -> None:
    script = (
        "import sys\n"
        "from numerals import cli\n"
        f"sys.argv = ['numerals', 'evaluate', {str(drawn.folder)!r}]\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'keras', 'tensorflow', 'sklearn', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
