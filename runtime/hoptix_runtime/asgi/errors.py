"""Exceptions that the app leaves to the server."""

from __future__ import annotations

import logging

from hoptix_runtime.asgi.messages import App, Message, Receive, Send, respond

log = logging.getLogger("gunicorn.error")


class Errors:
    """Makes an exception a 500 that leaves the connection usable, and logs it once.

    Left to uvicorn it resets the connection, also after a complete answer, under the
    next request of the ingress.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.body = b"Internal Server Error\n"
        self.headers = [
            (b"content-type", b"text/plain"),
            (b"content-length", str(len(self.body)).encode()),
        ]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        begun = complete = False

        async def watched(message: Message) -> None:
            nonlocal begun, complete
            begun = True
            if message["type"] == "http.response.body":
                complete = not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http" or (begun and not complete):
                raise  # too late for another status: the server cuts the connection
            method, path = scope["method"], scope["path"]
            log.exception("Error handling request %s %s", method, path)
            if not begun:
                await respond(send, 500, self.headers, self.body)
