"""gunicorn's log without secrets and without noise, for both interfaces.

Query strings are left out, since they may hold a token. A health check is left out
unless it fails: every few seconds one line would drown the others.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

LOWEST_FAILURE = 400  # HTTP status


class QuietLogger(Logger):
    """gunicorn's own logger, less what the filters leave out.

    uvicorn's worker writes through the same handlers, so that the filters see its
    entries too.
    """

    health_path = ""  # "": every request is logged

    def setup(self, cfg: Any) -> None:
        """Called at start and at each reload, which makes new handlers."""
        super().setup(cfg)
        for handler in self.error_log.handlers + self.access_log.handlers:
            handler.addFilter(WithoutQuery())
            handler.addFilter(WithoutHealthChecks(self.health_path))

    def access(
        self,
        resp: Any,
        req: Any,
        environ: MutableMapping[str, Any],
        request_time: timedelta,
    ) -> None:
        """Logs a request of a WSGI app."""
        path, status = environ.get("PATH_INFO"), int(str(resp.status).split()[0])
        if path != self.health_path or status >= LOWEST_FAILURE:
            self.write_access(resp, req, environ, request_time)

    def write_access(
        self,
        resp: Any,
        req: Any,
        environ: MutableMapping[str, Any],
        request_time: timedelta,
    ) -> None:
        """Logs it in gunicorn's access_log_format."""
        super().access(resp, req, environ, request_time)


class WithoutQuery(logging.Filter):
    """Cuts query strings off the paths in uvicorn's entries, also of WebSockets."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps every entry."""
        if record.name.startswith("uvicorn.") and isinstance(record.args, tuple):
            record.args = tuple(without_query(value) for value in record.args)
        return True


def without_query(value: object) -> object:
    """A path without its query string, anything else as it is."""
    if isinstance(value, str) and value.startswith("/"):
        return value.partition("?")[0]
    return value


class WithoutHealthChecks(logging.Filter):
    """Leaves out uvicorn's entries of health checks that succeed."""

    def __init__(self, health_path: str) -> None:
        super().__init__()
        self.health_path = quote(health_path)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the entry is kept."""
        request = uvicorn_request(record)
        return (
            request.get("path") != self.health_path
            or request["status"] >= LOWEST_FAILURE
        )


def uvicorn_request(record: logging.LogRecord) -> dict[str, Any]:
    """What uvicorn's entry of a request says; empty for every other entry."""
    is_request = record.name == "uvicorn.access" and isinstance(record.args, tuple)
    if not is_request or len(record.args or ()) != 5:
        return {}
    client, method, target, _, status = record.args  # type: ignore[misc]
    path = str(target).partition("?")[0]
    return {"client": client, "method": method, "path": path, "status": status}


def text_logger(*, health_path: str) -> type[QuietLogger]:
    """The class for gunicorn's logger_class; health checks are those of this path."""
    return type("TextLogger", (QuietLogger,), {"health_path": health_path})
