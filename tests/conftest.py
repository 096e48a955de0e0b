"""What all tests share: digits drawn by the example's own hand, and one reader."""

from __future__ import annotations

import pytest

from numerals.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The shipped model, told that a picture shows one digit."""
    return Reader(expect="digit")
