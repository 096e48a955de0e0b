"""Upload: one picture out of a multipart form, held in memory, never more than the limit.

The form parser that comes with the web framework puts files above 1 MB on disk. This one
keeps the picture and what is asked of it, lets the rest pass, and stops at the limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from numerals.errors import TooLargeError
from numerals.serve.asked import WISHES
from numerals.serve.problems import BrokenFormError, NoFileError, TooSlowError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks
    from starlette.requests import Request

#: The largest file that is taken, in bytes: 10 MB.
MAX_BYTES = 10 * 1024 * 1024
#: What the form around the file may take.
_FORM_BYTES = 64 * 1024
#: How long an upload may take.
_SECONDS = 60.0
FIELD = "file"
_HOW = "send one picture as the form field 'file', as in  curl -F file=@picture.png"


@dataclass(frozen=True, slots=True)
class Upload:
    """What a request brings.

    Attributes:
        data: The picture's bytes.
        fields: The form's text fields that have a name in `WISHES`, and the query's.
    """

    data: bytes
    fields: Mapping[str, str]


class _Form:
    """Listens to the parser, and keeps the bytes of the file and of the fields that are wanted."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.fields: dict[str, bytearray] = {}
        self.found = 0
        self.complete = False
        self._wanted: bytearray | None = None
        self._name = b""
        self._value = b""
        self._disposition = b""

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._part_data,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._disposition, self._wanted = b"", None

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name in WISHES:
            self._wanted = self.fields[name] = bytearray()
        # A form without a chosen file sends the field with an empty file name.
        if name != FIELD or not options.get(b"filename"):
            return
        self._wanted = self.data
        self.found += 1
        if self.found > 1:
            raise NoFileError(f"more than one picture was sent; {_HOW}")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._wanted is None:
            return
        if len(self._wanted) + end - start > MAX_BYTES:
            raise _too_large()
        self._wanted += data[start:end]

    def _end(self) -> None:
        self.complete = True


async def receive(request: Request) -> Upload:
    """Take the form field `file` off a request, and what the form or the query asks of it.

    Raises:
        TooLargeError: Over `MAX_BYTES`; as soon as the request says so, or does it. The server
            throws away what still comes, so that the client hears why.
        NoFileError: The form brings no file, or two; or there is no form.
        BrokenFormError: The form is cut off, or none.
        TooSlowError: It took more than a minute.
    """
    try:
        async with asyncio.timeout(_SECONDS):
            return await _receive(request)
    except TimeoutError:
        raise TooSlowError(f"the upload took more than {_SECONDS:.0f} seconds") from None


async def _receive(request: Request) -> Upload:
    form = _Form()
    parser = MultipartParser(_boundary(request), form.callbacks())
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > MAX_BYTES + _FORM_BYTES:
        raise _too_large()
    received = 0
    try:
        async for chunk in request.stream():
            received += len(chunk)
            if received > MAX_BYTES + _FORM_BYTES:
                raise _too_large()
            parser.write(chunk)
    except FormParserError:
        raise BrokenFormError(f"the form cannot be read; {_HOW}") from None
    if not form.complete:
        raise BrokenFormError(f"the form is cut off before its end; {_HOW}")
    if not form.found:
        raise NoFileError(f"no file was sent; {_HOW}")
    fields = {name: request.query_params[name] for name in WISHES if name in request.query_params}
    fields |= {name: value.decode("utf-8", "replace") for name, value in form.fields.items()}
    return Upload(bytes(form.data), fields)


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data":
        raise NoFileError(f"the request is no form; {_HOW}")
    boundary = options.get(b"boundary", b"")
    if not 1 <= len(boundary) <= 70:  # RFC 2046
        raise BrokenFormError(f"the form names no boundary between its parts; {_HOW}")
    return boundary


def _too_large() -> TooLargeError:
    return TooLargeError(f"the file is over the limit of {MAX_BYTES // (1024 * 1024)} MB")
