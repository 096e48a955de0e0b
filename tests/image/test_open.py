"""Every kind of picture opens to the same pixels; every kind of rubbish has its own message."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from examples.make import draw
from numerals.errors import NotAPictureError, PictureError, SourceError, TooLargeError
from numerals.image.open import MAX_PIXELS, open_picture

SEVEN = draw("7")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises width × height pixels and holds next to none."""

    def chunk(name: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + crc

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF"])
def test_lossless_formats_give_the_pixels_back(kind: str) -> None:
    picture = open_picture(encoded(Image.fromarray(SEVEN), kind))
    grey = picture.pixels if picture.pixels.ndim == 2 else picture.pixels[..., 0]
    np.testing.assert_array_equal(grey, SEVEN)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_lossy_formats_stay_close(kind: str) -> None:
    pixels = open_picture(encoded(Image.fromarray(SEVEN), kind, quality=95)).pixels
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    assert np.abs(grey.astype(float) - SEVEN).mean() < 3


@pytest.mark.parametrize("kind", ["GIF", "TIFF"])
def test_a_pil_image_is_the_page_that_it_is_turned_to(kind: str) -> None:
    pages = [Image.fromarray(draw(digit)) for digit in "72"]
    data = encoded(pages[0], kind, save_all=True, append_images=pages[1:])
    with Image.open(io.BytesIO(data)) as image:
        first = open_picture(image)
        image.seek(1)
        second = open_picture(image)
    assert [(p.page, p.frames) for p in (first, second)] == [(1, 2), (2, 1)]
    pixels = second.pixels if second.pixels.ndim == 2 else second.pixels[..., 0]
    np.testing.assert_array_equal(pixels, draw("2"))


def test_all_kinds_of_sources_are_one(tmp_path) -> None:
    data = encoded(Image.fromarray(SEVEN), "PNG")
    path = tmp_path / "seven.png"
    path.write_bytes(data)
    sources = [str(path), path, data, bytearray(data), io.BytesIO(data)]
    sources += [SEVEN, Image.fromarray(SEVEN), SEVEN[..., None]]
    for source in sources:
        np.testing.assert_array_equal(open_picture(source).pixels, SEVEN)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exif_orientation_is_undone(orientation: int, kind: str) -> None:
    undo = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: a.T,
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a.T, 2),
        8: lambda a: np.rot90(a, -1),
    }
    stored = Image.fromarray(np.ascontiguousarray(undo[orientation](SEVEN)))
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if kind == "WEBP" else {}
    pixels = open_picture(encoded(stored, kind, exif=exif, quality=95, **options)).pixels
    grey = pixels if pixels.ndim == 2 else pixels[..., 0]
    assert grey.shape == SEVEN.shape
    assert np.abs(grey.astype(float) - SEVEN).mean() < 3


@pytest.mark.parametrize("level", [0, 255])
def test_ink_on_nothing_is_seen_whatever_its_colour(level: int) -> None:
    rgba = np.full((*SEVEN.shape, 4), level, np.uint8)
    rgba[..., 3] = 255 - SEVEN
    pixels = open_picture(encoded(Image.fromarray(rgba), "PNG")).pixels
    assert int(pixels.max()) - int(pixels.min()) > 200


def test_big_endian_sixteen_bits_are_no_blank_paper() -> None:
    deep = SEVEN.astype(">u2") * 257
    image = Image.frombytes("I;16B", SEVEN.shape[::-1], deep.tobytes())
    for source in (image, deep, encoded(image, "TIFF")):
        assert np.abs(open_picture(source).pixels.astype(int) - SEVEN).max() <= 1


def test_alpha_is_laid_on_paper_in_strips_as_in_one_piece() -> None:
    rng = np.random.default_rng(0)
    rgba = rng.integers(0, 256, (700, 5, 4)).astype(np.uint8)
    alpha = rgba[..., 3:].astype(float) / 255
    light = (rgba[..., :3] * alpha).sum() / 3
    paper = 0 if light > 127.5 * alpha.sum() else 255
    wanted = np.rint(rgba[..., :3] * alpha + paper * (1 - alpha))
    assert np.abs(open_picture(rgba).pixels - wanted).max() <= 1
    rgba[..., 3] = 255
    np.testing.assert_array_equal(open_picture(rgba).pixels, rgba[..., :3])


@pytest.mark.parametrize("thing", [None, 7, ["a.png"], object()])
def test_what_is_no_source_is_said(thing: object) -> None:
    with pytest.raises(SourceError, match="is no picture: give a path"):
        open_picture(thing)  # type: ignore[arg-type]


def test_a_closed_file_and_a_memoryview() -> None:
    closed = io.BytesIO(b"x")
    closed.close()
    with pytest.raises(SourceError, match="closed file"):
        open_picture(closed)
    data = encoded(Image.fromarray(SEVEN), "PNG")
    np.testing.assert_array_equal(open_picture(memoryview(data)).pixels, SEVEN)  # type: ignore[arg-type]


def test_wholly_transparent_is_blank_paper() -> None:
    assert open_picture(np.zeros((5, 5, 4), np.uint8)).pixels.min() == 255


def test_sixteen_bits_keep_their_range() -> None:
    deep = SEVEN.astype(np.uint16) * 257
    for kind in ("PNG", "TIFF"):
        pixels = open_picture(encoded(Image.fromarray(deep), kind)).pixels
        assert np.abs(pixels.astype(int) - SEVEN).max() <= 1


@pytest.mark.parametrize("mode", ["1", "P", "CMYK", "LA", "RGBA", "YCbCr", "I", "F", "PA"])
def test_every_mode_shows_the_digit(mode: str) -> None:
    image = Image.fromarray(np.where(SEVEN < 128, np.uint8(20), np.uint8(245)))
    if mode in ("CMYK", "YCbCr"):
        image = image.convert("RGB")
    image = image.convert(mode, dither=Image.Dither.NONE)
    pixels = open_picture(image).pixels
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    assert np.corrcoef(grey.ravel(), SEVEN.ravel())[0, 1] > 0.9


def test_cmyk_jpeg_and_palette_with_transparency() -> None:
    cmyk = Image.fromarray(SEVEN).convert("RGB").convert("CMYK")
    assert open_picture(encoded(cmyk, "JPEG")).pixels.mean() > 150
    palette = Image.fromarray(SEVEN).quantize(4)
    data = encoded(palette, "PNG", transparency=0)
    assert open_picture(data).pixels.shape[:2] == SEVEN.shape


def test_animated_gif_gives_the_first_frame_and_the_count() -> None:
    first, second = Image.fromarray(SEVEN), Image.fromarray(255 - SEVEN)
    picture = open_picture(encoded(first, "GIF", save_all=True, append_images=[second]))
    assert picture.frames == 2
    grey = picture.pixels if picture.pixels.ndim == 2 else picture.pixels[..., 0]
    np.testing.assert_array_equal(grey, SEVEN)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", PictureError, "empty"),
        (b"hello, this is text\n", NotAPictureError, "this is text"),
        (b"%PDF-1.7 \0 ...", PictureError, "the PDF is broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", NotAPictureError, "HEIC"),
        (b"\x7fELF\0\0\0\0", NotAPictureError, "not a picture"),
        (encoded(Image.fromarray(SEVEN), "JPEG")[:-200], PictureError, "broken"),
        (encoded(Image.fromarray(SEVEN), "PNG")[:300], PictureError, "broken"),
        (png_header(40_000, 40_000), TooLargeError, "limit is 50 million"),
        (png_header(12_000, 9_000), TooLargeError, "far too many pixels; the limit is 50 million"),
        (png_header(8_000, 7_000), TooLargeError, "8000 × 7000"),
    ],
)
def test_rubbish_is_named(data: bytes, error: type[PictureError], words: str) -> None:
    with pytest.raises(error, match=words):
        open_picture(data)


def test_fifty_megapixels_pass_the_bound() -> None:
    with pytest.raises(PictureError, match="broken"):
        open_picture(png_header(MAX_PIXELS // 5000, 5000))


def test_paths_that_cannot_be_read(tmp_path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        open_picture(tmp_path / "nowhere.png")
    with pytest.raises(SourceError, match="folder"):
        open_picture(tmp_path)
    with pytest.raises(SourceError, match="cannot read"):
        open_picture("a\0b.png")
    with pytest.raises(SourceError, match="mode 'rb'"):
        open_picture(io.StringIO("text"))


def test_no_permission_is_said(tmp_path, monkeypatch) -> None:
    import builtins

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(builtins, "open", refuse)
    with pytest.raises(SourceError, match="no permission"):
        open_picture(tmp_path / "locked.png")


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((3, 4, 2), np.uint8), "shape"),
        (np.zeros(5, np.uint8), "shape"),
        (np.zeros((0, 5), np.uint8), "no pixels"),
        (np.full((3, 3), np.nan), "finite"),
        (np.full((3, 3), 7.5), "reach from"),
        (np.full((3, 3), -1), "reach from"),
        (np.full((3, 3), 1j), "complex128 is no picture"),
        (np.full((3, 3), "a"), "is no picture"),
    ],
)
def test_arrays_that_are_no_pictures(array: np.ndarray, words: str) -> None:
    with pytest.raises(PictureError, match=words):
        open_picture(array)


def test_number_types_agree() -> None:
    for same in (SEVEN / 255, SEVEN.astype(np.int64), SEVEN.astype(np.uint16) * 256):
        assert np.abs(open_picture(same).pixels.astype(int) - SEVEN).max() <= 1
    np.testing.assert_array_equal(open_picture(SEVEN > 128).pixels, (SEVEN > 128) * 255)


@given(arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_png_round_trip(pixels: np.ndarray) -> None:
    np.testing.assert_array_equal(
        open_picture(encoded(Image.fromarray(pixels), "PNG")).pixels, pixels
    )


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0", b"\xff\xd8\xff\xe0", b"RIFF"]
    ),
)
def test_no_bytes_raise_anything_else(tail: bytes, head: bytes) -> None:
    with contextlib.suppress(PictureError):
        assert open_picture(head + tail).pixels.size
