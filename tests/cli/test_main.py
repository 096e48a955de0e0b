"""The command line's frame: help for everything, a light start, no training stack."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import typer

from numerals import __version__
from numerals.cli import app

HEAVY = ("keras", "tensorflow", "torch", "jax", "sklearn", "matplotlib", "onnx", "tf2onnx")
HEAVY = (*HEAVY, "optuna", "sqlalchemy")


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "module", ["numerals", "numerals.cli", "numerals.reader", "numerals.serve.app", "numerals.data"]
)
def test_reading_never_loads_the_training_stack(module: str) -> None:
    loaded = python(f"import sys, {module}; print(*sys.modules)").split()
    assert not {name.split(".")[0] for name in loaded} & set(HEAVY)


def test_the_command_line_starts_without_opencv() -> None:
    loaded = python("import sys, numerals.cli; print(*sys.modules)").split()
    assert not {"cv2", "onnxruntime", "numpy", "fastapi", "rich"} & set(loaded)


def test_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "numerals", "--version"], capture_output=True, text=True, timeout=60
    )
    assert done.stdout == f"numerals {__version__}\n"


def test_everything_has_help() -> None:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert command.help, name
        for option in command.params:
            assert getattr(option, "help", None), f"{name} {option.name}"


def test_every_name_in_all_is_there() -> None:
    import numerals

    assert python("import numerals; print(numerals.data.mnist.__name__)") == "mnist\n"
    for name in numerals.__all__:
        assert getattr(numerals, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        numerals.nothing  # noqa: B018
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_count_is_for_a_terminal_alone(monkeypatch, capsys) -> None:
    from numerals.cli import console
    from numerals.reading import Status

    monkeypatch.setattr(console, "_TALLY_S", 0)
    for tty, wanted, shown in ((True, True, True), (True, False, False), (False, True, False)):
        monkeypatch.setattr(console.sys.stderr, "isatty", lambda tty=tty: tty, raising=False)
        with console.Tally(wanted) as tally:
            tally.add(Status.ACCEPTED)
        assert ("1 pictures" in capsys.readouterr().err) is shown


def test_the_sum_is_told_of_several_pictures_that_were_all_read(capsys) -> None:
    from numerals.cli.console import Tally
    from numerals.reading import Status

    with Tally(False) as tally:
        for status in (Status.REVIEW, Status.ACCEPTED, Status.REVIEW):
            tally.add(status)
    assert capsys.readouterr().err == "3 pictures: 1 accepted, 2 review\n"
    assert tally.total == 3
    with Tally(False) as tally:
        tally.add(Status.ACCEPTED)
    tally = Tally(False)
    for _ in range(2):
        tally.add(Status.ACCEPTED)
    tally.__exit__(KeyboardInterrupt, None, None)
    assert capsys.readouterr().err == ""
