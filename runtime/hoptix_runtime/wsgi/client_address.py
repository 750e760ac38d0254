"""REMOTE_ADDR is the client and not the ingress."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hoptix_runtime.forwarded import last_address

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ClientAddress:
    """Puts the address that the ingress wrote down in place of the ingress's own.

    Where it is not readable the peer stays: a probe comes without the ingress.
    werkzeug's ProxyFix would take the port for a part of the address.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        address = last_address(environ.get("HTTP_X_FORWARDED_FOR", ""))
        if address:
            environ["REMOTE_ADDR"] = address
        return self.app(environ, start_response)
