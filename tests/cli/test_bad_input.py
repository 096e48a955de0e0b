"""Bad input is normal: each kind has its status, its words and its exit code, in one batch."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examples.make import draw

SEVEN = Image.fromarray(draw("7"))


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def header_bomb(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def transparent() -> Image.Image:
    rgba = np.zeros((*np.asarray(SEVEN).shape, 4), np.uint8)
    rgba[..., 3] = 255 - np.asarray(SEVEN)
    return Image.fromarray(rgba)


#: name, bytes, status, words of the reason, text
CASES: list[tuple[str, bytes, str, str, str]] = [
    ("empty.png", b"", "error", "the file is empty", ""),
    ("text.png", b"not a picture\n", "error", "this is text", ""),
    ("truncated.jpg", encoded(SEVEN, "JPEG")[:-300], "error", "the picture is broken", ""),
    ("one.png", encoded(Image.new("L", (1, 1), 9), "PNG"), "unreadable", "no ink", ""),
    (
        "blank.png",
        encoded(Image.new("RGB", (800, 600), "white"), "PNG"),
        "unreadable",
        "no ink",
        "",
    ),
    ("bomb.png", header_bomb(40_000, 40_000), "error", "limit is 50 million", ""),
    ("bomb2.png", header_bomb(7_100, 7_100), "error", "7100 × 7100 pixels", ""),
    (
        "animated.gif",
        encoded(SEVEN, "GIF", save_all=True, append_images=[Image.fromarray(draw("1"))]),
        "review",
        "holds 2 pictures",
        "7",
    ),
    (
        "deep.png",
        encoded(Image.fromarray(np.asarray(SEVEN).astype(np.uint16) * 257), "PNG"),
        "accepted",
        "",
        "7",
    ),
    ("cmyk.jpg", encoded(SEVEN.convert("RGB").convert("CMYK"), "JPEG"), "accepted", "", "7"),
    ("cmyk.tif", encoded(SEVEN.convert("RGB").convert("CMYK"), "TIFF"), "accepted", "", "7"),
    ("palette.png", encoded(SEVEN.convert("P"), "PNG"), "accepted", "", "7"),
    ("alpha.png", encoded(transparent(), "PNG"), "accepted", "", "7"),
    (
        "two-level.bmp",
        encoded(SEVEN.point(lambda v: 255 * (v > 128)).convert("1"), "BMP"),
        "accepted",
        "",
        "7",
    ),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> tuple[int, dict[str, dict]]:
    """Read all of them, an unreadable path and an empty folder, in one run."""
    folder: Path = tmp_path_factory.mktemp("bad")
    for name, data, *_ in CASES:
        (folder / name).write_bytes(data)
    (folder / "nothing").mkdir()
    words = [folder / name for name, *_ in CASES] + [folder / "nothing", folder / "missing.png"]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "numerals",
            "read",
            "--format",
            "jsonl",
            "--expect",
            "digit",
            *words,
        ],
        capture_output=True,
        timeout=120,
    )
    # What libraries say of broken files is not passed on: two lines sum up, and that is all.
    assert done.stderr.startswith(f"{len(words)} pictures: ".encode())
    assert done.stderr.count(b"\n") == 2
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["source"] for r in rows] == [str(w) for w in words]
    return done.returncode, {Path(r["source"]).name: r for r in rows}


@pytest.mark.parametrize(
    ("name", "data", "status", "words", "text"),
    CASES,
    ids=lambda v: v if isinstance(v, str) and "." in v else "",
)
def test_each_has_its_row(
    found, name: str, data: bytes, status: str, words: str, text: str
) -> None:
    row = found[1][name]
    assert row["status"] == status, row
    assert row["text"] == text
    assert words in row["reason"]


def test_paths_that_lead_nowhere(found) -> None:
    code, rows = found
    assert code == 1
    assert "no such file" in rows["missing.png"]["reason"]
    assert "holds no pictures" in rows["nothing"]["reason"]


def test_what_opened_is_no_failure(tmp_path: Path) -> None:
    for name, data, status, *_ in CASES:
        if status != "error":
            (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "numerals", "read", tmp_path], capture_output=True, timeout=120
    )
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == sum(c[2] != "error" for c in CASES)
