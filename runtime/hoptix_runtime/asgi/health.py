"""The health path, answered in front of the app."""

from __future__ import annotations

import json

from hoptix_runtime.asgi.messages import App, Message, Receive, Send, respond


class Health:
    """Answers health checks: the app's login, redirects and host check stay out."""

    def __init__(self, app: App, *, path: str, service: str) -> None:
        self.app = app
        self.path = path
        self.body = json.dumps({"status": "healthy", "service": service}).encode()
        self.headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(self.body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        self.refusal = [(b"allow", b"GET, HEAD"), (b"content-length", b"0")]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self.path:
            await self.app(scope, receive, send)
        elif scope["method"] == "GET":
            await respond(send, 200, self.headers, self.body)
        elif scope["method"] == "HEAD":
            await respond(send, 200, self.headers)
        else:  # one path, one owner: the app never sees it
            await respond(send, 405, self.refusal)
