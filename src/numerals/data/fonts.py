"""Fonts: handwriting fonts under open licences, as glyphs to learn from.

`fonts.csv` names each font's package in the npm registry's `@fontsource` scope, its version, the
file in it, its licence (SIL OFL 1.1 or Apache 2.0) and the SHA-256 of that file. Sources, in order:
the per-user cache; a folder that the user names; the `npm` client.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from numerals.data.files import keep, sha256
from numerals.data.hands import BOX, SIDE
from numerals.data.mnist import cache_dir as mnist_cache_dir
from numerals.errors import MissingDataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_GROUP = 10  # so many packages are asked of npm at a time
_NPM_TIMEOUT_S = 300  # for a group
_POINTS = 64  # a glyph is drawn at this size, then brought to the box


class Font(NamedTuple):
    """A line of `fonts.csv`."""

    font: str
    version: str
    file: str
    licence: str
    sha256: str


def catalogue() -> list[Font]:
    """List the fonts, in the order in which they came: which are held back hangs on it."""
    text = Path(__file__).with_name("fonts.csv").read_text(encoding="utf-8")
    return [Font(**row) for row in csv.DictReader(io.StringIO(text))]


def cache_dir() -> Path:
    """Tell where the fonts are kept."""
    return mnist_cache_dir().with_name("fonts")


def fonts(
    fonts_dir: str | os.PathLike[str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """Load every font of the catalogue, fetching those missing on first use.

    Args:
        fonts_dir: A folder with the font files or the packages (`.tgz`) of the catalogue.
        tell: Is told, before anything is fetched, how much and where it will be kept.

    Returns:
        The content of each font's file by the font's name.

    Raises:
        MissingDataError: A font could not be had, or `fonts_dir` is no folder; the text says
            which, and what to do. What was fetched until then is kept.
    """
    if fonts_dir is not None and not Path(fonts_dir).is_dir():
        raise MissingDataError(f"--fonts-dir {fonts_dir} is no folder")
    wanted = catalogue()
    found = _from_folder(cache_dir(), wanted)
    missing, note = _rest(wanted, found), ""
    if missing and fonts_dir is not None:
        given = _keep(_from_folder(Path(fonts_dir), missing), missing)
        note = f" ({len(given)} of {len(missing)} were found in {fonts_dir})"
        found |= given
        missing = _rest(wanted, found)
    if missing:
        found |= _from_npm(missing, note, tell)
    return {font.font: found[font.font] for font in wanted}


def glyphs(content: bytes, characters: str) -> NDArray[np.uint8]:
    """Draw characters of a font: uint8 (N, 56, 56), white ink on black.

    Each is 40 pixels on its longer side. A character that the font lacks comes out as the font
    draws it: mostly as nothing, or as a box. Edges depend on Pillow's FreeType, which a
    training run notes.
    """
    font = load_font(content, _POINTS)
    return np.stack([_glyph(font, character) for character in characters])


def load_font(content: bytes, points: float) -> ImageFont.FreeTypeFont:
    """Open a font's file at a size, without Raqm: not every Pillow has it, and glyphs differ."""
    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(content), points, layout_engine=basic)


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
            except (OSError, EOFError, KeyError, tarfile.TarError, zlib.error):
                continue
            if sha256(content) == font.sha256:
                found[font.font] = content
                break
    return found


def _unpack(package: Path, font: Font) -> bytes:
    with tarfile.open(package, "r:gz") as tar:
        member = tar.extractfile(f"package/files/{font.file}")
        return member.read() if member else b""


def _from_npm(wanted: list[Font], note: str, tell: Callable[[str], None]) -> dict[str, bytes]:
    """Fetch fonts in groups, each kept as it comes: one that fails costs no other group.

    Two failures are taken for npm's own, and no third is waited for: offline, each takes minutes.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise _missing(wanted, note, "there is no npm to fetch them with: install it")
    tell(f"fetching {len(wanted)} handwriting fonts, once; they are kept in {cache_dir()}{note}")
    found: dict[str, bytes] = {}
    failures: list[str] = []
    for start in range(0, len(wanted), _GROUP):
        group = wanted[start : start + _GROUP]
        try:
            found |= _keep(_pack(npm, group), group)
        except (OSError, subprocess.SubprocessError) as error:
            failures.append(_reason(error))
            if len(failures) == 2:
                break
    missing = _rest(wanted, found)
    if missing:
        failure = f"npm failed: {failures[-1]}" if failures else "npm gave other files than listed"
        raise _missing(missing, note, f"{failure}: try again")
    return found


def _pack(npm: str, wanted: list[Font]) -> dict[str, bytes]:
    # On Windows a scanner may still hold a file that was written a moment ago.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        specs = [f"@fontsource/{font.font}@{font.version}" for font in wanted]
        subprocess.run(  # noqa: S603 - names and versions are those of fonts.csv
            [npm, "pack", "--loglevel=error", "--pack-destination", folder, *specs],
            check=True, capture_output=True, encoding="utf-8", errors="replace",
            timeout=_NPM_TIMEOUT_S,
        )  # fmt: skip
        return _from_folder(Path(folder), wanted)


def _reason(error: Exception) -> str:
    """Tell why npm failed: of what it said, the first sentence."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"it took over {error.timeout:.0f} s"
    if not isinstance(error, subprocess.CalledProcessError):
        return str(error)
    lines = [re.sub(r"^npm (error|ERR!) ?", "", line) for line in (error.stderr or "").splitlines()]
    # Codes (`code E404`) come before the sentence, advice and the log's name after it.
    sentences = (line for line in lines if len(line.split()) > 2)
    return next(sentences, lines[-1] if lines else f"exit code {error.returncode}")


def _missing(fonts: list[Font], note: str, why: str) -> MissingDataError:
    names = ", ".join(font.font for font in fonts[:_GROUP]) + (" …" if len(fonts) > _GROUP else "")
    return MissingDataError(
        f"{len(fonts)} handwriting fonts are missing ({names}){note}: {why}, or put the packages "
        "@fontsource/NAME that fonts.csv lists into a folder and name it with --fonts-dir"
    )


def _rest(wanted: list[Font], found: dict[str, bytes]) -> list[Font]:
    return [font for font in wanted if font.font not in found]


def _keep(found: dict[str, bytes], wanted: list[Font]) -> dict[str, bytes]:
    """Keep what was found under its file's name, and pass it on."""
    keep(cache_dir(), {font.file: found[font.font] for font in wanted if font.font in found})
    return found
