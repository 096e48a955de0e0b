"""`numerals serve`: the web page and its service, on this machine unless told otherwise."""

from __future__ import annotations

from typing import Annotated

import typer

from numerals.cli.console import say
from numerals.cli.options import MaxError, share


def serve(
    host: Annotated[
        str,
        typer.Option(
            help="The address to listen on. 127.0.0.1 is this machine alone; 0.0.0.0 lets in "
            "everybody who can reach it, and there is no password."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            min=0,
            max=65535,
            help="The port to listen on. Choose another where this one is in use; "
            "0 takes any that is free.",
        ),
    ] = 8000,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the web browser, too.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            help="A model folder or ONNX file to read with, instead of the one that numerals ships."
        ),
    ] = None,
    max_error: MaxError = None,
) -> None:
    """Start the web page: draw a digit or drop a picture, and see what is read.

    Programs send a picture to /predict; /docs describes it. Nothing that is sent in is ever
    written to disk. Ctrl-C ends the service.
    """
    from numerals.reader import Reader
    from numerals.serve.app import create_app
    from numerals.serve.listen import address, bind, is_loopback, open_in_browser, run

    reader = Reader(model, expect="auto", max_error=share("--max-error", max_error))
    with bind(host, port) as sock:
        url = address(sock)
        say(f"numerals reads at {url} – Ctrl-C ends it")
        say(f"digits: {reader.acceptance}")
        say(f"numbers: {reader.number_acceptance}")
        if not is_loopback(host):
            say("everybody who can reach this machine can use it; --host 127.0.0.1 keeps it here")
        if open_page:
            open_in_browser(url)
        run(create_app(reader, host), sock)
    say("stopped")
