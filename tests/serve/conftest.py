"""What the tests of the service share: an application, a real server, and pictures."""

from __future__ import annotations

import contextlib
import io
import struct
import threading
import time
import warnings
import zlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
import pytest
import uvicorn
from PIL import Image, ImageDraw

from numerals.reader import Reader
from numerals.serve.app import create_app
from numerals.serve.listen import address, bind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

with warnings.catch_warnings():
    # Newer Starlettes want another HTTP client than older ones know; either does here.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def client(reader: Reader) -> Iterator[TestClient]:
    with TestClient(
        create_app(reader), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="session")
def server(reader: Reader) -> Iterator[str]:
    """The URL of a real server on a free port."""
    with serving(reader) as url:
        yield url


@contextlib.contextmanager
def serving(reader: Reader) -> Iterator[str]:
    """Serve with this reader on a free port; gives the URL."""
    with bind("127.0.0.1", 0) as sock:
        config = uvicorn.Config(create_app(reader), log_level="error", access_log=False)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [sock]})
        thread.start()
        while not running.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield address(sock)
        running.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive()


def _encode(image: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="session")
def one() -> bytes:
    """A PNG of a vertical stroke."""
    image = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(image).line((104, 40, 98, 160), fill=0, width=14)
    return _encode(image)


@pytest.fixture(scope="session")
def three_digits() -> bytes:
    """A PNG of a ring, a stroke and a ring, side by side."""
    image = Image.new("L", (600, 240), 255)
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 50, 140, 190), outline=0, width=14)
    draw.line((302, 50, 298, 190), fill=0, width=14)
    draw.ellipse((440, 50, 540, 190), outline=0, width=14)
    return _encode(image)


@pytest.fixture(scope="session")
def blank() -> bytes:
    return _encode(Image.new("L", (100, 100), 255))


@pytest.fixture(scope="session")
def broken_jpeg() -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200), np.uint8)
    whole = _encode(Image.fromarray(noise), "JPEG")
    return whole[: len(whole) // 2]


@pytest.fixture(scope="session")
def bomb() -> Callable[[int, int], bytes]:
    """Make a PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    def make(width: int, height: int) -> bytes:
        header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
        return b"\x89PNG\r\n\x1a\n" + body

    return make


@pytest.fixture
def open_page(browser, server):
    """Open the page; at the end, check that it asked no other host and met no fault."""
    contexts, hosts, faults = [], set(), []

    def _open(path="/", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: hosts.add(urlsplit(request.url)[:2]))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if _is_fault(m) else None)
        page.goto(server + path)
        return page

    _open.hosts, _open.faults = hosts, faults
    yield _open
    for context in contexts:
        context.close()
    assert hosts <= {urlsplit(server)[:2], ("data", "")}
    assert not faults


def _is_fault(message):
    # Chromium reports an answer of 4xx as an error of its own; the page shows it to the person.
    return message.type in ("error", "warning") and "the server responded" not in message.text
