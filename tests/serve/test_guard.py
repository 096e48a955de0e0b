"""The guard: no foreign names on a loopback address, and a strict policy on every answer."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from numerals.serve.app import create_app
from numerals.serve.guard import host_name


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"]
)
def test_own_names_are_let_in(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
     "192.168.1.7", "", "[::2]:8000", "[::1"],
)  # fmt: skip
def test_foreign_names_are_refused(client, host):
    answer = client.get("/healthz", headers={"host": host})
    assert answer.status_code == 403
    assert answer.json()["error"]["kind"] == "foreign_host"
    assert client.post("/predict", headers={"host": host}).status_code == 403


def test_the_address_given_is_its_own_name(reader):
    with TestClient(create_app(reader, "127.0.0.2")) as client:
        assert client.get("/healthz", headers={"host": "127.0.0.2:80"}).status_code == 200
        assert client.get("/healthz", headers={"host": "127.0.0.3:80"}).status_code == 403


def test_an_open_address_goes_by_any_name(reader):
    with TestClient(create_app(reader, "0.0.0.0")) as client:
        assert client.get("/healthz", headers={"host": "desk.local:8000"}).status_code == 200


def test_host_name():
    assert host_name("[::1]:80") == host_name("[::1]") == "[::1]"
    assert host_name("a:80") == host_name("A") == "a"


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/healthz", "/nowhere", "/predict"])
def test_the_policy_is_strict(client, path):
    headers = client.get(path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy.pop("img-src") == "'self' data:"
    assert policy.pop("default-src") == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


def test_no_other_origin_is_let_in(client):
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = client.options("/predict", headers=headers)
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


def test_answers_are_not_kept(client):
    assert client.get("/healthz").headers["cache-control"] == "no-store"
    assert client.get("/page/main.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/page/main.js", "text/javascript"),
        ("/page/style/base.css", "text/css"),
        ("/page/favicon.svg", "image/svg+xml"),
    ],
)
def test_the_page_is_served_as_what_it_is(client, path, kind):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
