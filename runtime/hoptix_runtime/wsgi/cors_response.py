"""One response of the app, with the headers of CORS."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from hoptix_runtime.origins import Headers, with_granted

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("gunicorn.error")


class CorsResponse:
    """A response that is held back until its first byte.

    Until then an exception can still become a 500 with the CORS headers; gunicorn's own
    500 has none, and the browser would report a CORS error in place of the real one.
    """

    def __init__(
        self, environ: WSGIEnvironment, start_response: StartResponse, granted: Headers
    ) -> None:
        self.environ = environ
        self.start_response = start_response
        self.granted = granted
        self.head: tuple[str, Headers] | None = None
        self.server_write: Any = None
        self.body: Any = None

    def of(self, app: WSGIApplication) -> Iterable[bytes]:
        """What the app answers, or a 500 in its place."""
        try:
            self.body = app(self.environ, self.start)
            if isinstance(self.body, self.environ.get("wsgi.file_wrapper", ())):
                self.send_head()
                served: Iterable[bytes] = self.body
                return served  # the server knows its type and sends the file itself
        except StopIteration:
            raise  # gunicorn's signal that the app has ended a WebSocket
        except Exception:
            if self.server_write:
                raise
            return [self.error()]
        return self

    def start(
        self, status: str, headers: Headers, exc_info: OptExcInfo | None = None
    ) -> Any:
        """start_response, as the app sees it."""
        if exc_info and exc_info[1] and self.server_write:
            raise exc_info[1].with_traceback(exc_info[2])
        if self.head and not exc_info:
            raise AssertionError("start_response was called a second time")
        self.head = (status, headers)
        return self.write

    def write(self, data: bytes) -> None:
        """The way of old to send a body."""
        self.send_head()
        self.server_write(data)

    def send_head(self) -> None:
        """Hands status and headers to the server, once."""
        if self.server_write:
            return
        if not self.head:
            raise AssertionError("the app did not call start_response")
        status, headers = self.head
        self.server_write = self.start_response(
            status, with_granted(headers, self.granted)
        )

    def error(self) -> bytes:
        """Logs the exception at hand and makes the response a 500."""
        method, path = self.environ["REQUEST_METHOD"], self.environ["PATH_INFO"]
        log.exception("Error handling request %s %s", method, path)
        body = b"Internal Server Error\n"
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
        self.head = ("500 Internal Server Error", headers)
        self.send_head()
        return body

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self.body:
                if chunk:
                    self.send_head()
                    yield chunk
            self.send_head()
        except Exception:
            if self.server_write:
                raise  # too late for another status: the server cuts the connection
            yield self.error()

    def close(self) -> None:
        """Called by the server at the end, also after an error."""
        if hasattr(self.body, "close"):
            self.body.close()
