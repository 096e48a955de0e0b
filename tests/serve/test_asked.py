"""What a request asks of its picture: how to read it, what is known, which page; or why not."""

from __future__ import annotations

import base64
import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from numerals.errors import UsageError
from numerals.field import Field
from numerals.serve.app import create_app
from numerals.serve.asked import WISHES, Asked, understand
from tests.papers import paper
from tests.readings import form, number
from tests.serve.conftest import TestClient

if TYPE_CHECKING:
    from numerals.reading import Reading


def send(client: TestClient, data: bytes, query: str = "", **fields: str):
    return client.post(f"/predict{query}", data=fields, files={"file": ("a", data)})


def test_what_is_asked_is_understood() -> None:
    assert understand({}) == understand({"expect": "", "length": " ", "page": ""}) == Asked()
    assert understand({"expect": "page", "page": "2", "preview": "1"}) == Asked(
        "page", None, 2, preview=True
    )
    known = {"length": "4..6", "range": "0..9", "pattern": r"\d+", "check": "luhn", "decimal": ","}
    assert understand(known).field == Field.parse(**known)
    assert not understand({"preview": "0"}).preview


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"expect": "word"}, "expect is one of .*page.*, not 'word'"),
        ({"page": "two"}, "page is a number from 1, not 'two'"),
        ({"page": "-1"}, "page is a number"),
        ({"page": "9" * 10}, "page is a number"),
        ({"length": "six"}, "length takes"),
        ({"check": "sum"}, "check is one of"),
        ({"decimal": ";"}, "decimal is"),
    ],
)
def test_what_makes_no_sense_is_said(fields: dict[str, str], words: str, client, one) -> None:
    with pytest.raises(UsageError, match=words):
        understand(fields)
    answer = send(client, one, **fields)
    assert answer.status_code == 422
    assert answer.json()["error"]["kind"] == "usage"


def test_the_reader_itself_stays_as_it_is() -> None:
    loaded = SimpleNamespace(
        expect="auto", field=Field(), number_acceptance=1, strings=object(), expects=lambda e: e
    )
    known = Field(length=3)
    other = Asked("number", known).of(loaded)  # type: ignore[arg-type]
    assert (other.expect, other.field, other.strings) == ("number", known, loaded.strings)
    assert (loaded.expect, loaded.field) == ("auto", Field())
    assert Asked(page=2).of(loaded) is loaded  # type: ignore[arg-type]


def test_the_form_and_the_query_may_ask(client) -> None:
    pdf = paper("12", "PDF")
    for answer in (
        send(client, pdf, page="2", expect="digit"),
        send(client, pdf, "?page=2&expect=digit"),
        send(client, pdf, "?page=1&expect=digit", page="2"),  # the form's own wins
    ):
        body = answer.json()
        assert (body["prediction"], body["page"], body["kind"]) == ("2", 2, "digit")
    body = send(client, pdf, expect="digit").json()
    assert (body["prediction"], body["page"], body["status"]) == ("1", 1, "review")
    answer = send(client, pdf, page="3", expect="digit")
    assert answer.status_code == 422
    assert answer.json()["error"] == {
        "kind": "no_such_page",
        "message": "there is no page 3: the file has 2 pages, counted from 1",
    }


@pytest.fixture
def reading(reader, monkeypatch: pytest.MonkeyPatch) -> dict[str, Reading]:
    """What the reader is to find."""
    found: dict[str, Reading] = {}
    monkeypatch.setattr(reader, "read", lambda source, name: found["it"])
    return found


def test_a_number_has_its_value_and_alternatives(client, one, reading) -> None:
    from decimal import Decimal

    from numerals.reading import Alternative

    others = (Alternative("1,264.50", 0.04),)
    reading["it"] = number(
        "1,204.50", value=Decimal("1204.50"), alternatives=others, constrained=True
    )
    body = send(client, one).json()
    assert (body["prediction"], body["value"], body["kind"]) == ("1,204.50", "1204.50", "number")
    assert body["alternatives"] == [{"value": "1,264.50", "confidence": 0.04}]
    assert body["constrained"] is True
    assert [digit["value"] for digit in body["digits"]] == list("120450")
    assert body["numbers"] == []


def test_a_page_has_its_numbers(client, one, reading) -> None:
    reading["it"] = form(page=2)
    body = send(client, one).json()
    assert body["prediction"] == "1,204.50\t\t17\n007\t\t450"
    assert (body["kind"], body["page"], body["status"]) == ("page", 2, "review")
    assert (body["digits"], body["frame"], body["probabilities"]) == ([], None, {})
    row = reading["it"].to_dict()["numbers"][1]
    second = body["numbers"][1]
    for name in ("text", "confidence", "status", "reason", "digits", "value", "box", "row",
                 "column", "printed"):  # fmt: skip
        assert second[name] == row[name]
    assert len(second["probabilities_by_digit"]) == len(second["frames"]) == 2


def test_the_picture_comes_back_where_it_is_asked_for(client, one, reading) -> None:
    reading["it"] = form()
    assert send(client, one).json()["preview"] is None
    body = send(client, one, preview="1").json()
    head, _, data = body["preview"].partition(",")
    assert head == "data:image/png;base64"
    assert np.asarray(Image.open(io.BytesIO(base64.b64decode(data)))).shape == (200, 300, 3)
    assert body["preview_scale"] == 1.0


def test_a_field_of_megabytes_is_refused(client, one) -> None:
    answer = send(client, one, pattern="1" * (11 * 1024 * 1024))
    assert answer.status_code == 413


def test_all_that_may_be_asked_is_described(reader) -> None:
    with TestClient(create_app(reader), base_url="http://localhost") as client:
        operation = client.get("/openapi.json").json()["paths"]["/predict"]["post"]
    form = operation["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    assert set(form) == {"file", *WISHES}
    assert all(field["description"] for field in form.values())
