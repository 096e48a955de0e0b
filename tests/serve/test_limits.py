"""Limits and errors: each has its status, its word, and the one shape."""

from __future__ import annotations

import contextlib
import http.client
import logging
import socket
import time
import tracemalloc
from pathlib import Path

import httpx
import pytest

from numerals.errors import ModelError, NumeralsError
from numerals.image import open as opening
from numerals.serve import upload
from numerals.serve.problems import RESPONSES
from tests.papers import LOCKED

_LIMIT = 10 * 1024 * 1024


def _problem(answer, status, kind):
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"kind", "message"}
    assert body["error"]["kind"] == kind
    assert body["error"]["message"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    return body["error"]["message"]


def _send(client, data, name="a.png"):
    return client.post("/predict", files={"file": (name, data)})


def test_text_named_png(client):
    assert "this is text" in _problem(_send(client, b"hello there"), 415, "not_a_picture")


def test_broken_and_locked_pdf(client):
    assert "PDF is broken" in _problem(_send(client, b"%PDF-1.7\0"), 422, "broken_picture")
    assert "password" in _problem(_send(client, LOCKED), 422, "locked")


def test_truncated_jpeg(client, broken_jpeg):
    _problem(_send(client, broken_jpeg, "a.jpg"), 422, "broken_picture")


def test_empty_file(client):
    assert "empty" in _problem(_send(client, b""), 422, "broken_picture")


@pytest.mark.parametrize("size", [(40_000, 40_000), (7_072, 7_072), (50_000_001, 1)])
def test_too_many_pixels_are_never_decoded(client, bomb, size, monkeypatch):
    def refuse(*args):
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", refuse)
    _problem(_send(client, bomb(*size)), 413, "too_large")


def test_pixels_up_to_the_limit_are_decoded(client, bomb):
    # Its size is allowed, so the decoder sees it, and finds its pixels missing.
    assert opening.MAX_PIXELS == 50_000_000
    _problem(_send(client, bomb(5_000, 10_000)), 422, "broken_picture")


def test_a_file_at_the_limit_of_bytes(client, one):
    at_limit = one + b"\0" * (_LIMIT - len(one))
    assert _send(client, at_limit).status_code == 200
    assert "10 MB" in _problem(_send(client, at_limit + b"\0"), 413, "too_large")


def test_the_page_knows_the_limit():
    script = Path(upload.__file__).parent / "page" / "ask.js"
    assert f"MAX_BYTES = {upload.MAX_BYTES};" in script.read_text("utf-8")
    assert upload.MAX_BYTES == _LIMIT


def _chunks(name, megabytes, sent):
    yield f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="a"\r\n\r\n'.encode()
    for _ in range(megabytes):
        sent.append(1)
        yield b"x" * 1024 * 1024
    yield b"\r\n--b--\r\n"


_FORM = {"content-type": "multipart/form-data; boundary=b"}


@pytest.mark.parametrize("name", ["file", "other"])
def test_a_stream_without_a_length_is_stopped(server, name):
    tracemalloc.start()
    answer = httpx.post(f"{server}/predict", content=_chunks(name, 40, []), headers=_FORM)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    _problem(answer, 413, "too_large")
    # The server runs in this process: what it held of the 40 MB shows here.
    assert peak < 3 * _LIMIT


def test_a_length_over_the_limit_is_refused_before_a_byte_is_sent(server):
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as sock:
        sock.sendall(
            b"POST /predict HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
            b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 20000000\r\n\r\n"
        )
        assert sock.recv(4096).startswith(b"HTTP/1.1 413")


def test_a_client_that_goes_on_sending_still_hears_why(server):
    # This client, unlike others, takes a closed door for the end of it.
    client = http.client.HTTPConnection(server.removeprefix("http://"), timeout=30)
    with contextlib.closing(client):
        client.request("POST", "/predict", b"x" * 30_000_000, _FORM)
        assert client.getresponse().status == 413


def test_a_slow_upload_ends(server, monkeypatch):
    monkeypatch.setattr(upload, "_SECONDS", 0.2)
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as sock:
        sock.sendall(
            b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b"
        )
        answer = b""
        while not answer.endswith(b"}}") and (more := sock.recv(4096)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 408")
    assert b'"kind":"too_slow"' in answer


def test_no_file(client, one):
    _problem(client.post("/predict"), 422, "no_file")
    _problem(client.post("/predict", json={"file": 1}), 422, "no_file")
    _problem(client.post("/predict", content=one), 422, "no_file")
    _problem(client.post("/predict", data={"file": "text"}), 422, "no_file")
    _problem(client.post("/predict", files={"picture": ("a", one)}), 422, "no_file")
    unchosen = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n'
    )
    _problem(client.post("/predict", content=unchosen, headers=_FORM), 422, "no_file")


def test_two_files(client, one):
    files = [("file", ("a", one)), ("file", ("b", one))]
    assert "more than one" in _problem(client.post("/predict", files=files), 422, "no_file")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--b--\r\n"),
        (f"multipart/form-data; boundary={'b' * 80}", b"--b--\r\n"),
        ("multipart/form-data; boundary=b", b"no form at all"),
        ("multipart/form-data; boundary=b", b""),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nxyz',
        ),
        ("multipart/form-data; boundary=b", b"--b\r\nX: " + b"h" * 20_000 + b"\r\n\r\n--b--"),
    ],
)
def test_broken_forms(client, kind, body):
    answer = client.post("/predict", content=body, headers={"content-type": kind})
    _problem(answer, 400, "broken_form")


def test_unknown_place(client):
    assert "/nowhere" in _problem(client.get("/nowhere"), 404, "not_found")
    _problem(client.get("/page/nothing.js"), 404, "not_found")
    _problem(client.get("/page/../app.py"), 404, "not_found")
    _problem(client.get("/page/%2e%2e/app.py"), 404, "not_found")


def test_wrong_method(client):
    answer = client.get("/predict")
    _problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_validation_has_the_same_shape(client):
    @client.app.get("/twice")
    def twice(number: int) -> int:
        return 2 * number

    assert "number" in _problem(client.get("/twice?number=x"), 422, "usage")


def test_own_faults_show_nothing_of_the_inside(client, reader, one, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("secret")

    monkeypatch.setattr(reader, "read", fail)
    assert "secret" not in _problem(_send(client, one), 500, "internal")


@pytest.mark.parametrize("error", [NumeralsError, ModelError])
def test_every_error_of_numerals_has_its_status(client, reader, one, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error("the reason")

    monkeypatch.setattr(reader, "read", fail)
    assert _problem(_send(client, one), error.http_status, error.kind) == "the reason"


def test_a_client_that_goes_away_is_no_fault(server, one, caplog):
    log = logging.getLogger("uvicorn.error")
    log.addHandler(caplog.handler)
    host, port = server.removeprefix("http://").split(":")
    try:
        with socket.create_connection((host, int(port)), timeout=10) as sock:
            sock.sendall(
                b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b"
            )
        time.sleep(0.3)
        answer = httpx.post(f"{server}/predict", files={"file": ("a", one)})
    finally:
        log.removeHandler(caplog.handler)
    assert answer.status_code == 200
    assert not caplog.records


def test_the_description_names_every_error(client):
    schema = client.get("/openapi.json").json()
    operation = schema["paths"]["/predict"]["post"]
    assert set(operation["responses"]) == {"200", *map(str, RESPONSES)}
    for status in map(str, RESPONSES):
        content = operation["responses"][status]["content"]["application/json"]
        assert content["schema"]["$ref"].endswith("/Problem")
    form = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert form["properties"]["file"]["format"] == "binary"
    answer = schema["components"]["schemas"]["Answer"]["properties"]
    assert all("description" in field for name, field in answer.items() if name != "digits")
