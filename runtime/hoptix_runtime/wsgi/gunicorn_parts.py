"""What is used of gunicorn's threaded worker beyond its documented settings."""

from __future__ import annotations

from typing import Any

import gunicorn
from gunicorn.workers import gthread

from hoptix_runtime.signatures import takes

_VERSIONS = ((25, 3), (28, 0))  # from the first on, below the second
_ATTRIBUTES = ["alive", "keepalived_conns", "max_requests", "method_queue", "nr"]
_METHODS = {
    "get_thread_pool": ["self"],
    "handle": ["self", "conn"],
    "handle_exit": ["self", "sig", "frame"],
    "handle_quit": ["self", "sig", "frame"],
    "init_process": ["self"],
    "is_parent_alive": ["self"],
    "notify": ["self"],
    "run": ["self"],
}
_CONNECTION = ["self", "cfg", "sock", "client", "server"]
_QUEUE_METHODS = {
    "defer": ["self", "callback", "args"],
    "fileno": ["self"],
    "run_callbacks": ["self", "_fileobj", "max_callbacks"],
}


def why_not(worker: Any) -> str | None:
    """Why a worker must serve as gunicorn's own does; None if it need not."""
    return _unknown(worker) or _unserved(worker.cfg)


def _unknown(worker: Any) -> str | None:
    name = f"gunicorn {gunicorn.__version__}"
    first, end = _VERSIONS
    if not first <= gunicorn.version_info[:2] < end:
        return f"{name} is unknown here"
    connection = getattr(gthread, "TConn", None)
    queue = getattr(worker, "method_queue", None)
    has_all = (
        all(hasattr(worker, attribute) for attribute in _ATTRIBUTES)
        and all(takes(type(worker), *method) for method in _METHODS.items())
        and all(takes(type(queue), *method) for method in _QUEUE_METHODS.items())
        and takes(connection, "__init__", _CONNECTION)
    )
    return None if has_all else f"{name} has another threaded worker than expected"


def _unserved(cfg: Any) -> str | None:
    """Settings under which a request cannot be looked at before it is read."""
    if cfg.is_ssl:
        return "TLS is on"
    if getattr(cfg, "http2_cleartext", "off") != "off":
        return "HTTP/2 is on"
    if getattr(cfg, "protocol", "http") != "http":
        return f"the protocol is {cfg.protocol}"
    return None
