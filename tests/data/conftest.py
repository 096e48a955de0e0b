"""A small MNIST whose hashes are taken for the real ones, and no way to the network."""

import pytest

from numerals.data import sources
from tests.data.fake import hashes, make_parts, mnist_module


@pytest.fixture(scope="session")
def parts():
    return make_parts(40, 20)


@pytest.fixture
def small(parts, tmp_path, monkeypatch):
    """An empty cache, no mirrors, no pip: what a test does not offer is not to be had."""

    def no_package(names):
        raise OSError("no pip in this test")

    monkeypatch.setattr(mnist_module, "PARTS", hashes(parts))
    monkeypatch.setattr(sources, "MIRRORS", ())
    monkeypatch.setattr(sources, "from_package", no_package)
    monkeypatch.setenv(mnist_module.CACHE_VARIABLE, str(tmp_path / "cache"))
    return mnist_module.cache_dir()
