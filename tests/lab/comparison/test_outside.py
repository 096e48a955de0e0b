"""Pictures of other kinds: spoilt, shrunk, and a person's own."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from numerals.errors import MissingDataError
from numerals.lab.comparison.corruptions import CORRUPTIONS, corrupt
from numerals.lab.comparison.outside import UNFOUND, folder_set, outside_sets, usps_like
from numerals.lab.comparison.source import load_comparison_data
from tests.data.fake import digits, make_parts

CLASSES = tuple("0123456789")


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corruption_spoils_copies_always_alike(name: str) -> None:
    images, _ = digits(30, 1)
    before = images.copy()
    spoilt = corrupt(images, name, 3)
    assert spoilt.shape == images.shape
    assert spoilt.dtype == np.uint8
    assert (images == before).all()
    assert (spoilt == corrupt(images, name, 3)).all()
    assert (spoilt != images).any(axis=(1, 2)).all(), "some picture is as it was"
    # Something of each digit is left to be read.
    assert (spoilt.max(axis=(1, 2)).astype(int) - spoilt.min(axis=(1, 2)) > 60).all()


def test_there_are_the_papers_fifteen() -> None:
    assert len(CORRUPTIONS) == 15
    assert corrupt(np.zeros((0, 28, 28), np.uint8), "fog").shape == (0, 28, 28)


def test_usps_like_digits_are_smaller_and_anywhere() -> None:
    images, _ = digits(50, 1)
    small = usps_like(images)
    assert (small.sum(axis=(1, 2)) < 0.5 * images.sum(axis=(1, 2))).all()
    corners = {cv2.boundingRect((i > 100).view(np.uint8))[:2] for i in small}
    assert len(corners) > 20


def test_all_sets_have_names_of_their_own() -> None:
    images, labels = digits(10, 1)
    names = [s.name for s in outside_sets(images, labels.astype(np.int64), [], CLASSES)]
    assert names[:2] == ["usps-like", "corrupted/shot-noise"]
    assert len(set(names)) == 16


def ink_on_paper(folder: Path, count: int = 20) -> None:
    """A labelled folder of digits on paper, and a blank sheet said to show a 3."""
    images, labels = digits(count, 5)
    rows = ["file,text"]
    for i, (image, label) in enumerate(zip(images, labels, strict=True)):
        image[image < 200] = 0
        cv2.imwrite(str(folder / f"{i}.png"), 255 - cv2.resize(image, (84, 84)))
        rows.append(f"{i}.png,{label}")
    cv2.imwrite(str(folder / "blank.png"), np.full((60, 60), 255, np.uint8))
    rows.append("blank.png,3")
    (folder / "labels.csv").write_text("\n".join(rows), encoding="utf-8")


def test_a_folder_is_framed_and_a_blank_sheet_is_never_read_rightly(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    ink_on_paper(folder)
    found = folder_set(folder, CLASSES)
    assert found.name == "wild/mine"
    assert found.labels.tolist() == [i % 10 for i in range(20)] + [UNFOUND]
    assert found.images.shape == (21, 28, 28)
    assert (found.images[:20].max(axis=(1, 2)) > 200).all()
    with pytest.raises(MissingDataError, match="none of the classes a, b"):
        folder_set(folder, ("a", "b"))


def test_a_folder_of_ones_own_is_learnt_from_as_training_loads_it(tmp_path: Path) -> None:
    ink_on_paper(tmp_path, 100)
    said: list[str] = []
    data = load_comparison_data(str(tmp_path), None, said.append)
    assert any("1 of 101 pictures left out" in words for words in said)
    assert data.classes == CLASSES
    assert data.images.shape[1:] == (28, 28)
    assert len(data.labels) + len(data.test_labels) == 100
    assert 10 <= len(data.test_labels) <= 20


def test_idx_files_keep_their_halves(tmp_path: Path) -> None:
    for name, content in make_parts(100, 20).items():
        (tmp_path / name).write_bytes(content)
    data = load_comparison_data(str(tmp_path), None)
    assert data.classes == CLASSES
    assert (data.images.shape, data.test_images.shape) == ((100, 28, 28), (20, 28, 28))
    assert data.test_name == f"{tmp_path.name} test"


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="no such data set, folder or file"):
        load_comparison_data(str(tmp_path / "nowhere"), None)
    with pytest.raises(MissingDataError, match="fashion-mnist"):
        load_comparison_data("fashion-mnist", tmp_path)
