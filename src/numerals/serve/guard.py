"""Guard: refuses requests under foreign names, and puts the policy on every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from numerals.serve.listen import is_loopback
from numerals.serve.policy import DOCS_POLICY, HEADERS
from numerals.serve.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Guard:
    """Wraps the application: checks the Host header, adds the headers of the policy.

    A foreign page whose name is made to point to 127.0.0.1 (DNS rebinding) could otherwise
    use the service as its own. A service on another address is meant to be reached under
    names that it cannot know, so there every name goes.

    Args:
        app: What is guarded.
        host: The address it is served on.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        own = {host.lower(), f"[{host.lower()}]"}
        self.names = _LOCAL_NAMES | own if is_loopback(host) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if scope["path"] == "/docs":
                    headers["content-security-policy"] = DOCS_POLICY
                # The page is of a piece with its service: an old one must not be kept.
                cached = scope["path"] == "/" or scope["path"].startswith("/page/")
                headers["cache-control"] = "no-cache" if cached else "no-store"
            await send(message)

        if self.names is None or host_name(Headers(scope=scope).get("host", "")) in self.names:
            await self.app(scope, receive, send_guarded)
            return
        message = "this service answers only under the names of its own machine, as localhost"
        await problem(403, "foreign_host", message)(scope, receive, send_guarded)


def host_name(host: str) -> str:
    """Take the port off a Host header: `[::1]:8000` is `[::1]`."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[: host.find("]") + 1]
    return host.partition(":")[0]
