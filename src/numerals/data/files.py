"""Files: written whole or not at all, and known by their hash."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from numerals.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def sha256(content: bytes) -> str:
    """Give the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def must_be_writable(folder: Path) -> None:
    """Refuse a folder, named by --output, that cannot be made or written.

    Raises:
        UsageError: It says why.
    """
    ground = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if not ground.is_dir():
        raise UsageError(f"--output {folder} cannot be written: {ground} is no folder")
    if not os.access(ground, os.W_OK | os.X_OK):
        raise UsageError(f"--output {folder} cannot be written: {ground} is write-protected")


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at every moment it is the old one or the new one, whole.

    Creates the folders above it. A crash leaves at most a `.part` file beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def keep(folder: Path, found: Mapping[str, bytes]) -> None:
    """Keep what was fetched for the next time; where that fails, it is there for this once.

    Args:
        folder: Of the per-user cache.
        found: The content of each file by its name.
    """
    try:
        for name, content in found.items():
            write_atomically(folder / name, content)
    except OSError as error:
        logging.getLogger(__name__).warning(
            "%s could not be kept for the next time: %s", folder.name, error
        )
