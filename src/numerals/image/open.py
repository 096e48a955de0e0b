"""Open: from a path, bytes, file object, array or PIL image to one upright picture.

Pillow decodes, because it tells a broken file from a whole one and knows a picture's size
before it decodes a pixel. OpenCV fills what is missing of a truncated JPEG with grey.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError

from numerals.errors import (
    NoSuchPageError,
    NotAPictureError,
    NumeralsError,
    PictureError,
    TooLargeError,
)
from numerals.image.document import Source, bytes_of, chosen_page
from numerals.image.pdf import draw_page, is_pdf

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FORMATS", "MAX_PIXELS", "Picture", "Source", "is_picture_path", "open_picture"]

MAX_PIXELS = 50_000_000
_STRIP = 256
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif"})
_ORIENTATION_TAG = 0x0112
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright picture.

    Attributes:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB, h and w at least 1.
        frames: How many frames or pages the file holds where none was chosen: `pixels` is the
            first. 1 where one was.
        page: Number of the page in its file, from 1.
    """

    pixels: NDArray[np.uint8]
    frames: int = 1
    page: int = 1


def open_picture(source: Source) -> Picture:
    """Decode one picture, turn it upright, and lay what is transparent on paper.

    Args:
        source: A path, the bytes of a file, a binary file object, a PIL image, or an array:
            (h, w) grey, (h, w, 3) RGB or (h, w, 4) RGBA; uint8, uint16, booleans, other
            integers in [0, 255], or floats in [0, 1]. `scan.pdf#2` or a `Page` is one page of a
            PDF or TIFF file; without it, that is the first.

    Raises:
        SourceError: The path cannot be read.
        NotAPictureError: The bytes are of no format in `FORMATS` and no PDF, or the array of no
            such shape.
        NoSuchPageError: The file has fewer pages.
        LockedError: The PDF wants a password.
        TooLargeError: More than 50 million pixels.
        PictureError: A known format, but broken.
    """
    if isinstance(source, np.ndarray):
        return Picture(_flatten(_to_uint8(source)))
    data = b""
    try:
        if isinstance(source, Image.Image):
            return _from_pil(source, _turned_to(source))
        page = chosen_page(source)
        number = page.number if page is not None else None
        data = bytes_of(source)
        if is_pdf(data):
            return _from_pdf(data, number)
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return _from_pil(image, number)
    except UnidentifiedImageError:
        raise _unidentified(data) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLargeError(_too_large("far too many")) from None
    except MemoryError:
        raise TooLargeError("the picture does not fit into memory") from None
    except NumeralsError:
        raise
    except Exception as error:  # Pillow's decoders raise whatever a broken file makes them
        raise PictureError(f"the picture is broken: {error or type(error).__name__}") from error


def is_picture_path(path: Path) -> bool:
    """Tell by its suffix whether a file in a folder is taken for a picture."""
    return path.suffix.lower() in SUFFIXES


def _from_pdf(data: bytes, number: int | None) -> Picture:
    pixels, total = draw_page(data, 1 if number is None else number)
    return Picture(pixels, total if number is None else 1, number or 1)


def _from_pil(image: Image.Image, number: int | None = None) -> Picture:
    """Check the size before any pixel is decoded, then decode, orient and flatten."""
    if number is not None and image.tell() != number - 1:
        _turn_to(image, number)
    if image.width * image.height > MAX_PIXELS:
        raise TooLargeError(_too_large(f"{image.width} × {image.height}"))
    # An MPO phone photo counts its preview as a frame; only these formats hold real ones.
    animated = image.format in ("GIF", "WEBP", "PNG") and number in (None, 1)
    many = animated or (image.format == "TIFF" and number is None)
    frames = getattr(image, "n_frames", 1) if many else 1
    image.load()  # turns a TIFF upright by itself, and forgets its orientation
    # Without metadata there is no orientation; asking for it costs more than decoding a digit.
    orientation = image.getexif().get(_ORIENTATION_TAG) if _may_have_exif(image) else None
    if image.mode not in ("L", "RGB", "RGBA") and not image.mode.startswith("I;16"):
        image = _to_plain_mode(image)
    pixels = np.asarray(image)
    if orientation in _TRANSPOSE:
        pixels = np.asarray(Image.fromarray(pixels).transpose(_TRANSPOSE[orientation]))
    return Picture(_flatten(_to_uint8(pixels)), frames, number or 1)


def _turned_to(image: Image.Image) -> int | None:
    """Tell which page its owner turned to, from 1; None for the first, where all begin."""
    place = image.tell()
    return place + 1 if place else None


def _turn_to(image: Image.Image, number: int) -> None:
    """Turn to a page; the frames of an animation are none."""
    total = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if not 1 <= number <= total:
        raise NoSuchPageError(number, total)
    image.seek(number - 1)


def _may_have_exif(image: Image.Image) -> bool:
    if not isinstance(image, ImageFile.ImageFile):
        return bool(image.info.get("exif"))
    return image.format in ("TIFF", "WEBP") or any(
        key in image.info for key in ("exif", "Raw profile type exif", "XML:com.adobe.xmp")
    )


def _to_plain_mode(image: Image.Image) -> Image.Image:
    """Bring palette, CMYK, two-level and other modes to L, RGB or RGBA."""
    if "transparency" in image.info or image.mode in ("PA", "LA", "La", "RGBa"):
        return image.convert("RGBA")
    if image.mode in ("I", "F"):
        values = np.asarray(image, np.float64)
        # 16-bit PNG and TIFF may open as 32-bit integers; floats are [0, 1] by convention.
        top = 1.0 if image.mode == "F" and values.max(initial=0) <= 1 else 65535.0
        top = 255.0 if image.mode == "F" and 1 < values.max(initial=0) <= 255 else top
        return Image.fromarray(np.clip(values * (255.0 / top), 0, 255).round().astype(np.uint8))
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _to_uint8(array: NDArray[Any]) -> NDArray[np.uint8]:
    """Bring a pixel array of any number type to uint8, its range kept."""
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (3, 4)):
        raise NotAPictureError(
            f"an array of shape {array.shape} is no picture: give (h, w), (h, w, 3) or (h, w, 4)"
        )
    if array.size == 0:
        raise PictureError("the picture has no pixels")
    if array.shape[0] * array.shape[1] > MAX_PIXELS:
        raise TooLargeError(_too_large(f"{array.shape[1]} × {array.shape[0]}"))
    if array.dtype == np.uint8:
        return array
    if array.dtype == np.bool_:
        return np.where(array, np.uint8(255), np.uint8(0))
    if array.dtype.kind not in "buif":
        raise NotAPictureError(f"an array of {array.dtype} is no picture")
    if array.dtype.kind == "u" and array.dtype.itemsize == 2:  # whatever its byte order
        return (array >> 8).astype(np.uint8)
    values = array.astype(np.float32)
    if not np.isfinite(values).all():
        raise PictureError("the array holds values that are not finite")
    top = 1.0 if np.issubdtype(array.dtype, np.floating) else 255.0
    if values.min() < 0 or values.max() > top:
        raise PictureError(
            f"the array's values reach from {values.min():g} to {values.max():g}; "
            "give uint8, uint16, bool, integers in 0…255 or floats in 0…1"
        )
    return np.asarray(np.rint(values * (255.0 / top)), np.uint8)


def _flatten(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay RGBA on white or black paper, whichever the visible ink stands out from."""
    if pixels.ndim == 2 or pixels.shape[2] == 3:
        return pixels
    opaque = pixels[:, :, 3].min() == 255
    if opaque:
        return np.ascontiguousarray(pixels[:, :, :3])
    # Strip by strip: as floats, a large picture would take sixteen times its size.
    strips = [slice(top, top + _STRIP) for top in range(0, len(pixels), _STRIP)]
    light = weight = 0.0
    for strip in strips:
        alpha = pixels[strip, :, 3:].astype(np.float32) / 255
        weight += float(alpha.sum())
        light += float((pixels[strip, :, :3] * alpha).sum()) / 3
    paper = 0.0 if light > 127.5 * weight else 255.0
    flat = np.empty((*pixels.shape[:2], 3), np.uint8)
    for strip in strips:
        alpha = pixels[strip, :, 3:].astype(np.float32) / 255
        flat[strip] = np.rint(pixels[strip, :, :3] * alpha + paper * (1 - alpha))
    return flat


def _too_large(size: str) -> str:
    return f"the picture has {size} pixels; the limit is {MAX_PIXELS // 1_000_000} million"


def _unidentified(data: bytes) -> PictureError:
    """Say what bytes are that no decoder knows, as far as they tell."""
    if not data:
        return PictureError("the file is empty")
    return NotAPictureError(_what_it_is(data))


def _what_it_is(data: bytes) -> str:
    known = "PNG, JPEG, TIFF, BMP, WebP, GIF or PDF"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return f"this is a HEIC or AVIF photo, which numerals cannot decode; save it as {known}"
    if b"\0" not in data[:1024]:
        return f"this is text, not a picture; numerals reads {known}"
    return f"this is not a picture that numerals reads ({known})"
