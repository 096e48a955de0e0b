"""Packaged: taken from where it is, kept, and refused when it differs."""

from __future__ import annotations

import zipfile

import pytest

from numerals.data import pip
from numerals.data.files import sha256
from numerals.data.mnist import CACHE_VARIABLE
from numerals.data.packaged import Packaged
from numerals.errors import MissingDataError

CONTENTS = {"one.dat": b"1,2,3" * 99, "two.csv": b"a,b" * 99}
SOURCE = Packaged(
    "digits by feet",
    "feet",
    "some-feet==1.2",
    "some_feet/raw/",
    {name: sha256(content) for name, content in CONTENTS.items()},
    3,
)


@pytest.fixture(autouse=True)
def offline(tmp_path, monkeypatch):
    """An empty cache, and a pip that has no network."""

    def fetch(*_):
        raise OSError("no network")

    monkeypatch.setattr(pip, "fetch", fetch)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))


def given(folder, packed: bool):
    folder.mkdir()
    if not packed:
        for name, content in CONTENTS.items():
            (folder / name).write_bytes(content)
    else:
        path = folder / "some_feet-1.2-py3-none-any.whl"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
            for name, content in CONTENTS.items():
                wheel.writestr(f"some_feet/raw/{name}", content)
    return folder


@pytest.mark.parametrize("packed", [False, True], ids=["files", "wheel"])
def test_a_folder_is_taken_and_kept(tmp_path, packed):
    assert SOURCE.load(given(tmp_path / "given", packed)) == CONTENTS
    assert SOURCE.load() == CONTENTS


@pytest.mark.parametrize("at", [40, 51, -30], ids=["names", "data", "list"])
def test_a_damaged_wheel_is_passed_over(tmp_path, at):
    folder = given(tmp_path / "given", True)
    (wheel,) = folder.iterdir()
    content = bytearray(wheel.read_bytes())
    content[at : at + 8] = b"\xff" * 8
    wheel.write_bytes(content)
    with pytest.raises(MissingDataError, match="no network"):
        SOURCE.load(folder)


def test_another_version_is_passed_over(tmp_path):
    folder = given(tmp_path / "given", True)
    (folder / "some_feet-1.1-py3-none-any.whl").write_bytes(b"")
    assert SOURCE.load(folder) == CONTENTS


def test_they_are_fetched_once_and_kept(monkeypatch):
    asked, said = [], []

    def fetch(package, *names):
        asked.append((package, names))
        return list(CONTENTS.values())

    monkeypatch.setattr(pip, "fetch", fetch)
    assert SOURCE.load(tell=said.append) == CONTENTS
    assert SOURCE.load(tell=said.append) == CONTENTS
    assert asked == [("some-feet==1.2", ("some_feet/raw/one.dat", "some_feet/raw/two.csv"))]
    assert said == [
        f"fetching digits by feet, 3 MB, once; they are kept in {SOURCE.cache_dir()}",
    ]


def test_without_a_network_the_text_says_what_to_do(tmp_path):
    with pytest.raises(MissingDataError, match=r"digits by feet .* no network\nConnect .*data-dir"):
        SOURCE.load(tmp_path / "nowhere")


def test_other_files_are_refused(monkeypatch):
    monkeypatch.setattr(pip, "fetch", lambda _, *names: [b"other"] * len(names))
    with pytest.raises(MissingDataError, match=r"one\.dat has the wrong SHA-256"):
        SOURCE.load()
    assert not SOURCE.cache_dir().exists()


@pytest.mark.parametrize("spoilt", CONTENTS)
def test_a_damaged_cache_is_mended(tmp_path, spoilt):
    folder = given(tmp_path / "given", False)
    SOURCE.load(folder)
    (SOURCE.cache_dir() / spoilt).write_bytes(b"broken off")
    assert SOURCE.load(folder) == CONTENTS
    assert (SOURCE.cache_dir() / spoilt).read_bytes() == CONTENTS[spoilt]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path, monkeypatch):
    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr("numerals.data.files.write_atomically", full)
    assert SOURCE.load(given(tmp_path / "given", False)) == CONTENTS
