"""The application: the page at /, the reading at /predict, its description at /docs."""

import mimetypes
import os
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi_offline import FastAPIOffline
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from numerals import __version__
from numerals.image.document import Page
from numerals.reader import Reader
from numerals.serve.answer import Answer, Health, HealthModel, to_answer
from numerals.serve.asked import Asked, form_schema, understand
from numerals.serve.guard import Guard
from numerals.serve.problems import RESPONSES, add_handlers
from numerals.serve.upload import FIELD, receive

PAGE = Path(__file__).parent / "page"
_DESCRIPTION = (
    "Reads handwritten digits and numbers from a picture, and says which answers a person should "
    "check. Nothing that is sent in is written to disk."
)


def create_app(reader: Reader, host: str = "127.0.0.1") -> FastAPI:
    """Build the application.

    Args:
        reader: What reads; shared by all requests.
        host: The address it will be served on; where that is a loopback address, requests
            that came under another name are refused.
    """
    app: FastAPI = FastAPIOffline(
        redoc_url=None,  # one description is enough, and ReDoc wants a looser policy
        title="numerals",
        version=__version__,
        description=_DESCRIPTION,
    )
    app.add_middleware(Guard, host=host)
    add_handlers(app)
    _add_reading(app, reader)
    _add_page(app)
    return app


def _add_reading(app: FastAPI, reader: Reader) -> None:
    # Each reading holds its decoded picture: as many at a time as there are cores, others wait.
    limiter = anyio.CapacityLimiter(max(2, os.cpu_count() or 2))

    def work(data: bytes, asked: Asked) -> Answer:
        source = data if asked.page is None else Page(data, asked.page, "upload")
        return to_answer(asked.of(reader).read(source, name="upload"), asked.preview)

    extra: dict[str, Any] = {"requestBody": form_schema(FIELD)}

    @app.post("/predict", responses=RESPONSES, openapi_extra=extra, summary="Read one picture")
    async def predict(request: Request) -> Answer:
        """Send one picture (PNG, JPEG, TIFF, BMP, WebP, GIF) or PDF as the form field `file`.

        At most 10 MB and 50 megapixels. It may show a digit, a number, or a page of numbers. What
        is asked of it may stand in the form or in the query.
        """
        upload = await receive(request)
        asked = understand(upload.fields)
        return await anyio.to_thread.run_sync(work, upload.data, asked, limiter=limiter)

    @app.get("/healthz", summary="Is it running, and with which model?")
    async def healthz() -> Health:
        config = reader.network.config
        model = HealthModel(name=config.name, version=config.version, classes=list(config.classes))
        return Health(status="ok", version=__version__, model=model)


def _add_page(app: FastAPI) -> None:
    # Windows may hold .js for plain text, and a browser told nosniff runs no plain text.
    mimetypes.add_type("text/javascript", ".js")

    async def index(_: Request) -> FileResponse:
        return FileResponse(PAGE / "index.html")

    app.add_route("/", index, include_in_schema=False)
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
