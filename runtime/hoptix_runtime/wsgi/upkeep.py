"""What a worker looks at every half second, since no event tells it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hoptix_runtime.wsgi import stuck

if TYPE_CHECKING:
    from hoptix_runtime.wsgi.serving import Serving


def look_around(serving: Serving) -> None:
    """Closes, reports and replaces what is due."""
    now = time.monotonic()
    serving.connections.close_expired()
    serving.threads.look_after(now)
    report_refused(serving)
    _end_if_stuck(serving, now)
    if serving.worker.is_to_be_replaced():
        serving.worker.alive = False


def report_refused(serving: Serving) -> None:
    """One line for many: an overload must not fill the log as well."""
    if serving.connections.refused:
        serving.worker.log.warning(
            "Answered 503 to %d requests: %d are waiting for %d threads",
            serving.connections.refused,
            len(serving.requests),
            serving.worker.cfg.threads,
        )
        serving.connections.refused = 0


def _end_if_stuck(serving: Serving, now: float) -> None:
    worker = serving.worker
    timeout = worker.cfg.timeout
    threads = serving.threads.stuck(now, timeout) if timeout else []
    if not threads:
        return
    worker.log.critical(
        "WORKER STUCK (pid:%s): on each thread the same request for more than %d s,"
        " and no byte sent or received. Another worker takes over.\n%s",
        worker.pid,
        timeout,
        "\n".join(f"Thread {one}:\n{stuck.stack(one)}" for one in threads),
    )
    worker.cfg.worker_abort(worker)
    worker.is_stuck = True
    worker.alive = False
