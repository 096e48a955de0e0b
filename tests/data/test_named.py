"""Named sets: hashes where they are known, else trusted the first time and never again unseen."""

import dataclasses
import gzip

import numpy as np
import pytest

from numerals.data import named as module
from numerals.data.files import sha256
from numerals.data.named import REMEMBERED, SOURCES, named
from numerals.data.sources import to_idx
from numerals.errors import MissingDataError
from tests.data.fake import mnist_module


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(mnist_module.CACHE_VARIABLE, str(tmp_path / "cache"))
    small = {}
    for name, source in SOURCES.items():
        n = len(source.classes)
        small[name] = dataclasses.replace(
            source, sizes=((2 * n, n),), places=(), mirrors=(), hashes=None
        )
    monkeypatch.setattr(module, "SOURCES", small)
    return tmp_path / "cache"


def write(folder, name, seed=0):
    """Write a set in the shape of a known one, gzipped, and give its pictures."""
    source = module.SOURCES[name]
    rng = np.random.default_rng(seed)
    n = len(source.classes)
    halves = []
    for size in source.sizes[0]:
        images = rng.integers(0, 256, (size, 28, 28), np.uint8)
        halves += [images, (np.arange(size) % n + source.first).astype(np.uint8)]
    folder.mkdir(exist_ok=True)
    for file, array in zip(source.files, halves, strict=True):
        (folder / f"{file}.gz").write_bytes(gzip.compress(to_idx(array)))
    return halves


def test_what_has_the_shape_is_accepted_told_and_remembered(tmp_path, cache):
    x, *_ = write(tmp_path / "given", "kmnist")
    told = []
    found = named("kmnist", tmp_path / "given", told.append)
    assert found.classes[0] == "お"
    assert np.array_equal(found.train.images, x)
    assert "remembered from now on" in told[0]
    assert all(any(hash_ in line for line in told) for hash_ in found.files.values())
    assert found.facts()["files"]["train-images-idx3-ubyte"] == sha256(to_idx(x))
    # Kept: the folder is not needed again, and nothing is said.
    assert named("kmnist", None, pytest.fail).facts() == found.facts()


def test_what_differs_from_the_first_time_is_refused(tmp_path, cache):
    write(tmp_path / "given", "kmnist")
    named("kmnist", tmp_path / "given", lambda _: None)
    write(tmp_path / "other", "kmnist", seed=1)
    with pytest.raises(MissingDataError, match="differ from the files that were accepted"):
        named("kmnist", tmp_path / "other", lambda _: None)
    (cache / "kmnist" / REMEMBERED).unlink()
    named("kmnist", tmp_path / "other", lambda _: None)


def test_emnist_is_turned_upright_and_its_letters_count_from_1(tmp_path):
    x, y, *_ = write(tmp_path / "given", "emnist-letters")
    found = named("emnist-letters", tmp_path / "given", lambda _: None)
    assert np.array_equal(found.train.images[3], x[3].T)
    assert found.classes[found.train.labels[0]] == "A" == chr(ord("@") + y[0])


def test_another_set_under_the_same_file_names_is_named(tmp_path, monkeypatch):
    write(tmp_path / "given", "kmnist")
    hashes = tuple(
        sha256(gzip.decompress((tmp_path / "given" / f"{file}.gz").read_bytes()))
        for file in module.SOURCES["kmnist"].files
    )
    fashion = dataclasses.replace(module.SOURCES["fashion-mnist"], hashes=hashes)
    monkeypatch.setitem(module.SOURCES, "fashion-mnist", fashion)
    with pytest.raises(MissingDataError, match="is that of Fashion-MNIST"):
        named("kmnist", tmp_path / "given", lambda _: None)
    assert named("fashion-mnist", tmp_path / "given", pytest.fail).classes[9] == "Ankle boot"


def test_a_wrong_hash_and_a_wrong_shape_are_told(tmp_path, monkeypatch):
    write(tmp_path / "given", "kmnist")
    wrong = dataclasses.replace(module.SOURCES["kmnist"], hashes=("0" * 64,) * 4)
    monkeypatch.setitem(module.SOURCES, "kmnist", wrong)
    with pytest.raises(MissingDataError, match="wrong SHA-256"):
        named("kmnist", tmp_path / "given", lambda _: None)
    monkeypatch.setitem(
        module.SOURCES, "kmnist", dataclasses.replace(wrong, hashes=None, sizes=((60_000, 10_000),))
    )
    with pytest.raises(MissingDataError, match=r"20 \+ 10 pictures, not 60,000 \+ 10,000"):
        named("kmnist", tmp_path / "given", lambda _: None)


def test_without_a_source_it_says_which_files_to_put_where(cache):
    with pytest.raises(MissingDataError) as error:
        named("emnist-digits", None, lambda _: None)
    said = str(error.value)
    assert "emnist-digits-train-images-idx3-ubyte.gz" in said
    assert str(cache / "emnist-digits") in said
    assert "--data-dir" in said
    assert "NIST" in said
