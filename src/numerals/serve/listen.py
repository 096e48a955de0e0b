"""Listen: a port taken, or a precise word why not; and the server on it until Ctrl-C."""

from __future__ import annotations

import errno
import ipaddress
import socket
import threading
from typing import TYPE_CHECKING

from numerals.errors import UsageError

if TYPE_CHECKING:
    from fastapi import FastAPI

_BACKLOG = 2048
_SHUTDOWN_SECONDS = 3


def is_loopback(host: str) -> bool:
    """Tell whether an address is reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(host: str, port: int) -> socket.socket:
    """Take a port, and listen on it already, so that nobody who comes early is turned away.

    Raises:
        UsageError: It cannot be had; the text says why and what to type instead.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except socket.gaierror:
        raise UsageError(f"there is no address {host!r}; try --host 127.0.0.1") from None
    except OSError as error:
        raise UsageError(_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: int) -> str:
    other = port + 1 if 1024 <= port < 65535 else 8000
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; choose another with --port, as --port {other}"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} may not be used by you; choose another with --port, as --port {other}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine; try --host 127.0.0.1"
    return f"cannot listen on {host}, port {port}: {error.strerror or error}"


def address(sock: socket.socket) -> str:
    """Give the URL to type into a browser for a socket that listens."""
    host, port = sock.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def open_in_browser(url: str) -> None:
    """Open a URL in the web browser; beside the server, since some browsers hold the caller."""
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def run(app: FastAPI, sock: socket.socket) -> None:
    """Serve until Ctrl-C."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # who asked for what is nobody's business
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    try:
        uvicorn.Server(config).run(sockets=[sock])
    except KeyboardInterrupt:
        return  # the server has already closed its connections
