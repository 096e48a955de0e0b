"""Documents: pages in order, each under its name; what is wrong is said where it is read."""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from examples.make import draw
from numerals.errors import LockedError, NoSuchPageError, NumeralsError, PictureError, SourceError
from numerals.image import pdf as pdf_module
from numerals.image.document import Page, name_of, pages
from numerals.image.open import open_picture
from numerals.reader import Reader
from tests.papers import LOCKED, NO_PAGES, paper, sized

PDF, TIFF = paper("123", "PDF"), paper("123", "TIFF")


@pytest.mark.parametrize(("name", "data"), [("scan.pdf", PDF), ("scan.tif", TIFF)])
def test_each_page_is_a_source_of_its_own(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    wanted = [f"{path}#{i}" for i in (1, 2, 3)]
    reader = Reader(expect="digit")
    for source in (path, str(path)):
        found = list(pages(source))
        assert [name_of(page) for page in found] == wanted
        assert [open_picture(page).page for page in found] == [1, 2, 3]
        assert [reader.read(page).text for page in found] == list("123")
    assert [reader.read(spelled).text for spelled in wanted] == list("123")
    # What is given as pages already stays as it is.
    assert [name_of(again) for page in found for again in pages(page)] == wanted
    assert list(pages(wanted[1])) == [wanted[1]]


def test_pages_of_what_is_held_in_memory() -> None:
    stream = io.BytesIO(PDF)
    stream.name = "<stdin>"
    assert [name_of(page) for page in pages(stream)] == ["<stdin>#1", "<stdin>#2", "<stdin>#3"]
    assert [name_of(page) for page in pages(TIFF)] == ["<bytes>#1", "<bytes>#2", "<bytes>#3"]
    assert "1234" not in repr(Page(b"1234", 1, "a"))


def test_without_a_page_the_first_is_read_with_a_doubt() -> None:
    for data in (PDF, TIFF):
        picture = open_picture(data)
        assert (picture.frames, picture.page) == (3, 1)
        reading = Reader(expect="digit").read(data)
        assert reading.text == "1"
        assert "holds 3" in reading.reason
    assert open_picture(Page(PDF, 2, "a")).frames == 1


def test_one_page_keeps_its_name(tmp_path: Path) -> None:
    for name, data in (("a.pdf", paper("7", "PDF")), ("a.tif", paper("7", "TIFF"))):
        path = tmp_path / name
        path.write_bytes(data)
        assert list(pages(path)) == [path]
        assert open_picture(f"{path}#1").page == 1


def test_an_animation_has_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    first, second = Image.fromarray(draw("7")), Image.fromarray(draw("1"))
    first.save(path, save_all=True, append_images=[second])
    assert list(pages(path)) == [path]
    assert open_picture(path).frames == open_picture(f"{path}#1").frames == 2
    with pytest.raises(NoSuchPageError, match="no page 2: the file has 1 page"):
        open_picture(f"{path}#2")


def test_a_file_of_that_very_name_wins(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(PDF)
    named = tmp_path / "scan.pdf#2"
    Image.fromarray(draw("9")).save(named, "PNG")
    assert open_picture(named).pixels.shape == draw("9").shape
    named.unlink()
    assert open_picture(named).page == 2


@pytest.mark.parametrize("number", [0, 4, 999_999_999])
def test_a_page_that_is_not_there(tmp_path: Path, number: int) -> None:
    for name, data in (("a.pdf", PDF), ("a.tif", TIFF)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(NoSuchPageError, match="the file has 3 pages, counted from 1"):
            open_picture(f"{tmp_path / name}#{number}")


def test_a_page_of_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no such file: .*none\.pdf#2"):
        open_picture(tmp_path / "none.pdf#2")
    with pytest.raises(SourceError, match="no such file"):
        open_picture(f"{tmp_path}#2")


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (LOCKED, LockedError, "locked with a password; save it without one"),
        (NO_PAGES, PictureError, "PDF"),
        (PDF[: len(PDF) // 3], PictureError, "the PDF is broken"),
        (b"%PDF-1.4", PictureError, "the PDF is broken"),
    ],
)
def test_what_is_wrong_with_a_pdf_is_said_where_it_is_read(
    data: bytes, error: type[NumeralsError], words: str
) -> None:
    (page,) = pages(data)
    with pytest.raises(error, match=words):
        open_picture(page)


def test_a_page_that_cannot_be_drawn_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    def refuse(*_: object, **__: object) -> None:
        raise pypdfium2.PdfiumError("Failed to load page.")

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", refuse)
    with pytest.raises(PictureError, match="page 2 of the PDF is broken: Failed to load page"):
        open_picture(Page(PDF, 2, "a"))


@pytest.mark.parametrize(
    ("size", "shape"),
    [((842, 595), (2120, 3000)), ((14_400, 1), (1, 3000)), ((20, 20), (167, 167)),
     ((0.001, 0.001), (1, 1))],
)  # fmt: skip
def test_a_page_is_drawn_as_large_as_is_good(size: tuple, shape: tuple[int, int]) -> None:
    pixels = open_picture(sized(*size)).pixels
    assert pixels.shape == (*shape, 3)
    assert pixels.min() == 255  # on white paper


def test_a_pdf_is_known_by_its_mark_and_pictures_are_not() -> None:
    assert pdf_module.is_pdf(b"\n\n" + PDF)
    assert open_picture(b"\n\n" + PDF).frames == 3
    out = io.BytesIO()
    Image.fromarray(draw("7")).save(out, "PNG")
    assert not pdf_module.is_pdf(out.getvalue()[:100] + b"%PDF-1.4")


def test_what_cannot_be_read_fails_later(tmp_path: Path) -> None:
    closed = io.BytesIO(b"x")
    closed.close()
    for source in (closed, tmp_path / "none.png", tmp_path, "a\0b", "", 7, io.StringIO("text")):
        (same,) = pages(source)  # type: ignore[arg-type]
        with pytest.raises(SourceError):
            open_picture(same)
    array = np.zeros((3, 3), np.uint8)
    assert list(pages(array)) == [array]


@given(st.binary(max_size=300), st.sampled_from([b"%PDF-1.4\n", b"II*\0", b"MM\0*", PDF[:400]]))
def test_no_bytes_raise_anything_else(tail: bytes, head: bytes) -> None:
    for page in pages(head + tail):
        with contextlib.suppress(PictureError):
            assert open_picture(page).pixels.size


def test_two_threads_may_draw_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda i: open_picture(Page(PDF, i % 3 + 1, "a")).page, range(12))
    assert list(found) == [i % 3 + 1 for i in range(12)]


def test_a_path_of_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.pdf")
    try:
        Path(path).write_bytes(PDF)
    except OSError:
        pytest.skip("this system allows no such names")
    assert [open_picture(page).page for page in pages(path)] == [1, 2, 3]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("data", [PDF, paper("7", "PDF")])
def test_a_pipe_is_read_once(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(data,), daemon=True)
    writer.start()
    found = [page for once in pages(path) for page in pages(once)]
    writer.join(10)
    assert [name_of(page).removeprefix(str(path)) for page in found] in ([""], ["#1", "#2", "#3"])
    texts = [reading.text for reading in Reader(expect="digit").read_many(found)]
    assert texts == (["7"] if len(found) == 1 else list("123"))


class Broken(io.BytesIO):
    """A stream that breaks off once, and is at its end thereafter."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._errors = [error]

    def read(self, size: int | None = -1, /) -> bytes:
        if self._errors:
            raise self._errors.pop()
        return super().read(size)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (http.client.IncompleteRead(b"ab", 5), "IncompleteRead(2 bytes read, 5 more expected)"),
        (RuntimeError(), "RuntimeError"),
        (zlib.error("bad block"), "bad block"),
        (OSError(5, "lost"), "lost"),
    ],
)
def test_a_stream_that_breaks_off_has_its_row(error: Exception, words: str) -> None:
    readings = list(Reader().read_many([Broken(error), draw("7")]))
    assert [reading.status for reading in readings] == ["error", "accepted"]
    assert readings[0].reason.startswith("cannot read the file object: ")
    assert words in readings[0].reason
    assert readings[0].source == "<Broken>"
