"""Problems: every error leaves as {"error": {"kind", "message"}}, whoever raised it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from numerals.errors import NumeralsError, UsageError
from numerals.serve.policy import HEADERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request


class NoFileError(UsageError):
    """The request brings no picture in a form field `file`, or more than one."""

    kind = "no_file"


class BrokenFormError(UsageError):
    """The body is not the multipart form that its header promises."""

    http_status = 400
    kind = "broken_form"


class TooSlowError(UsageError):
    """The upload took longer than the service waits."""

    http_status = 408
    kind = "too_slow"


class ProblemDetail(BaseModel):
    """What went wrong: a stable word for programs, a sentence for people."""

    kind: str
    message: str


class Problem(BaseModel):
    """The one shape of all errors."""

    error: ProblemDetail


#: The error answers of /predict, for its OpenAPI description.
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description}
    for status, description in {
        400: "`broken_form`: the body is no whole multipart form",
        403: "`foreign_host`: the request came under a name that is not this machine's",
        408: "`too_slow`: the upload took too long",
        413: "`too_large`: over 10 MB, or over 50 megapixels",
        415: "`not_a_picture`: the file is no picture of a format that numerals reads",
        422: "`no_file`: no picture was sent; `broken_picture`: it is empty, cut off or broken; "
        "`locked`: the PDF wants a password; `no_such_page`: the file has fewer pages; "
        "`usage`: what is asked of the picture makes no sense",
        500: "`internal`: a fault of numerals itself",
    }.items()
}
_KINDS = {404: "not_found", 405: "method_not_allowed"}


def problem(
    status: int, kind: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Make an error answer in the one shape."""
    content = {"error": {"kind": kind, "message": message}}
    return JSONResponse(content, status, {**HEADERS, **(headers or {})})


def add_handlers(app: FastAPI) -> None:
    """Give every kind of failure its answer."""
    app.add_exception_handler(NumeralsError, _own)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _internal)


async def _own(_: Request, error: Exception) -> Response:
    kind = getattr(error, "kind", "error")
    return problem(getattr(error, "http_status", 500), kind, str(error))


async def _http(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    words = {
        404: f"there is nothing at {request.url.path}",
        405: f"{request.url.path} does not take {request.method}",
    }
    message = words.get(status, getattr(error, "detail", "") or HTTPStatus(status).phrase)
    return problem(status, _KINDS.get(status, "http"), message, getattr(error, "headers", None))


async def _validation(_: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    message = "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in faults)
    return problem(422, "usage", message or "the request makes no sense")


async def _gone(_: Request, __: Exception) -> Response:
    # The page drops a question when the drawing has gone on: nobody hears this answer.
    return Response(status_code=400)


async def _internal(_: Request, __: Exception) -> Response:
    # The server logs the traceback; what is in it is not for whoever sent the request.
    return problem(500, "internal", "numerals failed on this request; its log says where")
