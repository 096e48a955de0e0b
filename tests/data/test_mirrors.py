"""Mirrors that answer, lie, break off, or are gone: a real server on this machine alone."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from numerals.data import mnist, sources
from numerals.errors import MissingDataError
from tests.data.fake import NAMES, gzipped, mnist_module


class Mirror(BaseHTTPRequestHandler):
    """Serves `/KIND/part.gz`, and fails in the way that KIND names."""

    protocol_version = "HTTP/1.1"
    parts: dict[str, bytes]

    def do_GET(self):
        _, kind, name = self.path.split("/")
        content = gzipped(self.parts[name.removesuffix(".gz")])
        if kind == "gone":
            self.send_error(404)
            return
        if kind == "silent":
            self.close_connection = True
            return
        if kind == "cut-gzip":
            content = content[:-30]
        if kind == "other":
            content = gzipped(b"\0\0\x08\x01\0\0\0\x01x")
        self.send_response(200)
        self.close_connection = True
        if kind == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n" % len(content) + content[: len(content) // 2])
            return
        lie = 1000 if kind == "breaks-off" else 0
        self.send_header("Content-Length", str(len(content) + lie))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server(parts):
    handler = type("Handler", (Mirror,), {"parts": parts})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _straight_to_it(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


def test_an_honest_mirror_fills_the_cache(server, small, parts, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", (f"{server}/honest/",))
    data = mnist()
    assert data.train.images.shape == (40, 28, 28)
    assert {p.name: p.read_bytes() for p in small.iterdir()} == parts


@pytest.mark.parametrize(
    ("kind", "error", "said"),
    [
        ("breaks-off", OSError, "broke off after"),
        ("chunked", OSError, "broke off"),
        ("silent", OSError, "closed connection"),
        ("gone", OSError, "404"),
        ("cut-gzip", ValueError, "gzip stream is broken"),
    ],
)
def test_each_lie_is_noticed(server, kind, error, said):
    with pytest.raises(error, match=said):
        sources.from_mirror(f"{server}/{kind}/", NAMES)


@pytest.mark.parametrize("kind", ["breaks-off", "chunked", "silent", "gone", "cut-gzip", "other"])
def test_the_next_mirror_steps_in_and_nothing_half_is_kept(server, small, parts, kind, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", (f"{server}/{kind}/", f"{server}/honest/"))
    mnist()
    assert {p.name: p.read_bytes() for p in small.iterdir()} == parts


def test_only_lies_leave_no_cache_and_are_all_told(server, small, monkeypatch):
    urls = tuple(f"{server}/{kind}/" for kind in ("breaks-off", "other"))
    monkeypatch.setattr(sources, "MIRRORS", urls)
    with pytest.raises(MissingDataError) as caught:
        mnist()
    for url in urls:
        assert url in str(caught.value)
    assert "wrong SHA-256" in str(caught.value)
    assert not small.exists()


def test_with_mirrors_dead_the_package_is_taken(small, parts, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", ("http://127.0.0.1:9/",))
    monkeypatch.setattr(sources, "from_package", lambda names: dict(parts))
    assert mnist().test.labels.shape == (20,)
    assert mnist_module._from_cache() == parts
