"""The health path, answered in front of the app."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Health:
    """Answers health checks: the app's login, redirects and host check stay out."""

    def __init__(self, app: WSGIApplication, *, path: str, service: str) -> None:
        self.app = app
        self.path = path
        self.body = json.dumps({"status": "healthy", "service": service}).encode()
        self.headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(self.body))),
            ("Cache-Control", "no-store"),
        ]

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ["PATH_INFO"] != self.path:
            return self.app(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):  # one path, one owner: the app never sees it
            refusal = [("Allow", "GET, HEAD"), ("Content-Length", "0")]
            start_response("405 Method Not Allowed", refusal)
            return []
        start_response("200 OK", list(self.headers))
        return [self.body] if method == "GET" else []
