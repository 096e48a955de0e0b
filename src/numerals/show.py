"""A Reading as a notebook shows it: the picture, boxes on it, the answer below."""

from __future__ import annotations

import base64
import html
import io
from typing import TYPE_CHECKING

from numerals.reading import Box, Reading, Status, count, percent

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
#: A page's table shows so many numbers; `numbers` has them all.
_MOST_ROWS = 50


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
    is_page = reading.kind == "page"
    said = count(reading.numbers) if is_page else html.escape(reading.text) or "–"
    caption = f"<b>{said}</b> {percent(reading.confidence)} {_status(reading)}"
    others = ", ".join(
        f"{html.escape(other.value)} {percent(other.confidence)}" for other in reading.alternatives
    )
    if others:
        caption += f"<br>or {others}"
    below = f"<div>{caption}</div>" + (_table(reading.numbers) if is_page else "")
    if reading.thumbnail is None:
        return f"<div>{below}</div>"
    height, width = reading.thumbnail.shape[:2]
    shown = max(width, MIN_WIDTH)
    return (
        f'<div><svg viewBox="0 0 {width} {height}" width="{shown}" '
        f'style="max-width:100%;image-rendering:auto" role="img" '
        f'aria-label="{html.escape(reading.text)}">'
        f'<image href="{data_url(reading.thumbnail)}" width="{width}" height="{height}"/>'
        f"{_boxes(reading)}</svg>{below}</div>"
    )


def _boxes(reading: Reading) -> str:
    if reading.kind == "page":
        return "".join(
            _box(number.box, reading.scale, number.status, number.text)
            for number in reading.numbers
            if number.box is not None
        )
    return "".join(
        _box(digit.box, reading.scale, reading.status, digit.value) for digit in reading.digits
    )


def _box(box: Box, scale: float, status: Status, text: str) -> str:
    """Draw a box; its text shows where the mouse rests on it."""
    x, y, w, h = (f"{side * scale:.1f}" for side in box)
    return (
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="none" pointer-events="all" '
        f'stroke="{COLOURS[status]}" stroke-width="2" vector-effect="non-scaling-stroke">'
        f"<title>{html.escape(text) or '–'} {status}</title></rect>"
    )


def _table(numbers: tuple[Reading, ...]) -> str:
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{'' if place is None else place}</td>" for place in (n.row, n.column))
        + f"<td><b>{html.escape(n.text) or '–'}</b></td><td>{percent(n.confidence)}</td>"
        + f"<td>{_status(n)}</td></tr>"
        for n in numbers[:_MOST_ROWS]
    )
    more = len(numbers) - _MOST_ROWS
    rest = f"<div>… and {more:,} more</div>" if more > 0 else ""
    heads = "".join(f"<th>{head}</th>" for head in ("row", "column", "number", "sure", "status"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{rest}"


def _status(reading: Reading) -> str:
    colour = COLOURS[reading.status]
    return f'<span style="color:{colour}">{reading.status}</span> {html.escape(reading.reason)}'
