"""What is used of uvicorn and its worker beyond their documented settings."""

from __future__ import annotations

import re

import uvicorn
import uvicorn_worker
from uvicorn.server import Server, ServerState

from hoptix_runtime.signatures import takes

# From the first on, below the second: seen to work with the ends and the pinned ones.
UVICORN = ((0, 30), (0, 60))
UVICORN_WORKER = ((0, 2), (0, 5))

STATE = ["connections", "default_headers", "total_requests"]
METHODS = [
    (Server, "on_tick", ["self", "counter"]),
    (Server, "shutdown", ["self", "sockets"]),
    (Server, "serve", ["self", "sockets"]),
    (uvicorn_worker.UvicornWorker, "_serve", ["self"]),
    (uvicorn_worker.UvicornWorker, "_install_sigquit_handler", ["self"]),
]


def why_not() -> str | None:
    """Why a worker must serve as uvicorn's own does; None if it need not."""
    for name, version, (first, end) in (
        ("uvicorn", uvicorn.__version__, UVICORN),
        ("uvicorn-worker", uvicorn_worker.__version__, UVICORN_WORKER),
    ):
        if not first <= numbers(version) < end:
            return f"{name} {version} is unknown here"
    fits = all(takes(*method) for method in METHODS)
    if fits and all(hasattr(ServerState(), name) for name in STATE):
        return None
    return f"uvicorn {uvicorn.__version__} has another server than expected"


def numbers(version: str) -> tuple[int, ...]:
    """The first two numbers of a version."""
    return tuple(int(number) for number in re.findall("[0-9]+", version)[:2])
