"""Runs that were stopped, killed and broken, and gone on with: as if nothing had been."""

import random
import shutil
import signal
import sys
import time

import pytest

from numerals.errors import UsageError
from numerals.train.folder import Epoch, RunFolder
from numerals.train.recipes import Arguments
from tests.train.conftest import Silent, history, read_json

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

#: Everything that is drawn or scheduled by epoch takes part.
ASKED = {"epochs": 3, "augment": "light", "schedule": "onecycle", "seed": 3}
WORDS = ["--epochs", 3, "--augment", "light", "--schedule", "onecycle", "--seed", 3]


class Killed(BaseException):
    """Stands for the end of the process at that very moment."""


def go_on(data, folder):
    from numerals.train import fit

    watcher = Silent()
    fit.train(RunFolder(folder).arguments(Arguments), data, folder, watcher, resume=True)
    return watcher


def assert_as_undisturbed(folder, undisturbed):
    expected = undisturbed(**ASKED)
    assert history(folder) == history(expected)
    metrics, wanted = (read_json(f / "metrics.json") for f in (folder, expected))
    for each in (metrics, wanted):
        each.pop("seconds")
    assert metrics == wanted
    assert not list(folder.glob("*.part"))


def wait_for(child, text):
    for line in child.stderr:
        if line.startswith(text):
            return
    raise AssertionError(f"it ended without saying {text!r}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_within_an_epoch(process, undisturbed, data, tmp_path):
    child = process("train", "--output", tmp_path / "run", *WORDS, SMALL_STEP_S="0.1")
    wait_for(child, "epoch 1/3")
    delay = random.uniform(0, 0.8)  # two epochs of at least 0.9 s are to come
    time.sleep(delay)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    assert not (tmp_path / "run" / "metrics.json").exists()
    watcher = go_on(data, tmp_path / "run")
    assert 1 <= len(watcher.done) <= 2, f"killed after {delay} s"
    assert_as_undisturbed(tmp_path / "run", undisturbed)


@pytest.mark.parametrize(
    ("before", "epoch"),
    [
        ("best.keras", 1),
        ("history.csv", 1),
        ("checkpoint.keras", 1),
        ("history.csv", 2),
        ("checkpoint.keras", 2),
    ],
)
def test_killed_between_two_files(undisturbed, data, tmp_path, monkeypatch, before, epoch):
    """Each epoch saves best.keras (if best), then history.csv, then checkpoint.keras."""
    from numerals.train import fit

    save, write = RunFolder.save_model, RunFolder.write_history

    def die(folder, name):
        if name == before and len(folder.history(Epoch)) == epoch - (before != "checkpoint.keras"):
            raise Killed

    def dying_save(self, model, name):
        die(self, name)
        save(self, model, name)

    def dying_write(self, rows):
        die(self, "history.csv")
        write(self, rows)

    with monkeypatch.context() as patched:
        patched.setattr(RunFolder, "save_model", dying_save)
        patched.setattr(RunFolder, "write_history", dying_write)
        with pytest.raises(Killed):
            fit.train(Arguments(**ASKED), data, tmp_path / "run", Silent())
    monkeypatch.setattr(fit, "finish", lambda *_: {})  # slow, and compared in the others
    assert len(go_on(data, tmp_path / "run").done) == epoch - 1
    assert history(tmp_path / "run") == history(undisturbed(**ASKED))


def test_killed_while_finishing(undisturbed, data, tmp_path):
    shutil.copytree(undisturbed(**ASKED), tmp_path / "run")
    for name in ("metrics.json", "model.onnx", "config.json"):
        (tmp_path / "run" / name).unlink()
    (tmp_path / "run" / "model.kerasxyz.part").mkdir()  # as a kill while saving leaves
    assert go_on(data, tmp_path / "run").rows == []
    assert_as_undisturbed(tmp_path / "run", undisturbed)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_says_what_is_safe_and_how_to_go_on(
    process, undisturbed, data, tmp_path, monkeypatch
):
    child = process("train", "--output", tmp_path / "run", *WORDS, SMALL_STEP_S="0.1")
    wait_for(child, "epoch 1/3")
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    out, rest = child.communicate(timeout=300)
    assert child.returncode == 130
    assert out == ""
    assert rest.splitlines() == [
        "numerals: stopped; 1 epoch is safe; go on with: "
        f"numerals train --output {tmp_path / 'run'} --resume"
    ]
    monkeypatch.setattr("numerals.train.fit.finish", lambda *_: {})
    assert len(go_on(data, tmp_path / "run").done) == 1
    assert history(tmp_path / "run") == history(undisturbed(**ASKED))


def test_a_run_is_not_begun_over_another(undisturbed, data):
    from numerals.train import fit

    with pytest.raises(UsageError, match="holds a run already: add --resume"):
        fit.train(Arguments(), data, undisturbed(**ASKED), Silent())


def test_nothing_to_resume(tmp_path):
    with pytest.raises(UsageError, match="holds no run to resume"):
        RunFolder(tmp_path).arguments(Arguments)
