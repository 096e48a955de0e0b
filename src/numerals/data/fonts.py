"""Fonts: handwriting fonts under open licences, as glyphs to learn from.

`fonts.csv` names each font's package in the npm registry's `@fontsource` scope, its version, the
file in it, its licence (SIL OFL 1.1 or Apache 2.0) and the SHA-256 of that file. Sources, in order:
the per-user cache; a folder that the user names; the `npm` client.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from numerals.data.files import sha256, write_atomically
from numerals.data.hands import BOX, SIDE
from numerals.data.mnist import cache_dir as mnist_cache_dir
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NPM_TIMEOUT_S = 600
_POINTS = 64  # a glyph is drawn at this size, then brought to the box


class Font(NamedTuple):
    """A line of `fonts.csv`."""

    font: str
    version: str
    file: str
    licence: str
    sha256: str


def catalogue() -> list[Font]:
    """List the fonts, in the order of their names."""
    text = Path(__file__).with_name("fonts.csv").read_text(encoding="utf-8")
    return [Font(**row) for row in csv.DictReader(io.StringIO(text))]


def cache_dir() -> Path:
    """Tell where the fonts are kept."""
    return mnist_cache_dir().with_name("fonts")


def fonts(fonts_dir: str | os.PathLike[str] | None = None) -> dict[str, bytes]:
    """Load every font of the catalogue, fetching those missing on first use.

    Args:
        fonts_dir: A folder with the font files or the packages (`.tgz`) of the catalogue.

    Returns:
        The content of each font's file by the font's name.

    Raises:
        MissingDataError: A font could not be had; the text says which, and what to do.
    """
    wanted = catalogue()
    found = _from_folder(cache_dir(), wanted)
    missing = [font for font in wanted if font.font not in found]
    if missing and fonts_dir is not None:
        found |= _keep(_from_folder(Path(fonts_dir), missing), missing)
        missing = [font for font in wanted if font.font not in found]
    if missing:
        found |= _keep(_from_npm(missing), missing)
    return {font.font: found[font.font] for font in wanted}


def glyphs(content: bytes, characters: str) -> NDArray[np.uint8]:
    """Draw characters of a font: uint8 (N, 56, 56), white ink on black.

    Each is 40 pixels on its longer side. A character that the font lacks comes out as the font
    draws it: mostly as nothing, or as a box.
    """
    font = ImageFont.truetype(io.BytesIO(content), _POINTS)
    return np.stack([_glyph(font, character) for character in characters])


def _glyph(font: ImageFont.FreeTypeFont, character: str) -> NDArray[np.uint8]:
    left, top, right, bottom = (int(edge) for edge in font.getbbox(character))
    width, height = max(1, right - left), max(1, bottom - top)
    drawn = Image.new("L", (width, height))
    ImageDraw.Draw(drawn).text((-left, -top), character, font=font, fill=255)
    scale = BOX / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    canvas = Image.new("L", (SIDE, SIDE))
    small = drawn.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR)
    canvas.paste(small, ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2))
    return np.asarray(canvas)


def _from_folder(folder: Path, wanted: list[Font]) -> dict[str, bytes]:
    """Take what a folder holds of the fonts, as files or packages, and has the right hash."""
    found = {}
    for font in wanted:
        for path in (folder / font.file, *sorted(folder.glob(f"*{font.font}-{font.version}.tgz"))):
            try:
                content = path.read_bytes() if path.suffix != ".tgz" else _unpack(path, font)
            except (OSError, KeyError, tarfile.TarError):
                continue
            if sha256(content) == font.sha256:
                found[font.font] = content
                break
    return found


def _unpack(package: Path, font: Font) -> bytes:
    with tarfile.open(package) as tar:
        member = tar.extractfile(f"package/files/{font.file}")
        return member.read() if member else b""


def _from_npm(wanted: list[Font]) -> dict[str, bytes]:
    npm = shutil.which("npm")
    names = ", ".join(font.font for font in wanted[:3]) + (" …" if len(wanted) > 3 else "")
    help_text = (
        f"{len(wanted)} handwriting fonts are missing ({names}): install npm, or put the packages "
        "@fontsource/NAME that fonts.csv lists into a folder and name it with --fonts-dir"
    )
    if npm is None:
        raise MissingDataError(f"{help_text}; there is no npm on this machine")
    with tempfile.TemporaryDirectory() as folder:
        specs = [f"@fontsource/{font.font}@{font.version}" for font in wanted]
        try:
            subprocess.run(  # noqa: S603 - names and versions are those of fonts.csv
                [npm, "pack", "--silent", "--pack-destination", folder, *specs],
                check=True, capture_output=True, timeout=_NPM_TIMEOUT_S, cwd=folder,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            raise MissingDataError(f"{help_text}; npm failed: {error}") from error
        found = _from_folder(Path(folder), wanted)
    if len(found) < len(wanted):
        raise MissingDataError(f"{help_text}; npm gave other files than those listed")
    return found


def _keep(found: dict[str, bytes], wanted: list[Font]) -> dict[str, bytes]:
    """Write what was found into the cache; where that fails, it is there for this once."""
    files = {font.font: font.file for font in wanted}
    try:
        for name, content in found.items():
            write_atomically(cache_dir() / files[name], content)
    except OSError:
        pass
    return found
