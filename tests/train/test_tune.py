"""`numerals tune`: found on validation alone, stopped and gone on with, and left as files."""

import csv
import json
import sys

import pytest

from numerals.train.config_file import read_config
from numerals.train.folder import Epoch
from numerals.train.recipes import RECIPES, arguments_for
from numerals.train.space import space_of

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]
pytest.importorskip("optuna")


@pytest.fixture(autouse=True)
def _no_storage_of_the_users(monkeypatch):
    monkeypatch.delenv("NUMERALS_STORAGE", raising=False)


@pytest.fixture
def pretended(monkeypatch):
    """Pretend to learn: the wider the better, and each epoch adds to it. Gives what was tried."""
    tried = []

    def epoch(model, material, arguments, index, watcher):
        tried.append((arguments, index))
        accuracy = 0.5 + 0.1 * arguments.width + 0.01 * index - 0.01 * arguments.depth
        return Epoch(index + 1, 1.0, 0.5, 1.0, accuracy, arguments.learning_rate, 0.1)

    monkeypatch.setattr("numerals.train.search.one_epoch", epoch)
    monkeypatch.setattr("numerals.train.search.begin", lambda *_: None)
    monkeypatch.setattr("numerals.train.search.load_keras", _NoKeras)
    return tried


class _NoKeras:
    """Clears nothing: no network is built."""

    class utils:  # noqa: N801
        @staticmethod
        def clear_session():
            pass


def test_from_end_to_end(command, tmp_path):
    code, out, err = command("tune", "fast", "--trials", 2, "--epochs", 1, "-o", "study")
    assert code == 0, err
    folder = tmp_path / "study"
    heading, _, *rows, path = out.splitlines()
    assert heading.split()[:2] == ["trial", "validation,"]
    assert len(rows) == 2
    assert path.endswith("best.json")
    assert "trial 0: learning rate 0.02" in err  # the recipe comes first
    best = read_config(folder / "best.json")
    assert arguments_for(best).network == "fast"
    assert best["epochs"] == 1
    with (folder / "trials.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 2
    assert {"study.db", "history.png", "slices.png"} <= {p.name for p in folder.iterdir()}
    # The same command again finds nothing to do.
    code, again, err = command("tune", "fast", "--trials", 2, "--epochs", 1, "-o", "study")
    assert (code, again) == (0, out)
    assert "trial 0" not in err


def test_the_best_is_found_and_the_plots_tell_what_mattered(command, pretended, tmp_path):
    code, out, err = command("tune", "cnn", "--trials", 12, "--epochs", 2, "-o", "study")
    assert code == 0, err
    values = {a.width for a, _ in pretended}
    best = json.loads((tmp_path / "study" / "best.json").read_text(encoding="utf-8"))
    assert best["width"] == max(values)
    assert "trial" in best["about"]
    assert (tmp_path / "study" / "importances.png").exists()
    assert "given up after 1 epoch" in err
    assert out.splitlines()[2].split()[4] == f"{max(values):g}"


def test_the_test_pictures_are_never_looked_at(command, pretended, monkeypatch):
    seen = []
    from numerals.train import search

    gather = search.gather

    def gathered(arguments, train, beside, names):
        seen.append(len(train.labels))
        return gather(arguments, train, beside, names)

    monkeypatch.setattr(search, "gather", gathered)
    assert command("tune", "cnn", "--trials", 1, "--epochs", 1)[0] == 0
    assert seen == [600]  # of 600 + 100


def test_ctrl_c_gives_the_trial_back(command, pretended, monkeypatch, tmp_path):
    from numerals.train import search

    epoch = search.one_epoch

    def stopped(model, material, arguments, index, watcher):
        if len(pretended) == 3:
            raise KeyboardInterrupt
        return epoch(model, material, arguments, index, watcher)

    monkeypatch.setattr(search, "one_epoch", stopped)
    words = ("tune", "cnn", "--trials", 4, "--epochs", 1, "-o", "study")
    code, out, err = command(*words)
    assert (code, out) == (130, "")
    assert "stopped; 3 trials are safe; the same command goes on" in err
    broken = [line for line in err.splitlines() if line.startswith("trial 3:")]
    monkeypatch.setattr(search, "one_epoch", epoch)
    code, _, err = command(*words)
    assert code == 0
    assert "3 of 4 trials are done" in err
    # What was interrupted is what is tried first, under a number of its own.
    assert broken[0].replace("trial 3", "trial 4") in err
    assert (tmp_path / "study" / "best.json").exists()


def test_a_study_goes_on_as_if_nobody_had_stopped_it(command, pretended):
    # Beyond the trials that are drawn at random, so that what was tried before counts.
    assert command("tune", "cnn", "--trials", 12, "--epochs", 1, "-o", "whole")[0] == 0
    whole = [a for a, _ in pretended]
    pretended.clear()
    for trials in (2, 10, 12):
        assert command("tune", "cnn", "--trials", trials, "--epochs", 1, "-o", "parts")[0] == 0
    assert [a for a, _ in pretended] == whole


def test_another_question_needs_another_study(command, pretended):
    assert command("tune", "cnn", "--trials", 1, "--epochs", 1, "-o", "study")[0] == 0
    code, _, err = command("tune", "cnn", "--trials", 1, "--epochs", 2, "-o", "study")
    assert code == 2
    assert "begun with another epochs (1, not 2)" in err


def test_without_optuna_the_extra_is_named(command, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "optuna", None)
    code, out, err = command("tune", "cnn", "-o", "study")
    assert (code, out) == (4, "")
    assert err.startswith("numerals: Tuning needs packages that are not installed (optuna).")
    assert not (tmp_path / "study").exists()


def test_a_password_is_neither_said_nor_written(command, tmp_path):
    url = "nosuchdatabase://me:hunter2@host/x"
    code, out, err = command("tune", "cnn", "--storage", url)
    assert code == 2
    assert "hunter2" not in out + err
    assert all("hunter2" not in str(p) for p in tmp_path.rglob("*"))


@pytest.mark.parametrize("network", RECIPES)
def test_every_space_holds_its_recipe_but_for_the_world(network):
    space = space_of(RECIPES[network], 54_000)
    first, recipe = space.first(), RECIPES[network]
    assert space.learning_rate[0] < first["learning_rate"] < space.learning_rate[1]
    assert first["batch_size"] == recipe.batch_size in space.batch_sizes
    assert first["width"] in space.widths
    assert first["augment"] in space.augments
    assert first["augment"] == (recipe.augment if recipe.augment != "world" else "light")


def test_with_few_pictures_batches_are_small():
    assert space_of(RECIPES["fast"], 300).batch_sizes == (32, 64)
    assert space_of(RECIPES["fast"], 20).batch_sizes == (32,)
