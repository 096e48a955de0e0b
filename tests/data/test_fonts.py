"""Fonts: listed with licence and hash, taken from where they are, and refused when they differ."""

import io
import os
import subprocess
import sys
import tarfile

import numpy as np
import pytest
from PIL import ImageFont

from numerals.data import fonts as module
from numerals.data.files import sha256
from numerals.data.mnist import CACHE_VARIABLE
from numerals.errors import MissingDataError

NAMES = ("alpha", "beta")


def font_bytes() -> bytes:
    """The one outline font that Pillow brings along."""
    return ImageFont.load_default(20).path.getvalue()


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """Two fonts in the catalogue, and an empty cache: name -> content."""
    contents = {name: font_bytes() + name.encode() for name in NAMES}
    rows = [
        module.Font(name, "1.0.0", f"{name}.woff2", "OFL-1.1", sha256(content))
        for name, content in contents.items()
    ]
    monkeypatch.setattr(module, "catalogue", lambda: rows)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    return contents


def package(path, name, content):
    with tarfile.open(path / f"fontsource-{name}-1.0.0.tgz", "w:gz") as tar:
        member = tarfile.TarInfo(f"package/files/{name}.woff2")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))


def test_every_font_listed_is_free_and_has_a_hash():
    catalogue = module.catalogue()
    assert len(catalogue) > 90
    assert len({font.font for font in catalogue}) == len(catalogue)
    for font in catalogue:
        assert font.licence in ("OFL-1.1", "Apache-2.0")
        assert len(font.sha256) == 64
        assert font.file.startswith(font.font)


def test_a_folder_of_files_and_packages_fills_the_cache(tmp_path, listed):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "alpha.woff2").write_bytes(listed["alpha"])
    package(folder, "beta", listed["beta"])
    assert module.fonts(folder) == listed
    assert module.fonts() == listed  # from the cache now


def test_a_damaged_file_counts_as_missing(tmp_path, listed):
    for name, content in listed.items():
        (tmp_path / f"{name}.woff2").write_bytes(content[:-1])
    with pytest.raises(MissingDataError, match=r"2 handwriting fonts are missing \(alpha, beta\)"):
        module.fonts(tmp_path)


def test_without_npm_the_error_says_what_to_do(listed):
    with pytest.raises(MissingDataError, match=r"--fonts-dir.*there is no npm"):
        module.fonts()


def npm(monkeypatch, action):
    monkeypatch.setattr(module.shutil, "which", lambda _: "npm")
    monkeypatch.setattr(module.subprocess, "run", action)


def test_npm_packs_what_is_missing_and_no_more(tmp_path, listed, monkeypatch):
    given = tmp_path / "given"
    given.mkdir()
    package(given, "alpha", listed["alpha"])
    asked = []

    def run(command, **options):
        asked.append(command[5:])
        package(module.Path(options["cwd"]), "beta", listed["beta"])

    npm(monkeypatch, run)
    assert module.fonts(given) == listed
    assert asked == [["@fontsource/beta@1.0.0"]]


def test_npm_that_fails_or_lies_is_named(listed, monkeypatch):
    def fail(command, **_):
        raise subprocess.CalledProcessError(1, command)

    npm(monkeypatch, fail)
    with pytest.raises(MissingDataError, match="npm failed"):
        module.fonts()

    def lie(_, **options):
        for name in NAMES:
            package(module.Path(options["cwd"]), name, b"something else")

    npm(monkeypatch, lie)
    with pytest.raises(MissingDataError, match="other files than those listed"):
        module.fonts()


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="needs a folder that this user may not write",
)
def test_a_cache_that_cannot_be_written_is_no_error(tmp_path, listed):
    (tmp_path / "cache").mkdir(mode=0o500)
    for name, content in listed.items():
        (tmp_path / f"{name}.woff2").write_bytes(content)
    assert module.fonts(tmp_path) == listed


def test_a_glyph_is_white_ink_in_the_middle():
    drawn = module.glyphs(font_bytes(), "17W")
    assert drawn.shape == (3, 56, 56)
    assert drawn.dtype == np.uint8
    for picture in drawn:
        rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
        assert max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1 in (39, 40)
        assert abs(rows[0] + rows[-1] - 55) <= 2
        assert abs(columns[0] + columns[-1] - 55) <= 2


@pytest.mark.skipif(
    not os.environ.get("NUMERALS_TEST_NETWORK"), reason="NUMERALS_TEST_NETWORK is not set"
)
def test_the_registry_gives_the_fonts_listed(tmp_path, monkeypatch):
    if module.shutil.which("npm") is None:
        pytest.skip("there is no npm on this machine")
    some = module.catalogue()[::25]
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(module, "catalogue", lambda: some)
    assert set(module.fonts()) == {font.font for font in some}
