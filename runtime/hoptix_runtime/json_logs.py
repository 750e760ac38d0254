"""The log as JSON, one object a line."""

from __future__ import annotations

import json
import logging
from collections.abc import MutableMapping
from datetime import datetime, timedelta, timezone
from typing import Any

from hoptix_runtime.logs import QuietLogger, uvicorn_request


class JsonFormatter(logging.Formatter):
    """One object a line, whatever a header or a message holds."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry; that of a request has fields for method, path and status."""
        time = datetime.fromtimestamp(record.created, timezone.utc)
        entry = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": record.process,
            "message": record.getMessage(),
            **getattr(record, "request", uvicorn_request(record)),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


class JsonLogger(QuietLogger):
    """access_log_format cannot do this: a quote in a header would break the JSON."""

    def setup(self, cfg: Any) -> None:
        """Called at start and at each reload, which makes new handlers."""
        super().setup(cfg)
        for handler in self.error_log.handlers + self.access_log.handlers:
            handler.setFormatter(JsonFormatter())

    def write_access(
        self,
        resp: Any,
        req: Any,  # noqa: ARG002
        environ: MutableMapping[str, Any],
        request_time: timedelta,
    ) -> None:
        """Logs a request of a WSGI app."""
        request = {
            "client": environ.get("REMOTE_ADDR"),
            "method": environ.get("REQUEST_METHOD"),
            "path": environ.get("PATH_INFO"),  # no query: it may hold a token
            "status": int(str(resp.status).split()[0]),
            "bytes": getattr(resp, "sent", None),
            "seconds": request_time.total_seconds(),
            "agent": environ.get("HTTP_USER_AGENT"),
        }
        self.access_log.info(
            "%(method)s %(path)s %(status)s", request, extra={"request": request}
        )


def json_logger(*, health_path: str) -> type[JsonLogger]:
    """The class for gunicorn's logger_class; health checks are those of this path."""
    return type("JsonLogger", (JsonLogger,), {"health_path": health_path})
