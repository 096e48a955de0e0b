"""`numerals serve`: the address, what stops it at the start, and its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from numerals.errors import UsageError
from numerals.serve import listen


def _numerals(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "numerals", "serve", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_port_in_use():
    with listen.bind("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} on 127.0.0.1 is in use; .*--port"):
            listen.bind("127.0.0.1", port)
        ended = _numerals("--port", str(port))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"numerals: port {port} on 127.0.0.1 is in use")
    assert ended.stderr.count("\n") == 1


def test_addresses_that_are_none():
    with pytest.raises(UsageError, match="not an address of this machine"):
        listen.bind("192.0.2.1", 8000)
    with pytest.raises(UsageError, match="no address 'no such host'"):
        listen.bind("no such host", 8000)


def test_a_port_that_is_not_for_everybody(monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(UsageError, match=r"port 80 may not be used by you; .*--port 8000"):
        listen.bind("127.0.0.1", 80)


def test_what_is_loopback():
    assert all(map(listen.is_loopback, ["localhost", "127.0.0.1", "127.8.8.8", "::1"]))
    assert not any(map(listen.is_loopback, ["0.0.0.0", "::", "192.168.1.7", "desk.local"]))


def test_address():
    with listen.bind("0.0.0.0", 0) as sock:
        assert listen.address(sock) == f"http://127.0.0.1:{sock.getsockname()[1]}"


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6")
def test_ipv6_address():
    try:
        sock = listen.bind("::1", 0)
    except UsageError:
        pytest.skip("this machine has no IPv6 loopback")
    with sock:
        assert listen.address(sock) == f"http://[::1]:{sock.getsockname()[1]}"


def test_a_wrong_model_fails_at_the_start():
    ended = _numerals("--port", "0", "--model", "no/such/model")
    assert ended.returncode == 5
    assert ended.stderr == "numerals: no such model: no/such/model\n"


def test_a_share_that_is_none_is_wrong_usage():
    ended = _numerals("--max-error", "much")
    assert ended.returncode == 2
    assert "takes a share such as 0.5%" in ended.stderr


def test_every_option_has_help():
    help_text = _numerals("--help").stdout
    for words in (
        "--host",
        "--port",
        "--open",
        "--model",
        "--max-error",
        "127.0.0.1",
        "8000",
        "Ctrl-C",
    ):
        assert words in help_text


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_it_serves_until_ctrl_c(one):
    command = [sys.executable, "-m", "numerals", "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        url = process.stderr.readline().split()[3]
        for what in ("digits", "numbers"):
            assert process.stderr.readline().startswith(f"{what}: accepted from ")
        with httpx.Client(base_url=url, timeout=60) as client:
            answer = client.post("/predict", files={"file": ("a", one)})
            assert answer.json()["prediction"] == "1"
            process.send_signal(signal.SIGINT)  # while a connection is kept open
            out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert out == ""
    assert err == "stopped\n"


def test_open_opens_the_page(monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    listen.open_in_browser("http://127.0.0.1:8000")
    assert opened == ["http://127.0.0.1:8000"]
