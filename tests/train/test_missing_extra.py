"""Without the training extra: exit code 4 and the line to type, whatever is missing."""

import os
import subprocess
import sys

import pytest

BLOCKED = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCK:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

BLOCK = sys.argv.pop(1).split(",")
sys.meta_path.insert(0, Block())
from numerals.cli import main
main()
"""


def run(blocked, *words, cwd):
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, blocked, *words],
        cwd=cwd,
        env={**os.environ, "NUMERALS_CACHE_DIR": str(cwd / "cache")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("words", [["train"], ["export", "model.h5"]], ids=["train", "export"])
def test_without_the_extra(words, tmp_path):
    (tmp_path / "model.h5").touch()
    everything = "keras,tensorflow,matplotlib,onnx,tf2onnx,sklearn,h5py"
    done = run(everything, *words, cwd=tmp_path)
    assert done.returncode == 4, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "numerals: Training needs packages that are not installed (keras). "
        'Type:  pip install "numerals[train]"'
    ]
    assert [p.name for p in tmp_path.iterdir()] == ["model.h5"]  # nothing was fetched or begun


@pytest.mark.train
def test_a_backend_alone_may_be_missing(keras, tmp_path):
    done = run("tensorflow", "train", cwd=tmp_path)
    assert done.returncode == 4
    assert "(tensorflow)" in done.stderr


@pytest.mark.train
@pytest.mark.parametrize("name", ["matplotlib", "onnx", "tf2onnx"])
def test_what_a_run_ends_with_is_looked_for_before_it_begins(keras, command, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    code, out, err = command("train")
    assert (code, out) == (4, "")
    assert f"({name})" in err
