"""gunicorn's worker for ASGI apps: uvicorn's, which stops in time and in its turn."""

from __future__ import annotations

import faulthandler
import sys
from typing import Any

from gunicorn.arbiter import Arbiter
from uvicorn_worker import UvicornWorker

from hoptix_runtime.asgi.server import ARRIVAL, HEARTBEAT, RecycledServer
from hoptix_runtime.asgi.uvicorn_parts import why_not
from hoptix_runtime.recycling import Replacement

LONGEST_LIFESPAN_END = 5  # seconds


class Worker(UvicornWorker):
    """uvicorn waits for open streams for ever; here they are cut, and the app told."""

    CONFIG_KWARGS = {  # noqa: RUF012  as in uvicorn
        **UvicornWorker.CONFIG_KWARGS,
        # The layer ClientAddress reads them: uvicorn believes what a client wrote.
        "proxy_headers": False,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.config.timeout_graceful_shutdown = streams_end(self.cfg.graceful_timeout)
        self.config.timeout_notify = HEARTBEAT
        self.why_not = why_not()
        self.replacement = Replacement()
        if not self.why_not:
            self.config.limit_max_requests = None  # the server counts them

    def init_process(self) -> None:
        """Called in the new process; returns when the worker has ended."""
        if self.why_not:
            self.log.warning(
                "%s and serves as it comes: with max_requests all workers may be"
                " replaced at once, and a stop may last longer than it should.",
                self.why_not,
            )
        else:
            self.replacement.starts()
        super().init_process()

    def init_signals(self) -> None:
        """Prepares for SIGABRT, by which gunicorn ends a worker that hangs."""
        super().init_signals()
        faulthandler.enable()  # prints where the event loop was blocked

    async def _serve(self) -> None:
        if self.why_not:
            await super()._serve()
            return
        self.config.app = self.wsgi
        server = RecycledServer(
            self.config,
            self.replacement,
            max_requests=self.max_requests,
            graceful_timeout=self.cfg.graceful_timeout,
            notify=self.notify,
        )
        self._install_sigquit_handler()
        await server.serve(sockets=self.sockets)
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)


def streams_end(graceful_timeout: int) -> int:
    """Seconds of the graceful timeout after which open streams are cut.

    What is left is for the lifespan's end: a third, rounded up, and 5 s at the most.
    """
    lifespan_end = min(LONGEST_LIFESPAN_END, -(-graceful_timeout // 3))
    return max(0, graceful_timeout - lifespan_end - ARRIVAL)
