"""CORS as the outermost layer, so that every response carries its headers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hoptix_runtime.origins import CorsPolicy
from hoptix_runtime.wsgi.cors_response import CorsResponse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Cors:
    """Answers preflights before the app's login can turn them into a 401.

    Takes the settings of CorsPolicy.
    """

    def __init__(self, app: WSGIApplication, **settings: Any) -> None:
        self.app = app
        self.policy = CorsPolicy(**settings)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        granted = self.policy.granted(environ.get("HTTP_ORIGIN"))
        if not is_preflight(environ):
            return CorsResponse(environ, start_response, granted).of(self.app)
        if not granted:
            refusal = [("Vary", "Origin"), ("Content-Length", "0")]
            start_response("403 Forbidden", refusal)
            return []
        asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
        start_response("204 No Content", self.policy.preflight(granted, asked))
        return []


def is_preflight(environ: WSGIEnvironment) -> bool:
    """Whether a browser asks what it may send; an ordinary OPTIONS goes to the app."""
    return (
        environ["REQUEST_METHOD"] == "OPTIONS"
        and "HTTP_ORIGIN" in environ
        and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
    )
