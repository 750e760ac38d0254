"""Whether a library has replaced Python's threads or sockets by its own."""

from __future__ import annotations

import sys
from typing import Any

NAMES = ("threading", "thread", "socket")  # eventlet says thread for threading


def patched_by() -> str | None:
    """The library that did it, gevent or eventlet, or None.

    gunicorn's threads and uvicorn's event loop then hang without a word in the log.
    Neither library is imported here: one that patches is imported already.
    """
    gevent: Any = sys.modules.get("gevent.monkey")
    if gevent and any(gevent.is_module_patched(name) for name in NAMES):
        return "gevent"
    eventlet: Any = sys.modules.get("eventlet.patcher")
    if eventlet and any(eventlet.is_monkey_patched(name) for name in NAMES):
        return "eventlet"
    return None
