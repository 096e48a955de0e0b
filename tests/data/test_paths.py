"""What a user may name with --data-dir: every form, and every way it can be broken."""

import io
import tarfile
import zipfile

import numpy as np
import pytest

from numerals.data.mnist import check
from numerals.data.sources import from_path
from tests.data.fake import NAMES, gzipped, make_arrays


@pytest.fixture(scope="module")
def arrays():
    return make_arrays(40, 20)


def npz(arrays, keys=("x_train", "y_train", "x_test", "y_test")) -> bytes:
    file = io.BytesIO()
    np.savez(file, **dict(zip(keys, arrays, strict=True)))
    return file.getvalue()


def write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("MNIST")
        for name, content in files.items():
            archive.writestr(f"MNIST/raw/{name}", content)


def write_tar(path, files):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"MNIST/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def write_folder(path, files):
    (path / "a-folder-to-pass-over").mkdir(parents=True)
    (path / "readme.txt").write_text("not a part")
    for name, content in files.items():
        (path / name).write_bytes(content)


HOLDERS = {"folder": write_folder, "zip": write_zip, "tar.gz": write_tar}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("form", ["raw", "gz", "dotted", "npz"])
def test_every_form_gives_the_same_bytes(holder, form, parts, arrays, tmp_path):
    files = {
        "raw": parts,
        "gz": {f"{n}.gz": gzipped(c) for n, c in parts.items()},
        "dotted": {n.replace("-idx", ".idx"): c for n, c in parts.items()},
        "npz": {"mnist.npz": npz(arrays)},
    }[form]
    path = tmp_path / f"given.{holder}"
    HOLDERS[holder](path, files)
    assert from_path(path, NAMES) == parts


def test_an_npz_itself(parts, arrays, tmp_path):
    path = tmp_path / "elsewhere.npz"
    path.write_bytes(npz(arrays))
    assert from_path(path, NAMES) == parts


def test_nothing_there(tmp_path):
    with pytest.raises(OSError, match="no such file"):
        from_path(tmp_path / "nowhere", NAMES)


@pytest.mark.parametrize("holder", HOLDERS)
def test_nothing_of_mnist_in_it(holder, tmp_path):
    path = tmp_path / f"given.{holder}"
    HOLDERS[holder](path, {"notes.txt": b"none"})
    with pytest.raises(ValueError, match=r"neither mnist\.npz nor files named train-images"):
        from_path(path, NAMES)


def test_no_archive_at_all(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("hello")
    with pytest.raises(ValueError, match="neither a folder nor"):
        from_path(path, NAMES)


def test_a_gzip_cut_short(parts, tmp_path):
    files = {f"{n}.gz": gzipped(c)[:-20] for n, c in parts.items()}
    write_folder(tmp_path / "given", files)
    with pytest.raises(ValueError, match="gzip stream is broken"):
        from_path(tmp_path / "given", NAMES)


@pytest.mark.parametrize("holder", ["zip", "tar.gz"])
@pytest.mark.parametrize("damage", ["cut", "garbled"])
def test_a_damaged_archive_is_a_value_error(holder, damage, parts, tmp_path):
    path = tmp_path / f"given.{holder}"
    HOLDERS[holder](path, parts)
    content = bytearray(path.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    else:
        content[300:1500:7] = bytes(b ^ 0x5A for b in content[300:1500:7])
    path.write_bytes(content)
    # Either it is noticed at once, or what comes out has another hash: it never gets through.
    with pytest.raises((ValueError, OSError)):
        check(from_path(path, NAMES))


def test_an_npz_with_other_keys(arrays, tmp_path):
    path = tmp_path / "mnist.npz"
    path.write_bytes(npz(arrays, ("a", "b", "c", "d")))
    with pytest.raises(ValueError, match=r"no mnist\.npz with x_train"):
        from_path(path, NAMES)


def test_an_npz_with_other_numbers(arrays, tmp_path):
    path = tmp_path / "mnist.npz"
    path.write_bytes(npz([a.astype(np.float32) for a in arrays]))
    with pytest.raises(ValueError, match="uint8 here, not float32"):
        from_path(path, NAMES)


def test_an_npz_that_is_one_array(tmp_path):
    path = tmp_path / "mnist.npz"
    with path.open("wb") as file:
        np.save(file, np.zeros(3, np.uint8))
    with pytest.raises(ValueError, match=r"no mnist\.npz"):
        from_path(path, NAMES)


def test_pickled_objects_in_an_npz_are_not_opened(tmp_path):
    path = tmp_path / "mnist.npz"
    path.write_bytes(npz([np.array([print], object)] * 4))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        from_path(path, NAMES)


def test_an_empty_npz(tmp_path):
    path = tmp_path / "mnist.npz"
    path.touch()
    with pytest.raises(ValueError, match=r"no mnist\.npz"):
        from_path(path, NAMES)
