"""Folders of pictures with their truth."""

import pytest

from numerals.data import labelled_folder
from numerals.data.folder import LabelledCell, labelled_pages
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


def test_a_table_of_cells_is_pages(folder):
    lines = ["row,column,file,text,hand", "1,1,a.png,7,1", "1,1,b.jpg,3,0", "2,10,a.png, 12 ,"]
    table(folder, "\n".join(lines))
    first, second = labelled_pages(folder)
    assert (first.path.name, second.path.name) == ("a.png", "b.jpg")
    assert first.cells == (LabelledCell(1, 1, "7", True), LabelledCell(2, 10, "12"))
    assert second.cells == (LabelledCell(1, 1, "3", False),)


@pytest.mark.parametrize("text", ["file,text\na.png,7\n", "file,text,row\na.png,7,3\n"])
def test_what_gives_no_places_is_no_page(folder, text):
    table(folder, text)
    assert labelled_pages(folder) == []
    assert labelled_folder(folder)[0].text == "7"


def test_sub_folders_are_no_pages(folder):
    assert labelled_pages(folder) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a.png,0,1,7,1", "0,1 as a place on a.png"),
        ("a.png,1,A,7,1", "1,A as a place on a.png"),
        ("a.png,1,1.0,7,1", "counted from 1"),
        ("a.png,,,7,1", "counted from 1"),
        ("a.png,1,1,7,yes", "hand is 1 for handwritten or 0 for printed, not yes"),
        ("none.png,1,1,7,1", "none.png, which is not there"),
        ("a.png,1", "no text for a.png"),
        ("a.png,3,4,7,1\na.png,3,4,8,1", "two texts for row 3, column 4 of a.png"),
    ],
)
def test_bad_cells_are_told(folder, line, said):
    table(folder, f"file,row,column,text,hand\n{line}\n")
    with pytest.raises(MissingDataError, match=said):
        labelled_pages(folder)
