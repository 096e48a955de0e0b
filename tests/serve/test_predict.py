"""POST /predict: what is answered, and that nothing of a picture stays."""

from __future__ import annotations

import base64
import io
import tempfile
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pytest
from PIL import Image

from numerals import __version__
from numerals.reader import Reader
from numerals.reading import Alternative, Box, Digit, Reading, Status
from numerals.serve.answer import to_answer
from numerals.serve.app import create_app
from tests.model.nets import RISK, configured, rejecting
from tests.serve.conftest import TestClient


def _send(client, data, name="a.png"):
    return client.post("/predict", files={"file": (name, data)})


def test_one_digit(client, one):
    answer = _send(client, one)
    assert answer.status_code == 200
    body = answer.json()
    assert body["prediction"] == "1"
    assert set(body) == {
        "prediction", "confidence", "status", "reason", "probabilities",
        "probabilities_by_digit", "digits", "frame", "frames", "kind", "value", "alternatives",
        "constrained", "box", "row", "column", "printed", "turned", "page", "numbers", "preview",
        "preview_scale",
    }  # fmt: skip
    assert list(body["probabilities"]) == list("0123456789")
    total = sum(body["probabilities"].values()) + body["digits"][0]["no_digit"]
    assert total == pytest.approx(1, abs=0.002)
    assert body["probabilities"]["1"] == body["confidence"] == body["digits"][0]["confidence"]
    assert body["status"] in ("accepted", "review")


def test_the_answer_is_the_readers(client, reader, three_digits):
    body = _send(client, three_digits).json()
    row = reader.read(three_digits).to_dict()
    assert body["prediction"] == row["text"] == "010"
    for key in ("confidence", "status", "reason", "digits"):
        assert body[key] == row[key]


def test_several_digits(client, three_digits):
    body = _send(client, three_digits).json()
    assert len(body["digits"]) == len(body["frames"]) == len(body["probabilities_by_digit"]) == 3
    assert body["frame"] == body["frames"][0]
    assert body["probabilities"] == body["probabilities_by_digit"][0]
    assert body["status"] in ("accepted", "review")
    assert (body["kind"], body["value"]) == ("number", body["prediction"].lstrip("0"))


def test_the_frame_is_what_the_network_saw(client, reader, one):
    url = _send(client, one).json()["frame"]
    head, _, data = url.partition(",")
    assert head == "data:image/png;base64"
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    np.testing.assert_array_equal(pixels, reader.read(one).digits[0].frame)


def test_blank_paper_is_unreadable(client, blank):
    answer = _send(client, blank)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["prediction"], body["confidence"], body["status"]) == ("", 0.0, "unreadable")
    assert "no ink" in body["reason"]
    assert body["probabilities"] == {}
    assert body["frame"] is None
    assert body["frames"] == body["digits"] == []


def test_what_is_no_digit_is_unreadable_with_its_frame(tmp_path):
    reader = Reader(rejecting(tmp_path / "eleven"))
    image = Image.new("L", (100, 100), 255)
    image.paste(0, (30, 25, 80, 75))
    out = io.BytesIO()
    image.save(out, "PNG")
    with TestClient(create_app(reader), base_url="http://localhost") as client:
        body = _send(client, out.getvalue()).json()
    assert (body["prediction"], body["confidence"], body["status"]) == ("", 0.0, "unreadable")
    assert "does not look like a digit" in body["reason"]
    assert body["digits"][0]["no_digit"] > 0.99
    assert len(body["frames"]) == 1


def test_the_servers_setting_decides(tmp_path, one):
    risk = RISK | {"accept": [0.9999999, 0.99, 0.9, 0.0001]}
    model = configured(tmp_path / "states", risk=risk)
    for max_error, status in ((0.001, "review"), (0.1, "accepted")):
        app = create_app(Reader(model, max_error=max_error))
        with TestClient(app, base_url="http://localhost") as client:
            assert _send(client, one).json()["status"] == status


def test_what_is_not_certain_is_never_shown_as_certain():
    p = (Alternative("7", 0.99996), Alternative("1", 0.00004))
    digit = Digit("7", Box(0, 0, 1, 1), p, np.zeros((28, 28), np.uint8))
    answer = to_answer(Reading("a", "7", 0.99996, Status.ACCEPTED, "", (digit,)))
    assert answer.confidence == answer.probabilities["7"] == 0.9999


def test_health(client, reader):
    config = reader.network.config
    assert client.get("/healthz").json() == {
        "status": "ok",
        "version": __version__,
        "model": {
            "name": config.name,
            "version": config.version,
            "classes": list("0123456789"),
        },
    }


def test_nothing_is_written_to_disk(client, reader, one, monkeypatch, tmp_path):
    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file was asked for")

    for name in ("SpooledTemporaryFile", "TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("starlette.formparsers.SpooledTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # Bytes after a PNG's end do not matter to it, but make it larger than frameworks hold.
    large = one + b"\0" * 5_000_000
    assert _send(client, large).json()["prediction"] == "1"
    assert _send(client, b"x" * 5_000_000).status_code == 415
    assert not list(tmp_path.iterdir())


def test_other_fields_pass(client, one):
    answer = client.post("/predict", data={"note": "x" * 1000}, files={"file": ("a", one)})
    assert answer.json()["prediction"] == "1"


def test_a_hundred_at_once(server, one, three_digits):
    pictures = [one if i % 2 else three_digits for i in range(100)]
    limits = httpx.Limits(max_connections=100)
    with (
        httpx.Client(base_url=server, limits=limits, timeout=120) as client,
        ThreadPoolExecutor(100) as pool,
    ):
        answers = list(pool.map(lambda data: _send(client, data), pictures))
    assert [a.status_code for a in answers] == [200] * 100
    assert [a.json()["prediction"] for a in answers] == [
        "1" if i % 2 else "010" for i in range(100)
    ]
