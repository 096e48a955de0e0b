"""Samples without digits: a folder, an idx file, or MNIST's other half of one."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pytest

from numerals.data.sources import to_idx
from numerals.errors import MissingDataError
from numerals.lab.samples import NOTHING, Sample, expectation, samples_without_digits

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = np.arange(2 * 5 * 4, dtype=np.uint8).reshape(2, 5, 4)


def test_a_folder_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b.png", "a/7/x.jpg", "a/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = samples_without_digits(tmp_path)
    assert [(s.file, s.truth) for s in found] == [("a/7/x.jpg", NOTHING), ("b.png", NOTHING)]


def test_a_single_picture(tmp_path: Path) -> None:
    path = tmp_path / "photo.JPG"
    path.touch()
    assert samples_without_digits(path) == [Sample("photo.JPG", NOTHING, path)]


@pytest.mark.parametrize("name", ["shirts.gz", "shirts", "t10k-images-idx3-ubyte"])
def test_an_idx_file(tmp_path: Path, name: str) -> None:
    content = to_idx(IMAGES)
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    found = samples_without_digits(tmp_path / name)
    assert [s.file for s in found] == ["picture-00000", "picture-00001"]
    np.testing.assert_array_equal(np.stack([s.source for s in found]), IMAGES)


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_of_a_folder_in_mnists_form_the_test_half(tmp_path: Path, suffix: str) -> None:
    for name, images in (("train", IMAGES[:1]), ("t10k", IMAGES)):
        content = to_idx(images)
        path = tmp_path / f"{name}-images-idx3-ubyte{suffix}"
        path.write_bytes(gzip.compress(content) if suffix else content)
    assert len(samples_without_digits(tmp_path)) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no idx file"),
        (to_idx(IMAGES)[:-1], "does not hold"),
        (to_idx(IMAGES[0, 0]), "its shape is"),
        (to_idx(IMAGES[:0]), "its shape is"),
    ],
)
def test_what_is_none_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(MissingDataError, match=said):
        samples_without_digits(tmp_path / "x")
    (tmp_path / "x.gz").write_bytes(gzip.compress(content)[:-6])
    with pytest.raises(MissingDataError, match="cannot be read as pictures"):
        samples_without_digits(tmp_path / "x.gz")


def test_nowhere_and_nothing(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="no such file or folder"):
        samples_without_digits(tmp_path / "nowhere")
    with pytest.raises(MissingDataError, match="holds no pictures"):
        samples_without_digits(tmp_path)


def test_nothing_is_expected_like_a_single_digit() -> None:
    one, none, two = (Sample("a", truth, b"") for truth in ("1", NOTHING, "12"))
    assert expectation([one, none]) == "digit"
    assert expectation([none, two]) == "number"
