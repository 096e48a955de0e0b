"""What all tests share: digits drawn by the example's own hand, and one reader."""

from __future__ import annotations

import shutil
import signal

import pytest
from hypothesis import settings

from numerals.reader import Reader

# How long an example takes says what else the machine does.
settings.register_profile("numerals", deadline=None)
settings.load_profile("numerals")

# A shell's background job ignores Ctrl-C, and hands that down to the children that the tests
# interrupt: give them back what a person's shell gives them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, started once; skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(_NAMES)})")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The shipped model, told that a picture shows one digit."""
    return Reader(expect="digit")
