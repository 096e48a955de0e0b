"""Small runs: 600 printed digits, so few that an epoch takes a second at most."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from numerals import cli
from numerals.data.files import keep
from numerals.errors import MissingExtraError
from tests.data.fake import hashes, make_parts, mnist_module
from tests.train.small import small_mnist

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items):
    """Let Keras convert TensorFlow's tensors in the way that NumPy 2 frowns upon."""
    frown = "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(frown))


class Silent:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.rows, self.best, self.done = [], [], None

    def on_start(self, arguments, steps, done):
        self.steps, self.done = steps, list(done)

    def on_step(self, epoch, step, loss, accuracy):
        assert 1 <= step <= self.steps

    def on_epoch(self, row, best):
        self.rows.append(row)
        self.best.append(best)


def history(folder: Path) -> list[dict[str, str]]:
    """Read history.csv as text, without the seconds: equal runs have equal text."""
    with (folder / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert float(row.pop("seconds")) > 0
    return rows


def read_json(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def keras():
    """Keras, loaded once for the session."""
    from numerals.train.backend import load_keras, require_extra

    try:
        require_extra()
    except MissingExtraError as error:
        pytest.skip(str(error))
    return load_keras()


@pytest.fixture(scope="session")
def data():
    return small_mnist()


@pytest.fixture(scope="session")
def undisturbed(keras, data, tmp_path_factory):
    """Give the folder of a whole run with these arguments; each is run once a session."""
    from numerals.train import fit
    from numerals.train.recipes import Arguments

    runs = {}

    def run(**arguments) -> Path:
        asked = Arguments(**arguments)
        if asked not in runs:
            runs[asked] = tmp_path_factory.mktemp("runs") / "undisturbed"
            fit.train(asked, data, runs[asked], Silent())
        return runs[asked]

    return run


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run the command line in this process: exit code, stdout, stderr."""
    parts = make_parts()
    monkeypatch.setenv(mnist_module.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(mnist_module, "PARTS", hashes(parts))
    keep(mnist_module.cache_dir(), parts)
    monkeypatch.chdir(tmp_path)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["numerals", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return (int(ended.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def process(tmp_path):
    """Start the command line as a process of its own, with the small MNIST."""
    started = []

    def start(*words, **variables):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SMALL_CACHE": str(tmp_path)}
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.train.small", *map(str, words)],
            cwd=ROOT,
            env={**environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(child)
        return child

    yield start
    for child in started:
        if child.poll() is None:
            child.kill()
        child.communicate()
