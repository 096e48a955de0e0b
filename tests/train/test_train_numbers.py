"""`numerals train-numbers` and `numerals data preview`: what they say, where, with which code."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from numerals.cli import train_numbers as command_file
from numerals.train.folder import RunFolder
from numerals.train.string_fit import StringEpoch
from numerals.train.string_networks import NETWORKS
from numerals.train.string_recipes import StringArguments
from tests.data.numbers import small_beside

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

METRICS = {
    "held_back": {
        "strips": 4200, "exact": 0.91239, "edits_per_100_characters": 2.345, "accepted": 0.5,
    }
}  # fmt: skip
ROW = StringEpoch(1, 1.5, 0.12345, 34.567, 0.002, 12.34)


@pytest.fixture
def beside(monkeypatch):
    """Two fonts and some pens, to be had without a network."""
    found = small_beside(2)
    monkeypatch.setattr("numerals.data.beside.beside_mnist", lambda *_: found)
    return found


@pytest.fixture
def learnt(monkeypatch):
    """Whatever is asked is learnt at once: the arguments of each run."""
    asked = []

    def train_numbers(arguments, data, beside, output, watcher, resume):
        asked.append((arguments, resume))
        folder = RunFolder(output)
        if not resume:
            folder.start(arguments, {})
        watcher.on_draw(0, 2000)
        watcher.on_draw(1000, 2000)
        watcher.on_start(arguments, 10, [])
        watcher.on_step(1, 1, 2.5)
        watcher.on_epoch(ROW)
        folder.write_history([ROW])
        folder.write_json("metrics.json", METRICS)

    monkeypatch.setattr("numerals.train.string_run.train_numbers", train_numbers)
    return asked


def test_data_to_stdout_and_plain_lines_to_stderr(command, beside, learnt):
    code, out, err = command("train-numbers", "--epochs", 1, "--output", "run")
    assert code == 0, err
    assert out.splitlines() == [
        "run",
        "held back: 91.23 % of 4,200 numbers read exactly, 2.35 edits per 100 characters, "
        "50.00 % accepted at most 1 % wrong",
    ]
    assert err.splitlines() == [
        "drawing 2,000 strips",
        "crnn: 1 epoch of 10 steps, batch size 192, seed 0",
        "epoch 1/1: loss 1.5000; held back: 12.34 % read exactly, "
        "34.57 edits per 100 characters; 12.3 s",
    ]


def test_without_options_it_is_the_recipe(command, beside, learnt):
    code, out, _ = command("train-numbers")
    assert code == 0
    assert out.startswith("runs/crnn-seed0\n")
    assert learnt == [(StringArguments(), False)]


def test_every_option_reaches_the_run_and_its_command_asks_for_it_again(command, beside, learnt):
    asked = StringArguments("fcn", 5000, 2, 32, 7, 0.001, 0.5, "cosine", "bfloat16")
    words = asked.command().split()
    assert words[:2] == ["numerals", "train-numbers"]
    assert command(*words[1:])[0] == 0
    assert learnt == [(asked, False)]
    named = {w[2:].replace("-", "_") for w in words if w.startswith("--")}
    # These need another run: test_string_run.
    assert named == set(asdict(asked)) - {"start", "beside", "keep"}


def test_the_options_are_the_rooms_own(command):
    assert [*command_file.Strings] == [*NETWORKS]
    said = " ".join(command("train-numbers", "--help")[1].split())
    for value in filter(None, map(str, asdict(StringArguments()).values())):
        assert f"[default: ({value})" in said, value


def test_a_finished_run_is_not_trained_again_and_a_stopped_one_goes_on(command, beside, learnt):
    first = command("train-numbers", "--epochs", 1, "--output", "run")
    code, out, err = command("train-numbers", "--output", "run", "--resume")
    assert (code, out) == (0, first[1])
    assert "finished already" in err
    assert len(learnt) == 1
    folder = RunFolder(Path("run"))
    (folder.path / "metrics.json").unlink()
    assert command("train-numbers", "--output", "run", "--resume", "--epochs", 1)[0] == 0
    assert learnt[1] == (StringArguments(epochs=1), True)
    assert folder.arguments(StringArguments) == StringArguments(epochs=1)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--network", "fcn"), ("--strips", "7"), ("--batch-size", "32"), ("--precision", "bfloat16")],
)
def test_an_option_that_contradicts_the_run_is_named(command, tmp_path, option, value):
    RunFolder(tmp_path / "run").start(StringArguments(epochs=1), {})
    code, out, err = command("train-numbers", "--output", "run", "--resume", option, value)
    assert (code, out) == (2, "")
    assert f"{option} {value} differs from the" in err


def test_a_run_that_learns_digits_is_none_to_go_on_with(command, tmp_path):
    from numerals.train.recipes import Arguments

    RunFolder(tmp_path / "run").start(Arguments(), {})
    code, _, err = command("train-numbers", "--output", "run", "--resume")
    assert code == 2
    assert "cannot be read" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--learning-rate", "0"], "--learning-rate is a number over 0"),
        (["--strips", "10", "--batch-size", "2000"], "is more than the 1,000 strips"),
        (["--output", "file"], "file is no folder"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_fetched(
    command, monkeypatch, tmp_path, words, said
):
    monkeypatch.setattr("numerals.data.mnist", lambda *_: pytest.fail("it looked for MNIST"))
    (tmp_path / "file").touch()
    code, out, err = command("train-numbers", *words)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("before", "stopped before the run began; nothing was written"),
        ("drawing", "stopped before anything new was learnt; go on with: numerals "
         "train-numbers --output run --resume"),
        ("learning", "stopped; 1 epoch is safe; go on with: numerals train-numbers "
         "--output run --resume"),
    ],
)  # fmt: skip
def test_ctrl_c_says_what_is_safe_and_how_to_go_on(command, beside, monkeypatch, when, said):
    def interrupted(arguments, data, beside, output, watcher, resume):
        if when != "before":
            RunFolder(output).start(arguments, {})
            watcher.on_draw(0, 2000)
        if when == "learning":
            watcher.on_start(arguments, 10, [ROW])
        raise KeyboardInterrupt

    monkeypatch.setattr("numerals.train.string_run.train_numbers", interrupted)
    code, out, err = command("train-numbers", "--output", "run")
    assert (code, out) == (130, "")
    assert err.splitlines()[-1] == f"numerals: {said}"


def test_a_bar_while_drawing_and_one_while_learning(monkeypatch, capsys):
    from numerals.cli.progress import Bar

    with Bar() as bar:
        bar.on_draw(0, 2000)
        bar.on_draw(1000, 2000)
        (drawing,) = bar._progress.tasks
        assert (drawing.completed, drawing.total) == (1000, 2000)
        bar.on_start(StringArguments(epochs=3), 10, [ROW])
        bar.on_step(2, 5, 2.5)
        (learning,) = bar._progress.tasks
        assert (learning.completed, learning.total) == (15, 30)
        assert learning.fields["state"] == "loss 2.5000"
        bar.on_epoch(replace(ROW, epoch=2))
    assert capsys.readouterr().out == ""


def test_long_drawing_is_heard_of(capsys, monkeypatch):
    from numerals.cli import progress

    now = iter(range(0, 1000, 20))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    lines = progress.Lines()
    for drawn in range(0, 6000, 1000):
        lines.on_draw(drawn, 6000)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "drawing 6,000 strips"
    assert 1 <= len(said[1:]) < 5
    assert said[1].endswith("of 6,000 strips drawn")


@pytest.mark.parametrize("words", [["train-numbers"], ["data", "preview"]], ids="-".join)
def test_without_pens_the_code_is_3_and_the_text_says_what_to_do(command, monkeypatch, words):
    def offline(*_):
        raise OSError("no network")

    monkeypatch.setattr("numerals.data.beside.fonts", lambda *_: small_beside(1).fonts)
    monkeypatch.setattr("numerals.data.pip.fetch", offline)
    code, out, err = command(*words)
    assert (code, out) == (3, "")
    assert "digits by pens could not be had" in err
    assert "--data-dir" in err


@pytest.mark.parametrize("words", [["train-numbers"], ["data", "preview"]], ids="-".join)
def test_without_fonts_the_code_is_3_and_the_text_says_what_to_do(command, monkeypatch, words):
    monkeypatch.setattr("numerals.data.fonts.shutil.which", lambda _: None)
    code, out, err = command(*words)
    assert (code, out) == (3, "")
    assert "handwriting fonts are missing" in err
    assert "--fonts-dir" in err


def test_a_preview_is_drawn(command, beside, tmp_path):
    code, out, err = command("data", "preview", "--count", 6, "--seed", 3)
    assert (code, out, err) == (0, "sheet.png\n", "")
    sheet = np.asarray(Image.open(tmp_path / "sheet.png"))
    assert sheet.shape[1:] == (1400, 3)
    assert command("data", "preview", "-o", "b.png", "--count", 6, "--seed", 3)[0] == 0
    assert (tmp_path / "sheet.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert command("data", "preview", "-o", "c.png", "--count", 6, "--strips")[0] == 0
    assert np.asarray(Image.open(tmp_path / "c.png")).shape[0] > sheet.shape[0]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("sheet.jpg", "name a .png file"),
        ("nowhere/sheet.png", "there is no folder nowhere"),
        ("folder.png", "is a folder"),
        ("there.png", "add --force to overwrite it"),
    ],
)
def test_a_preview_that_cannot_be_written_is_refused_before_anything_is_fetched(
    command, monkeypatch, tmp_path, output, said
):
    monkeypatch.setattr("numerals.data.mnist", lambda *_: pytest.fail("it looked for MNIST"))
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "there.png").touch()
    code, out, err = command("data", "preview", "-o", output)
    assert (code, out) == (2, "")
    assert said in err


def test_force_overwrites_a_preview(command, beside, tmp_path):
    (tmp_path / "sheet.png").touch()
    assert command("data", "preview", "--count", 1, "--force")[0] == 0
    assert (tmp_path / "sheet.png").stat().st_size > 0
