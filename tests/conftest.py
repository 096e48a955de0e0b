"""What all tests share: digits drawn by the example's own hand, and one reader."""

from __future__ import annotations

import signal

import pytest

from numerals.reader import Reader

# A shell's background job ignores Ctrl-C, and hands that down to the children that the tests
# interrupt: give them back what a person's shell gives them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The shipped model, told that a picture shows one digit."""
    return Reader(expect="digit")
