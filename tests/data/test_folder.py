"""Folders of pictures with their truth."""

import pytest

from numerals.data import labelled_folder
from numerals.errors import MissingDataError


@pytest.fixture
def folder(tmp_path):
    for name in ("a.png", "b.jpg", "sub/c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"not looked into")
    return tmp_path


def table(folder, text, encoding="utf-8"):
    (folder / "labels.csv").write_bytes(text.encode(encoding))


def found(folder):
    return [(s.path.relative_to(folder).as_posix(), s.text) for s in labelled_folder(folder)]


def test_sub_folders_are_labels_in_order(tmp_path):
    for name in ("7/b.png", "7/a.PNG", "3/x.jpeg", "3/notes.txt", "other/y.png", "²/z.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "5").touch()  # a file, though it is called like a label
    assert found(tmp_path) == [("3/x.jpeg", "3"), ("7/a.PNG", "7"), ("7/b.png", "7")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_in_its_own_order(folder, encoding, end):
    lines = ["file,source,text", "sub/c.png,x, 042 ", "a.png,x,7"]
    table(folder, end.join(lines), encoding)
    assert found(folder) == [("sub/c.png", "042"), ("a.png", "7")]


def test_a_table_comes_before_sub_folders(folder):
    (folder / "1").mkdir()
    (folder / "1" / "d.png").touch()
    table(folder, "file,text\na.png,7\n")
    assert found(folder) == [("a.png", "7")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,text\nnone.png,7\n", "none.png, which is not there"),
        ("file,text\n,7\n", "which is not there"),
        ("file,text\na.png\n", "no text for a.png"),
        ("file,label\na.png,7\n", "needs the columns file,text"),
        ("", "needs the columns file,text"),
        ("file,text\n", "is no labelled folder"),
    ],
)
def test_a_bad_table_is_told(folder, text, said):
    table(folder, text)
    with pytest.raises(MissingDataError, match=said):
        labelled_folder(folder)


def test_an_empty_text_is_nothing_to_read(folder):
    table(folder, "file,text\na.png,\nb.jpg, \nsub/c.png,7\n")
    assert found(folder) == [("a.png", ""), ("b.jpg", ""), ("sub/c.png", "7")]


def test_a_table_in_another_encoding_is_told(folder):
    table(folder, "file,text\nä.png,7\n", "latin-1")
    with pytest.raises(MissingDataError, match="cannot be read"):
        labelled_folder(folder)


def test_an_empty_folder_and_none_at_all(tmp_path):
    with pytest.raises(MissingDataError, match="sub-folders named 0"):
        labelled_folder(tmp_path)
    with pytest.raises(MissingDataError, match="no such folder"):
        labelled_folder(tmp_path / "nowhere")
