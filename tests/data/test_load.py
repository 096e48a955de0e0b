"""Data sets of any symbols, from folders of pictures, idx files and npz."""

import numpy as np
import pytest

from numerals.data.dataset import LEAST, TEST_SHARE
from numerals.data.load import load
from numerals.data.names import in_order
from numerals.data.sources import to_idx
from numerals.errors import MissingDataError
from tests.symbols import NAMES, write_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_folder(tmp_path_factory.mktemp("set") / "symbols", 20)


@pytest.fixture
def told():
    return []


def arrays(n=40, classes=2):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (n, 28, 28), np.uint8)
    return images, (np.arange(n) % classes).astype(np.uint8)


def test_names_are_sorted_numbers_first_and_composed():
    assert in_order(["b", "10", "9", "९", "e\u0301", "a", "2"]) == (
        "2",
        "9",
        "९",
        "10",
        "a",
        "b",
        "é",
    )
    assert in_order(NAMES[::-1]) == NAMES


def test_sub_folders_are_classes_and_a_share_is_held_back_whatever_the_seed(folder, told):
    found = load(str(folder), None, told.append)
    assert found.classes == NAMES
    assert len(found.test.labels) == len(NAMES) * round(20 * TEST_SHARE)
    assert len(found.train.labels) + len(found.test.labels) == 20 * len(NAMES)
    assert found.train.images.shape[1:] == (28, 28)
    assert found.train.images.dtype == np.uint8
    assert any("held back to be examined by" in line for line in told)
    again = load(str(folder), None, told.append)
    assert again.facts() == found.facts()
    # As MNIST has it: white ink on black, its mass in the middle.
    assert np.median(found.train.images) == 0
    assert (found.train.images.reshape(-1, 784).max(axis=1) == 255).all()


def test_what_cannot_be_read_is_told_and_left_out(tmp_path, told):
    folder = write_folder(tmp_path / "some", LEAST, NAMES[:2])
    (folder / "10" / "broken.png").write_bytes(b"no picture")
    found = load(str(folder), None, told.append)
    assert any(line.startswith("left out: ") and "broken.png" in line for line in told)
    assert found.notes[0] == "1 of 21 pictures left out"


def test_a_table_names_the_classes_too(folder, tmp_path, told):
    rows = ["file,text"]
    for name in NAMES:
        rows += [f"{folder / name / f'{i:03}.png'},letter {name}" for i in range(LEAST)]
    rows.append(f"{folder / 'ring' / '000.png'},")  # nothing to read: no class
    (tmp_path / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = load(str(tmp_path), None, told.append)
    assert found.classes == in_order(f"letter {name}" for name in NAMES)
    assert len(found.train.labels) + len(found.test.labels) == LEAST * len(NAMES)


def test_folders_called_train_and_test_are_the_halves(tmp_path, told):
    write_folder(tmp_path / "train", LEAST, NAMES[:2])
    write_folder(tmp_path / "test", 3, NAMES[1:3])
    with pytest.raises(MissingDataError, match=r"too few pictures of ring \(3\)"):
        load(str(tmp_path), None, told.append)
    write_folder(tmp_path / "train" / "more", LEAST, NAMES[2:3])
    (tmp_path / "train" / "more" / "ring").rename(tmp_path / "train" / "ring")
    found = load(str(tmp_path), None, told.append)
    assert (len(found.train.labels), len(found.test.labels)) == (3 * LEAST, 6)
    assert found.classes == NAMES[:3]


def test_npz_is_taken_as_it_is(tmp_path, told):
    images, labels = arrays()
    np.savez(
        tmp_path / "a.npz", x_train=images, y_train=labels + 3, x_test=images, y_test=labels + 3
    )
    found = load(str(tmp_path / "a.npz"), None, told.append)
    assert found.classes == ("3", "4")
    assert np.array_equal(found.train.images, images)
    assert np.array_equal(found.test.labels, labels)
    np.savez(tmp_path / "b.npz", x=images, y=np.array(["ب", "ا"])[labels])
    found = load(str(tmp_path / "b.npz"), None, told.append)
    assert found.classes == ("ا", "ب")
    assert len(found.test.labels) == 6
    np.savez(tmp_path / "c.npz", x=images, y=labels, classes=np.array(["no", "yes"]))
    assert load(str(tmp_path / "c.npz"), None, told.append).classes == ("no", "yes")


def test_idx_files_with_names(tmp_path, told):
    images, labels = arrays(60, 3)
    for half in ("train", "t10k"):
        (tmp_path / f"{half}-images-idx3-ubyte").write_bytes(to_idx(images))
        (tmp_path / f"{half}-labels-idx1-ubyte").write_bytes(to_idx(labels))
    assert load(str(tmp_path), None, told.append).classes == ("0", "1", "2")
    (tmp_path / "classes.txt").write_text("ka\nkha\nga\n", encoding="utf-8")
    found = load(str(tmp_path), None, told.append)
    assert found.classes == ("ka", "kha", "ga")
    assert set(found.facts()["files"]) == {p.name for p in tmp_path.glob("*ubyte")}


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"x": np.zeros((20, 32, 32), np.uint8), "y": np.zeros(20, int)}, "28×28"),
        ({"x": np.zeros((20, 28, 28)), "y": np.zeros(20, int)}, "uint8"),
        ({"x": np.zeros((20, 28, 28), np.uint8), "y": np.zeros(19, int)}, "one label for each"),
        ({"x": np.zeros((20, 28, 28), np.uint8), "y": np.zeros(20)}, "whole numbers or texts"),
        ({"x": np.zeros((20, 28, 28), np.uint8), "y": np.zeros(20, int)}, "but one class"),
        ({"pictures": np.zeros(3)}, "needs the arrays"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, told, held, said):
    np.savez(tmp_path / "a.npz", **held)
    with pytest.raises(MissingDataError, match=said):
        load(str(tmp_path / "a.npz"), None, told.append)


def test_what_is_not_there_lists_the_names(tmp_path, told):
    with pytest.raises(MissingDataError, match=r"no such data set, folder or file: mnst .*kmnist"):
        load("mnst", None, told.append)
