"""A Reading as a notebook shows it: the picture, a box around each digit, the answer below."""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING

from numerals.reading import Reading, Status, percent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Okabe & Ito's colour-blind safe palette.
COLOURS = {
    Status.ACCEPTED: "#009E73",
    Status.REVIEW: "#E69F00",
    Status.UNREADABLE: "#D55E00",
    Status.ERROR: "#D55E00",
}
#: A 28×28 picture is shown at least this wide, in CSS pixels.
MIN_WIDTH = 160


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode uint8 (h, w) or (h, w, 3) RGB as PNG."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def data_url(pixels: NDArray[np.uint8]) -> str:
    """Encode pixels as a PNG `data:` URL that a page can show as it is."""
    return "data:image/png;base64," + base64.b64encode(png(pixels)).decode("ascii")


def to_html(reading: Reading) -> str:
    """Draw a reading as one self-contained piece of HTML (inline SVG over the picture)."""
    colour = COLOURS[reading.status]
    caption = (
        f"<b>{html.escape(reading.text) or '–'}</b> {percent(reading.confidence)} "
        f'<span style="color:{colour}">{reading.status}</span> {html.escape(reading.reason)}'
    )
    if reading.thumbnail is None:
        return f"<div>{caption}</div>"
    height, width = reading.thumbnail.shape[:2]
    shown = max(width, MIN_WIDTH)
    boxes = "".join(
        f'<rect x="{d.box.x * reading.scale:.1f}" y="{d.box.y * reading.scale:.1f}" '
        f'width="{d.box.w * reading.scale:.1f}" height="{d.box.h * reading.scale:.1f}" '
        f'fill="none" stroke="{colour}" stroke-width="2" vector-effect="non-scaling-stroke"/>'
        for d in reading.digits
    )
    return (
        f'<div><svg viewBox="0 0 {width} {height}" width="{shown}" '
        f'style="max-width:100%;image-rendering:auto" role="img" '
        f'aria-label="{html.escape(reading.text)}">'
        f'<image href="{data_url(reading.thumbnail)}" width="{width}" height="{height}"/>'
        f"{boxes}</svg><div>{caption}</div></div>"
    )
