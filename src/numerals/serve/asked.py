"""Asked: what a request asks of its picture, beside reading it: how, and which page."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from numerals.errors import UsageError
from numerals.prepare import Expect

if TYPE_CHECKING:
    from numerals.field import Field
    from numerals.reader import Reader

_FIELD = {
    "length": "How many digits each number has, as 5 or 4..6",
    "range": "Between which values each number lies, both included, as 0..150",
    "pattern": "A regular expression for all of each number",
    "check": "Which check digit each number bears: luhn, iban97, ean or mod11",
    "decimal": "Which mark stands before decimals: auto, a point or a comma",
}
#: What may be asked, as a field of the form or of the query, each in words.
WISHES = {
    "expect": f"What the picture shows: one of {', '.join(get_args(Expect))}",
    **_FIELD,
    "page": "Which page of a PDF or TIFF file, from 1; without it the first",
    "preview": "1 to get the picture back, too, for who cannot show the file",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one picture.

    Attributes:
        expect: What it shows; None for what the service was started with.
        field: What is known of its numbers.
        page: Which page of the file, from 1; None for the first, with a doubt if there are more.
        preview: Whether the picture is to be sent back.
    """

    expect: Expect | None = None
    field: Field | None = None
    page: int | None = None
    preview: bool = False

    def of(self, reader: Reader) -> Reader:
        """Give the reader that reads so: a light copy, which shares the networks."""
        if self.expect is None and self.field is None:
            return reader
        expect = reader.expects(reader.expect if self.expect is None else self.expect)
        if expect != "digit":
            # Loaded when first used: before the copy, so that all copies share it.
            _ = reader.number_acceptance
        other: Any = copy.copy(reader)
        other.expect = expect
        if self.field is not None:
            other.field = self.field
        return other  # type: ignore[no-any-return]


def understand(fields: Mapping[str, str]) -> Asked:
    """Understand the fields of a request; an empty one asks nothing.

    Raises:
        UsageError: One makes no sense; the text says what to write.
    """
    given = {name: text.strip() for name, text in fields.items() if text.strip()}
    return Asked(
        _expect(given.get("expect")),
        _field({name: given[name] for name in _FIELD if name in given}),
        _page(given.get("page")),
        given.get("preview", "0") not in ("0", "false", "no"),
    )


def _expect(text: str | None) -> Expect | None:
    for expect in get_args(Expect):
        if text == expect:
            return expect  # type: ignore[no-any-return]
    if text is None:
        return None
    raise UsageError(f"expect is one of {', '.join(get_args(Expect))}, not {text!r}")


def _field(given: dict[str, str]) -> Field | None:
    if not given:
        return None
    from numerals.field import Field

    return Field.parse(**given)


def _page(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    raise UsageError(f"page is a number from 1, not {text!r}")


def form_schema(field: str) -> dict[str, Any]:
    """Describe the form for /docs: the file under `field`, and what may be asked of it."""
    wishes = {name: {"type": "string", "description": words} for name, words in WISHES.items()}
    file = {"type": "string", "format": "binary", "description": "One picture, at most 10 MB"}
    schema = {"type": "object", "required": [field], "properties": {field: file, **wishes}}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
