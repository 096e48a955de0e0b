"""Pages of the project's own making: tables, forms and free numbers, and what photos do to them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from numerals.data.hands import write_digit

Array = Any
Random = np.random.Generator

BLUE = (40, 60, 160)
BLACK = (30, 30, 32)


def paper(height: int, width: int, rng: Random) -> Array:
    """An empty sheet, grainy: uint8 (h, w, 3)."""
    grain = rng.normal(0, 2.5, (height, width, 1))
    return np.clip(np.array([236, 232, 222]) + grain, 0, 255).astype(np.uint8)


def shared(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Intersection over union of two boxes: left, top, width and height each."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(w, 0) * max(h, 0)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def write(
    page: Array, text: str, x: float, y: float, height: float, rng: Random, pen: Any = BLUE
) -> tuple[int, int, int, int]:
    """Write a number by hand, its top left at about (x, y); give its box."""
    left, right, top, foot = page.shape[1], 0, page.shape[0], 0
    at = x
    for character in text:
        ink = write_digit(int(character), rng)
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        h = height * rng.uniform(0.88, 1.1)
        size = (max(3, round(ink.shape[1] * h / ink.shape[0])), round(h))
        cover = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)[..., None] / 255
        row, column = round(y + rng.normal(0, 0.06) * height), round(at)
        part = page[row : row + size[1], column : column + size[0]]
        cover = cover[: part.shape[0], : part.shape[1]]
        part[:] = np.rint(part * (1 - cover) + cover * np.array(pen))
        left, right = min(left, column), max(right, column + size[0])
        top, foot = min(top, row), max(foot, row + size[1])
        at += size[0] + height * rng.uniform(0.1, 0.3)
    return left, top, right - left, foot - top


def write_neatly(page: Array, text: str, x: int, foot: int, height: int, rng: Random) -> None:
    """Write a number by hand whose digits are all as high, and stand on one line."""
    for character in text:
        ink = write_digit(int(character), rng)
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        width = max(3, round(ink.shape[1] * height / ink.shape[0]))
        cover = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)[..., None] / 255
        part = page[foot - height : foot, x : x + width]
        part[:] = np.rint(part * (1 - cover) + cover * np.array(BLUE))
        x += width + round(0.2 * height)


def print_text(page: Array, text: str, x: float, y: float, height: float) -> None:
    """Print text, its foot at y."""
    k = height / 22
    at = (round(x), round(y))
    cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, k, BLACK, max(1, round(2 * k)), 16)


def table(
    texts: list[list[str]],
    rng: Random,
    widths: list[int] | None = None,
    height: int = 60,
    size: float = 0.6,
    printed: Any = (),
    thick: int = 2,
    margin: int = 120,
    pen: Any = BLUE,
    caps: bool = True,
    sides: bool = True,
    striped: bool = False,
) -> Array:
    """A ruled table, '' leaving a cell empty.

    Args:
        texts: What stands in its cells, row by row.
        widths: Of its columns, in pixels.
        height: Of its rows.
        size: Of the writing, as a share of that.
        printed: The (row, column), from 1, of cells in print.
        caps: Whether there are lines at its top and foot.
        sides: Whether there are lines at its sides.
        striped: Whether every other row is shaded, instead of level lines.
    """
    widths = widths or [height] * len(texts[0])
    xs = margin + np.concatenate([[0], np.cumsum(widths)])
    ys = margin + height * np.arange(len(texts) + 1)
    page = paper(int(ys[-1]) + margin, int(xs[-1]) + margin, rng)
    for top, foot in zip(ys[1::2], ys[2::2], strict=False) if striped else ():
        page[top:foot, xs[0] : xs[-1]] = np.rint(0.85 * page[top:foot, xs[0] : xs[-1]])
    for y in () if striped else ys if caps else ys[1:-1]:
        cv2.line(page, (int(xs[0]), int(y)), (int(xs[-1]), int(y)), BLACK, thick)
    for x in xs if sides else xs[1:-1]:
        cv2.line(page, (int(x), int(ys[0])), (int(x), int(ys[-1])), BLACK, thick)
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            if not text:
                continue
            tall = size * height
            if (i + 1, j + 1) in printed:
                print_text(page, text, xs[j] + 0.3 * height, ys[i] + (height + tall) / 2, tall)
                continue
            x = xs[j] + 0.15 * height + rng.uniform(0, 0.15) * height
            y = ys[i] + (height - tall) / 2 + rng.normal(0, 0.05) * height
            write(page, text, x, y, tall, rng, pen)
    return page


def drawn_table(texts: list[list[str]], rng: Random, wobble: float, short: float) -> Array:
    """A table whose lines are drawn by hand: they wobble, and end too early or too late.

    Args:
        texts: What stands in its cells, row by row; '' leaves one empty.
        wobble: How far lines are off, and how far their ends are, in pixels (standard deviation).
        short: Likewise for how far lines end from those that they were to meet.
    """
    width, height, margin = 170, 70, 110
    rows, columns = len(texts), len(texts[0])
    page = paper(rows * height + 2 * margin, columns * width + 2 * margin, rng)
    ys = margin + height * np.arange(rows + 1) + rng.normal(0, wobble, rows + 1)
    xs = margin + width * np.arange(columns + 1) + rng.normal(0, wobble, columns + 1)

    def line(start: float, end: float, at: float) -> Array:
        along = np.linspace(start + rng.normal(0, short), end + rng.normal(0, short), 40)
        off = np.convolve(rng.normal(0, 0.6 * wobble, 52), np.full(13, 13**-0.5), "valid")
        off += np.linspace(*rng.normal(0, 0.7 * wobble, 2), 40)
        return np.stack([along, at + off], axis=1)

    level = [line(xs[0], xs[-1], y) for y in ys]
    upright = [line(ys[0], ys[-1], x)[:, ::-1] for x in xs]
    for points in level + upright:
        cv2.polylines(page, [np.rint(8 * points).astype(int)], False, BLACK, 3, 16, 3)
    for i, j in np.ndindex(rows, columns):
        if texts[i][j]:
            write(page, texts[i][j], xs[j] + 20, ys[i] + 14, 42, rng)
    return page


def numbers(rng: Random, count: int, least: int = 2, most: int = 5) -> list[str]:
    """Numbers of so many digits."""
    return [
        "".join(str(d) for d in rng.integers(0, 10, rng.integers(least, most + 1)))
        for _ in range(count)
    ]


def two_columns(rng: Random, rows: int = 8) -> tuple[Array, list[list[str]]]:
    """Numbers by hand in two columns on blank paper."""
    texts = [numbers(rng, 2) for _ in range(rows)]
    page = paper(1100, 850, rng)
    for i, (left, right) in enumerate(texts):
        for text, x in ((left, 120), (right, 500)):
            write(page, text, x + rng.normal(0, 8), 100 + 110 * i, 42, rng)
    return page, texts


def turn(page: Array, degrees: float) -> Array:
    """Turn a page, on more of its paper."""
    h, w = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (round(w * cos + h * sin), round(h * cos + w * sin))
    matrix[:, 2] += np.array([size[0] - w, size[1] - h]) / 2
    return cv2.warpAffine(page, matrix, size, borderMode=cv2.BORDER_REPLICATE)


def bend(page: Array, share: float) -> Array:
    """Bend a page in a wave, up and down by a share of its height."""
    h, w = page.shape[:2]
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    wave = share * h * np.sin(2 * np.pi * x / w) + 0.3 * share * w * np.sin(3 * y / h)
    y = (y + wave).astype(np.float32)
    return cv2.remap(page, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def shade(page: Array) -> Array:
    """Let a shadow fall over a page, its edge soft."""
    h, w = page.shape[:2]
    x, y = np.meshgrid(np.linspace(0, 1, w), np.linspace(0, 1, h))
    light = 0.55 + 0.45 / (1 + np.exp(-(x + 0.5 * y - 0.7) * 18))
    return np.rint(page * light[..., None]).astype(np.uint8)


def half_in_shadow(page: Array) -> Array:
    """Lay a shadow over a page, whose edge runs through it: it takes half of the light."""
    y, x = np.indices(page.shape[:2], np.float32)
    dark = cv2.GaussianBlur(np.float32(x + 0.6 * y < 0.8 * page.shape[1]), (0, 0), 8)
    return np.uint8(page * (1 - 0.5 * dark[..., None]))


def photograph(page: Array, rng: Random, lean: float = 0.06) -> Array:
    """Lay a page on a dark table and take its photo from aside."""
    h, w = page.shape[:2]
    corners = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    moved = corners * 0.8 + (0.1 * w, 0.1 * h)
    moved += (rng.uniform(-lean, lean, (4, 2)) * (w, h)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    desk = np.clip(np.array([82, 66, 50]) + rng.normal(0, 4, (h, w, 1)), 0, 255).astype(np.uint8)
    sheet = cv2.warpPerspective(page, matrix, (w, h))
    inside = cv2.warpPerspective(np.ones((h, w), np.uint8), matrix, (w, h))
    photo = np.where(inside[..., None] > 0, sheet, desk)
    return cv2.GaussianBlur(photo, (3, 3), 0)


def scale(page: Array, factor: float) -> Array:
    """Make a page larger or smaller."""
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(page, None, fx=factor, fy=factor, interpolation=method)


def boxes(text: str, gap: int, rng: Random) -> Array:
    """A form of one printed box a digit, `gap` pixels apart."""
    page = paper(500, 160 + (60 + gap) * len(text), rng)
    for i, digit in enumerate(text):
        x = 80 + i * (60 + gap)
        cv2.rectangle(page, (x, 200), (x + 60, 274), BLACK, 2)
        write(page, digit, x + 12, 212, 48, rng)
    return page


def free(rng: Random, ruled: int = 0, squared: int = 0) -> tuple[Array, list[Any]]:
    """Six numbers by hand, one below the other, on plain, ruled or squared paper; their boxes."""
    page = paper(1300, 950, rng)
    for y in range(150, 1300, ruled or 9999):
        if ruled:
            cv2.line(page, (0, y), (949, y), (150, 160, 190), 2)
    for v in range(0, 1300, squared or 9999):
        if squared:
            cv2.line(page, (0, v), (949, v), (170, 180, 200), 1)
            cv2.line(page, (v, 0), (v, 1299), (170, 180, 200), 1)
    at = [(110 + rng.uniform(0, 300), 330 + i * 150) for i in range(6)]
    texts = numbers(rng, 6)
    return page, [write(page, t, x, y, 42, rng) for t, (x, y) in zip(texts, at, strict=True)]
