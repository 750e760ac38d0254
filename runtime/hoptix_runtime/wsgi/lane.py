"""Health checks have a thread of their own: they are answered while all others work.

The platform restarts what does not answer its health check in time. With every thread
busy a check would wait for one of them, and the restart would lose what they work on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

_LAYERS = 100  # more than any app has; ends a circle


def health_path(app: object) -> str | None:
    """The path that the layer `Health` around the app answers; None without one."""
    # Not imported here: a service without health checks has no such module.
    module = sys.modules.get("hoptix_runtime.wsgi.health")
    layer_class = getattr(module, "Health", None)
    if layer_class is None:
        return None
    for _ in range(_LAYERS):
        if isinstance(app, layer_class):
            return str(app.path)
        app = getattr(app, "app", None)
    return None


def health_check(path: str) -> Callable[[bytes], bool]:
    """Whether what has arrived is one whole health check and nothing else.

    A body, or a second request behind it, could hold up the only thread of the lane.
    """
    pattern = re.compile(
        rb"(GET|HEAD) %b(\?\S*)? HTTP/1\.[01]\r\n"
        rb"((?!(?i:content-length|transfer-encoding|expect))[^\r\n]+\r\n)*\r\n"
        % re.escape(path).encode()
    )
    return lambda arrived: pattern.fullmatch(arrived) is not None
