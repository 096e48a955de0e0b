"""`numerals train`: what it says, where, and with which exit code."""

import io
import re
import sys

import pytest

from numerals.cli import train as command_file
from numerals.cli import train_options
from numerals.train.folder import Epoch
from numerals.train.material import AUGMENTATIONS
from numerals.train.networks import NETWORKS
from tests.train.conftest import history

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

EPOCH = re.compile(
    r"epoch (\d)/3: loss \d+\.\d{4}, accuracy \d+\.\d\d %; validation loss \d+\.\d{4}, "
    r"accuracy \d+\.\d\d %(, the best yet)?; \d+\.\d s(; about \d+:\d\d left)?"
)


@pytest.fixture
def finished(command):
    code, out, err = command("train", "--epochs", 1, "--output", "run")
    assert code == 0, err
    return out


def test_as_a_process_data_to_stdout_and_plain_lines_to_stderr(process, undisturbed, tmp_path):
    child = process("train", "--epochs", 3, "--output", tmp_path / "run")
    out, err = child.communicate(timeout=300)
    assert child.returncode == 0, err
    path, validation, test = out.splitlines()
    assert path == str(tmp_path / "run")
    assert re.fullmatch(
        r"validation accuracy: \d+\.\d\d % after the last epoch, "
        r"\d+\.\d\d % at best \(epoch \d\)",
        validation,
    )
    assert re.fullmatch(
        r"test accuracy: \d+\.\d\d % of 100 pictures \(the network of epoch \d\)", test
    )
    first, *epochs = err.splitlines()
    assert first == "cnn: 3 epochs of 9 steps, batch size 64, seed 0"
    assert [EPOCH.fullmatch(line)[1] for line in epochs] == ["1", "2", "3"]
    assert "\x1b" not in err
    # Another process, and the same numbers to the last bit.
    assert history(tmp_path / "run") == history(undisturbed(epochs=3))


def test_the_options_are_the_zoos_own():
    assert [*train_options.Zoo] == [*NETWORKS]
    assert [*train_options.Augment] == [*AUGMENTATIONS]


def test_a_finished_run_is_not_trained_again(command, finished, tmp_path, monkeypatch):
    from numerals.train import fit

    monkeypatch.setattr(fit, "train", lambda *_: pytest.fail("it trained"))
    before = (tmp_path / "run" / "metrics.json").stat().st_mtime_ns
    code, out, err = command("train", "--output", "run", "--resume")
    assert (code, out) == (0, finished)
    assert "finished already" in err
    assert (tmp_path / "run" / "metrics.json").stat().st_mtime_ns == before
    # Options that agree are no contradiction.
    assert command("train", "--output", "run", "--resume", "--epochs", 1)[0] == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--network", "rnn"),
        ("--epochs", "5"),
        ("--batch-size", "32"),
        ("--seed", "1"),
        ("--augment", "light"),
        ("--schedule", "cosine"),
        ("--learning-rate", "0.002"),
        ("--early-stopping", "2"),
    ],
)
def test_an_option_that_contradicts_the_run_is_named(command, tmp_path, option, value):
    from numerals.train.folder import RunFolder
    from numerals.train.recipes import Arguments

    RunFolder(tmp_path / "run").start(Arguments(epochs=1), {})
    code, out, err = command("train", "--output", "run", "--resume", option, value)
    assert code == 2
    assert out == ""
    assert f"{option} {value} differs from the" in err


def test_resuming_needs_no_option_of_a_network_with_a_recipe_of_its_own(command, tmp_path):
    from numerals.train.folder import RunFolder
    from numerals.train.recipes import RECIPES

    RunFolder(tmp_path / "run").start(RECIPES["fast"], {})
    code, _, err = command("train", "--output", "run", "--resume", "--batch-size", 64)
    assert code == 2
    assert "--batch-size 64 differs from the 192" in err
    code, _, err = command("train", "--output", "run", "--resume", "--network", "fast")
    assert code == 0, err
    assert "fast: 1 epoch of 3 steps, batch size 192, seed 0" in err


def test_the_defaults_that_help_shows_are_the_recipes(command):
    from numerals.train.recipes import RECIPES

    code, out, _ = command("train", "--help")
    said = " ".join(out.split())
    assert code == 0
    cnn, fast = RECIPES["cnn"], RECIPES["fast"]
    for value in (cnn.epochs, cnn.batch_size, cnn.schedule, cnn.learning_rate, cnn.augment):
        assert f"[default: ({value})" in said
    assert (
        f"fast: {fast.epochs} epoch, batches of {fast.batch_size}, "
        f"{fast.schedule} up to {fast.learning_rate}"
    ) in said


def test_help_tells_what_the_reader_takes_and_fetches(command):
    from numerals.train.recipes import RECIPES

    said = " ".join(command("train", "--help")[1].split())
    reader = RECIPES["reader"]
    assert (
        f"That of reader, {reader.epochs} epochs of batches of {reader.batch_size} with "
        f"--augment {reader.augment}, takes about an hour"
    ) in said
    assert "fetches MNIST, digits by pens and on maps and, with npm, fonts" in said
    assert all(f"{network}: " in said for network in NETWORKS)


def test_the_folders_name_is_made_of_network_and_seed(command):
    code, _, err = command("train", "--network", "rnn", "--seed", 7, "--resume")
    assert code == 2
    assert "rnn-seed7 holds no run to resume" in err


def test_a_run_is_not_begun_over_another(command, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "arguments.json").touch()
    code, _, err = command("train", "--output", "run")
    assert code == 2
    assert "holds a run already: add --resume" in err


def fetch_nothing(monkeypatch):
    """Fail where anything is fetched or even looked for."""
    monkeypatch.setattr("numerals.data.mnist", lambda *_: pytest.fail("it looked for MNIST"))
    monkeypatch.setattr("numerals.data.beside.beside_mnist", lambda *_: pytest.fail("for fonts"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--learning-rate", "-1"], "--learning-rate is a number over 0"),
        (["--weight-decay", "nan"], "--weight-decay is a number"),
        (["--output", "file"], "file is no folder"),
        (["--output", "file/run"], "file is no folder"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_fetched(
    command, monkeypatch, tmp_path, words, said
):
    fetch_nothing(monkeypatch)
    (tmp_path / "file").touch()
    code, out, err = command("train", "--network", "reader", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "runs").exists()


def test_a_protected_folder_is_refused_before_anything_is_fetched(command, monkeypatch, tmp_path):
    fetch_nothing(monkeypatch)
    # Who runs this may be allowed everything, whatever a folder's mode is.
    monkeypatch.setattr("os.access", lambda path, _: path != tmp_path)
    code, _, err = command("train", "--output", tmp_path / "new" / "run")
    assert code == 2
    assert "cannot be written" in err
    assert f"{tmp_path} is write-protected" in err


def test_what_is_fetched_for_a_world_is_said_and_goes_into_the_run(command, monkeypatch):
    def fetch(data_dir, fonts_dir, tell):
        tell("fetching 101 fonts")
        return "fonts and pens"

    monkeypatch.setattr("numerals.data.beside.beside_mnist", fetch)
    given = []
    monkeypatch.setattr("numerals.train.fit.train", lambda *args: given.append(args[-1]))
    monkeypatch.setattr(command_file, "_print_results", lambda _: None)
    code, out, err = command("train", "--network", "reader")
    assert (code, out, err) == (0, "", "fetching 101 fonts\n")
    assert given == ["fonts and pens"]
    assert command("train")[2] == ""
    assert given[1] is None


@pytest.mark.parametrize(("older", "kept"), [(False, 4), (True, 2)])
def test_the_best_epoch_and_the_kept_one_are_told_apart(command, tmp_path, older, kept):
    from numerals.train.folder import RunFolder
    from numerals.train.recipes import Arguments

    metrics = {
        "best_epoch": 2,
        "kept_epoch": 4,
        "validation": {"accuracy_last": 0.8, "accuracy_best": 0.9},
        "test": {"accuracy": 0.7, "samples": 100},
    }
    if older:
        del metrics["kept_epoch"]
    folder = RunFolder(tmp_path / "run")
    folder.start(Arguments(epochs=1), {})
    folder.write_history([Epoch(1, 0.5, 0.5, 0.5, 0.5, 0.001, 1.0)])
    folder.write_json("metrics.json", metrics)
    code, out, _ = command("train", "--output", "run", "--resume")
    assert code == 0
    assert "90.00 % at best (epoch 2)" in out
    assert f"70.00 % of 100 pictures (the network of epoch {kept})" in out


@pytest.mark.parametrize("words", [["--network", "vgg"], ["--epochs", "0"], ["--seed", "-1"]])
def test_wrong_values_are_usage(command, words):
    assert command("train", *words)[0] == 2


def test_without_data_the_code_is_3(command, monkeypatch, tmp_path):
    from numerals.data import sources
    from tests.data.fake import mnist_module

    def gone(names):
        raise OSError("no pip in this test")

    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.setattr(sources, "from_package", gone)
    monkeypatch.setenv(mnist_module.CACHE_VARIABLE, str(tmp_path / "empty"))
    code, out, err = command("train", "--data-dir", "nowhere")
    assert (code, out) == (3, "")
    assert "nowhere: no such file" in err
    assert not (tmp_path / "runs").exists()


def test_ctrl_c_before_the_run_began(command, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("numerals.train.backend.require_extra", interrupted)
    code, _, err = command("train")
    assert code == 130
    assert "nothing was written" in err


class Terminal(io.StringIO):
    """A stderr that takes itself for a terminal."""

    def isatty(self):
        return True


def test_on_a_terminal_a_bar_and_a_line_an_epoch(command, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    for name in ("NO_COLOR", "TTY_COMPATIBLE", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    code, out, _ = command("train", "--epochs", 2, "--batch-size", 32, "--output", "run")
    said = terminal.getvalue()
    assert code == 0
    assert out.startswith("run\n")
    assert "\x1b" in said
    assert "━" in said
    assert "left" in said
    for epoch in (1, 2):
        assert f"epoch {epoch}/2: loss" in said


def test_a_long_epoch_is_heard_of(undisturbed, capsys, monkeypatch):
    from numerals.cli import progress
    from numerals.train.recipes import Arguments

    now = iter(range(0, 1000, 20))  # a step takes 20 s
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    lines = progress.Lines()
    lines.on_start(Arguments(), 100, [])
    for step in range(1, 5):
        lines.on_step(1, step, 0.5, 0.99999)
    said = capsys.readouterr().err.splitlines()[1:]
    assert 1 <= len(said) < 4
    assert "loss 0.5000, accuracy 99.99 %" in said[0]  # never rounded up to 100
    assert "left" in said[0]
