"""PDF: how many pages it has, and one of them as pixels.

PDFium draws them, because it is what browsers show PDFs with, and comes as a wheel everywhere.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from numerals.errors import LockedError, NoSuchPageError, PictureError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

#: A page is drawn with this longer side, in pixels: 260 dpi for A4.
LONGER_SIDE = 3000
#: A small page is drawn no finer than this, in pixels a point (1/72 inch): 600 dpi.
_FINEST = 600 / 72
#: A file is a PDF if this stands among its first kilobyte, whatever a printer put before it.
_MARK = b"%PDF-"
#: So begin the pictures that Pillow reads, which may mention a PDF.
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"BM",
    b"RIFF",
    b"GIF8",
)
#: PDFium is not safe to use from two threads.
_LOCK = Lock()


def is_pdf(head: bytes) -> bool:
    """Tell by its first kilobyte whether a file is a PDF."""
    return _MARK in head[:1024] and not head.startswith(_PICTURES)


def count_pages(file: str | bytes) -> int:
    """Count the pages of a PDF, a path or the file's bytes; at least 1.

    Raises:
        LockedError: It wants a password.
        PictureError: It is broken, or has no pages.
    """
    with _opened(file) as document:
        return len(document)


def draw_page(file: str | bytes, number: int) -> tuple[NDArray[np.uint8], int]:
    """Draw one page of a PDF.

    Args:
        file: A path, or the file's bytes.
        number: Of the page, from 1.

    Returns:
        uint8 (h, w, 3) RGB on white paper, the longer side at most `LONGER_SIDE`, and how many
        pages there are.

    Raises:
        NoSuchPageError: The PDF has fewer pages.
        LockedError: It wants a password.
        PictureError: It, or the page, is broken.
    """
    with _opened(file) as document:
        if not 1 <= number <= len(document):
            raise NoSuchPageError(number, len(document))
        try:
            document.init_forms()
            page = document[number - 1]
            longer = max(page.get_size())
            if not longer > 0:
                raise PictureError("the PDF's page has no size")
            bitmap = page.render(scale=min(LONGER_SIDE / longer, _FINEST), rev_byteorder=True)
            pixels: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3].copy()
        except (RuntimeError, ValueError, OSError) as error:
            raise PictureError(f"page {number} of the PDF is broken: {error}") from None
        return pixels, len(document)


@contextmanager
def _opened(file: str | bytes) -> Iterator[Any]:
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as error:
            if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise LockedError from None
            raise PictureError("the PDF is broken: it cannot be opened") from None
        try:
            if len(document) < 1:
                raise PictureError("the PDF has no pages")
            yield document
        finally:
            document.close()
