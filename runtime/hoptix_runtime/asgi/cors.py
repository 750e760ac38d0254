"""CORS as the outermost layer, so that every response carries its headers."""

from __future__ import annotations

from typing import Any

from hoptix_runtime.asgi.messages import App, Headers, Message, Receive, Send, respond
from hoptix_runtime.origins import CorsPolicy, with_granted


class Cors:
    """Answers preflights before the app's login can turn them into a 401.

    Takes the settings of CorsPolicy.
    """

    def __init__(self, app: App, **settings: Any) -> None:
        self.app = app
        self.policy = CorsPolicy(**settings)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # CORS is no part of WebSocket
            await self.app(scope, receive, send)
            return
        asked = joined(scope["headers"])
        granted = self.policy.granted(asked.get("origin"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = with_granted(as_text(message.get("headers", [])), granted)
                message = {**message, "headers": as_bytes(headers)}
            await send(message)

        if not is_preflight(scope["method"], asked):
            await self.app(scope, receive, send_with_headers)
        elif granted:
            wanted = asked.get("access-control-request-headers", "")
            answer = self.policy.preflight(granted, wanted)
            await respond(send, 204, as_bytes(answer))
        else:
            await respond(send, 403, [(b"vary", b"Origin"), (b"content-length", b"0")])


def is_preflight(method: str, asked: dict[str, str]) -> bool:
    """Whether a browser asks what it may send; an ordinary OPTIONS goes to the app."""
    return (
        method == "OPTIONS"
        and "origin" in asked
        and "access-control-request-method" in asked
    )


def joined(headers: Headers) -> dict[str, str]:
    """The headers by name; two Origin headers become one that is not listed."""
    asked: dict[str, str] = {}
    for name, value in as_text(headers):
        asked[name] = f"{asked[name]}, {value}" if name in asked else value
    return asked


def as_text(headers: Headers) -> list[tuple[str, str]]:
    """HTTP's bytes one to one as characters."""
    return [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in headers
    ]


def as_bytes(headers: list[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """ASGI wants names in lower case."""
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in headers
    ]
