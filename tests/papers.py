"""Papers: PDF and TIFF files of drawn digits, and PDFs with which something is wrong."""

from __future__ import annotations

import io

from PIL import Image

from examples.make import draw


def paper(digits: str, kind: str) -> bytes:
    """A file of the kind 'PDF' or 'TIFF' with a page for each digit."""
    first, *others = [Image.fromarray(draw(digit)) for digit in digits]
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=others)
    return out.getvalue()


def _pdf(pages: bytes, *others: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of bare objects: the first is the list of pages."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", pages, *others), 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return data + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        size, trailer, start,
    )  # fmt: skip


NO_PAGES = _pdf(b"<</Type/Pages/Kids[]/Count 0>>")
_ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
#: Locked with a password that nobody knows.
LOCKED = _pdf(
    _ONE,
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
    trailer=b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
    % (b"41" * 32, b"42" * 32),
)


def sized(width: float, height: float) -> bytes:
    """A PDF with one empty page of this size, in points."""
    box = b"[0 0 %f %f]" % (width, height)
    return _pdf(_ONE, b"<</Type/Page/Parent 2 0 R/MediaBox%s>>" % box)
