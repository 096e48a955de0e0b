"""Fonts: listed with licence and hash, taken from where they are, and refused when they differ."""

import io
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

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


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_package_cut_short_counts_as_missing(tmp_path, listed, share):
    for name, content in listed.items():
        package(tmp_path, name, content)
    (path,) = tmp_path.glob("*alpha*.tgz")
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(MissingDataError, match=r"^1 handwriting fonts are missing \(alpha\)"):
        module.fonts(tmp_path)


def test_a_package_with_a_flaw_counts_as_missing(tmp_path, listed):
    """Wherever a byte is wrong: in gzip's header, in what it packs, in its sum."""
    package(tmp_path, "beta", listed["beta"])
    (path,) = tmp_path.glob("*.tgz")
    content = bytearray(path.read_bytes())
    for at in [*range(0, len(content), 1 + len(content) // 40), len(content) - 5]:
        damaged = content.copy()
        damaged[at] ^= 0xFF
        path.write_bytes(damaged)
        found = module._from_folder(tmp_path, module.catalogue())
        assert found in ({}, {"beta": listed["beta"]})  # some of the header means nothing


@pytest.mark.parametrize("kind", ["nothing", "file"])
def test_what_is_no_folder_is_refused_even_if_nothing_is_missing(tmp_path, listed, kind):
    for name, content in listed.items():
        (tmp_path / f"{name}.woff2").write_bytes(content)
    module.fonts(tmp_path)
    wrong = tmp_path / "wrong"
    if kind == "file":
        wrong.touch()
    with pytest.raises(MissingDataError, match=r"--fonts-dir .*wrong is no folder"):
        module.fonts(wrong)


def test_without_npm_the_error_says_what_to_do(tmp_path, listed):
    with pytest.raises(MissingDataError, match=r"there is no npm.*install it.*--fonts-dir"):
        module.fonts()
    (tmp_path / "alpha.woff2").write_bytes(listed["alpha"])
    with pytest.raises(
        MissingDataError, match=r"\(beta\) \(1 of 2 were found in .*there is no npm"
    ):
        module.fonts(tmp_path)


def npm(monkeypatch, action):
    """Have npm do something else: action(specs, folder) -> None."""

    def run(command, **options):
        assert command[:4] == ["npm", "pack", "--loglevel=error", "--pack-destination"]
        assert options["check"]
        asked.append([re.fullmatch(r"@fontsource/(.+)@1\.0\.0", spec)[1] for spec in command[5:]])
        action(asked[-1], Path(command[4]))

    asked = []
    monkeypatch.setattr(module.shutil, "which", lambda _: "npm")
    monkeypatch.setattr(module.subprocess, "run", run)
    return asked


def test_npm_packs_what_is_missing_and_no_more(tmp_path, listed, monkeypatch):
    package(tmp_path, "alpha", listed["alpha"])
    asked = npm(monkeypatch, lambda _, folder: package(folder, "beta", listed["beta"]))
    told = []
    assert module.fonts(tmp_path, told.append) == listed
    assert asked == [["beta"]]
    assert told == [
        f"fetching 1 handwriting fonts, once; they are kept in {module.cache_dir()} "
        f"(1 of 2 were found in {tmp_path})"
    ]
    assert module.fonts(None, told.append) == listed
    assert len(asked) == len(told) == 1  # nothing was fetched, nothing told


def test_other_files_than_those_listed_are_refused(listed, monkeypatch):
    npm(monkeypatch, lambda names, folder: [package(folder, name, b"else") for name in names])
    with pytest.raises(MissingDataError, match="npm gave other files than listed"):
        module.fonts()


SAID = """npm error code E404
npm error 404 Not Found - GET it
npm error 404 '@fontsource/alpha@1.0.0' is not here.
npm error A complete log of this run can be found in: here"""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (subprocess.CalledProcessError(1, "npm", None, SAID), "404 Not Found - GET it"),
        (subprocess.CalledProcessError(1, "npm", None, "npm ERR! broken\n"), "broken"),
        (subprocess.CalledProcessError(7, "npm", None, ""), "exit code 7"),
        (subprocess.TimeoutExpired("npm", 300), "it took over 300 s"),
        (PermissionError("no such right"), "no such right"),
    ],
)
def test_why_npm_failed_is_said_in_a_sentence(listed, monkeypatch, error, said):
    def fail(*_):
        raise error

    npm(monkeypatch, fail)
    with pytest.raises(MissingDataError) as raised:
        module.fonts()
    assert str(raised.value).startswith(
        f"2 handwriting fonts are missing (alpha, beta): npm failed: {said}: try again"
    )


def test_a_group_that_fails_costs_no_other_group(tmp_path, listed, monkeypatch):
    def only_beta(names, folder):
        if names != ["beta"]:
            raise subprocess.CalledProcessError(1, "npm", None, "gone for good today")
        package(folder, "beta", listed["beta"])

    monkeypatch.setattr(module, "_GROUP", 1)
    asked = npm(monkeypatch, only_beta)
    with pytest.raises(MissingDataError, match=r"^1 .*\(alpha\): npm failed: gone for good today"):
        module.fonts()
    with pytest.raises(MissingDataError):
        module.fonts()
    assert asked == [["alpha"], ["beta"], ["alpha"]]  # beta was kept


def test_npm_that_failed_twice_is_not_asked_again(monkeypatch, tmp_path):
    def fail(*_):
        raise subprocess.TimeoutExpired("npm", 300)

    rows = [module.Font(str(i), "1.0.0", f"{i}.woff2", "OFL-1.1", "") for i in range(35)]
    monkeypatch.setattr(module, "catalogue", lambda: rows)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    asked = npm(monkeypatch, fail)
    with pytest.raises(MissingDataError, match=r"^35 handwriting fonts"):
        module.fonts()
    assert [len(names) for names in asked] == [10, 10]


def test_what_npm_says_is_kept_as_text_and_apart(listed, monkeypatch, tmp_path):
    """Of a real process: what it writes to stderr, readable or not, ends in the message."""
    program = "import sys; sys.stderr.buffer.write(b'npm error it is \\xff broken'); sys.exit(1)"
    real = subprocess.run
    monkeypatch.setattr(module.shutil, "which", lambda _: "npm")
    monkeypatch.setattr(
        module.subprocess,
        "run",
        lambda _, **options: real([sys.executable, "-c", program], **options),
    )
    with pytest.raises(MissingDataError, match="npm failed: it is \ufffd broken: try again"):
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
