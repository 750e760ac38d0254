"""The client is who asked and not the ingress; the scheme is that of the request."""

from __future__ import annotations

from hoptix_runtime.asgi.messages import App, Message, Receive, Send
from hoptix_runtime.forwarded import last_address


class ClientAddress:
    """Puts what the ingress wrote down in place of the ingress's own connection.

    Where it is not readable the peer stays: a probe comes without the ingress. Uvicorn
    would believe the first address, which the client wrote.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = dict(scope["headers"])  # of two, the last
            forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1")
            address = last_address(forwarded)
            if address:
                scope["client"] = (address, 0)
            secure = headers.get(b"x-forwarded-proto") == b"https"
            plain = "http" if scope["type"] == "http" else "ws"
            scope["scheme"] = plain + "s" if secure else plain
        await self.app(scope, receive, send)
