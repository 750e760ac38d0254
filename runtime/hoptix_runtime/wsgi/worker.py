"""gunicorn's threaded worker, which answers health checks and sheds load.

    worker_class = "hoptix_runtime.wsgi.worker.Worker"

It differs from `gthread` in what surrounds a request, and serves the request itself by
gunicorn's code:

- Connections are always accepted. What has not arrived in full waits in the poller;
  threads get whole requests only, up to `worker_connections` connections in all.
- Health checks (of the layer `Health`) have a thread of their own.
- Requests wait in a bounded queue; see `RequestQueue` for their order. A request whose
  client has left is not run. Too many are answered 503.
- Streams and WebSockets do not use up `threads`: others are started in their place.
- Workers that have reached `max_requests` are replaced one at a time.
- A worker all of whose threads do nothing for `timeout` seconds is replaced.
- A stop takes as long as the requests that are open, up to `graceful_timeout`.

With TLS, HTTP/2 or the uwsgi protocol on, with a gunicorn it does not know, and on
systems other than Linux it is plain `gthread`, and says so in the log.
"""

from __future__ import annotations

import select
import sys
from types import FrameType
from typing import Any

from gunicorn.workers import gthread

from hoptix_runtime.recycling import Replacement
from hoptix_runtime.wsgi import gunicorn_parts
from hoptix_runtime.wsgi.board import Board
from hoptix_runtime.wsgi.stopping import leave_at_the_latest, stop

_QUICK_EXIT = 2.0  # seconds, the time that gunicorn gives a worker after SIGQUIT


class Worker(gthread.ThreadWorker):
    """See the module. gunicorn makes each one in the arbiter, and then forks."""

    _board: Board | None = None  # of this arbiter's workers

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why_plain = gunicorn_parts.why_not(self)
        if not hasattr(select, "epoll"):
            self.why_plain = "this is not Linux"
        self.is_stuck = False
        self.is_told_to_stop = False
        self._requests_before_replacement = sys.maxsize
        if not self.why_plain:
            self._requests_before_replacement = self.max_requests
            self.max_requests = sys.maxsize  # gthread would stop at once
            self._replacement = Replacement()
            if Worker._board is None:
                Worker._board = Board()
            self.board = Worker._board

    def init_process(self) -> None:
        if self.why_plain:
            self.log.warning(
                "%s, so this worker serves as gunicorn's gthread: while it is busy it"
                " may not answer its health check, and a stop may last the whole"
                " graceful timeout.",
                self.why_plain,
            )
        else:
            self._replacement.starts()
        super().init_process()

    def get_thread_pool(self) -> Any:
        return super().get_thread_pool() if self.why_plain else _NoPool()

    def run(self) -> None:
        if self.why_plain:
            super().run()
            return
        # It needs what the check above has found to be there, epoll for one.
        from hoptix_runtime.wsgi.serving import Serving  # noqa: PLC0415

        serving = Serving(self)
        self._replacement.serves()
        serving.run()
        stop(serving)

    def is_to_be_replaced(self) -> bool:
        """Whether it has served `max_requests`, and nobody else is being replaced."""
        if self.nr < self._requests_before_replacement:
            return False
        if not self._replacement.may_go():
            return False
        self.log.info(
            "Replacing this worker after %d requests (max_requests).", self.nr
        )
        return True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM. A worker that is still importing the app has nothing to finish."""
        self.is_told_to_stop = True
        if not self.why_plain and not self.booted:
            self._leave_soon()
            sys.exit(0)
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """SIGQUIT or SIGINT: at once."""
        if not self.why_plain:
            self._leave_soon()
        super().handle_quit(sig, frame)

    def _leave_soon(self) -> None:
        leave_at_the_latest(_QUICK_EXIT)


class _NoPool:
    """Takes the place of gthread's thread pool: the threads are others."""

    def shutdown(self, wait: bool = True) -> None:
        pass
