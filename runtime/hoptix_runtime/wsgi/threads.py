"""The threads that serve requests.

They are daemon threads: a thread pool would be joined at exit, and one request that
never ends would keep the process for ever.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hoptix_runtime.wsgi import stuck
from hoptix_runtime.wsgi.departure import has_left
from hoptix_runtime.wsgi.stuck import Progress

if TYPE_CHECKING:
    from hoptix_runtime.wsgi.connection import Connection
    from hoptix_runtime.wsgi.queue import RequestQueue

# Threads that may be started in place of those that streams occupy. One costs about
# 100 KiB while it waits, and the stream what the app keeps for it.
_STREAMS = 32
_MEAN_OF = 10  # requests that the mean duration mostly depends on

Serve = Callable[["Connection"], bool]
Done = Callable[["Connection", bool], object]


@dataclass
class Threads:
    """As many threads as asked for, and one more for each stream.

    serve: serves one request; true if the connection can be used again.
    done: told of each request's end, from the thread.
    """

    count: int
    requests: RequestQueue[Connection]
    serve: Serve
    done: Done
    serving: dict[int, tuple[Connection, Progress]] = field(default_factory=dict)
    streams: int = 0
    _mean: float = 0.0  # seconds that the last requests took
    _running: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def start(self, count: int) -> None:
        for _ in range(count):
            with self._lock:
                self._running += 1
            name = f"request-{next(self._numbers)}"
            threading.Thread(target=self._run, name=name, daemon=True).start()

    def look_after(self, now: float) -> None:
        """Notes what each request does, and replaces threads that streams occupy."""
        for conn, progress in list(self.serving.values()):
            progress.update(now, stuck.counts(conn.sock))
        self.streams = min(
            sum(one.is_stream(now) for _, one in list(self.serving.values())), _STREAMS
        )
        missing = self.count + self.streams - self._running
        if missing > 0 and self.requests.room < 0:
            self.start(missing)

    def expected_wait(self, waiting: int) -> float:
        """Seconds until a thread is free, with so many requests waiting already.

        A request that has taken long will take long: as much again, on the average.
        """
        now = time.monotonic()
        begun = [progress.since for _, progress in list(self.serving.values())]
        return now - max(begun, default=now) + waiting * self._mean / self.count

    def stuck(self, now: float, timeout: float) -> list[int]:
        """The threads that are stuck, if no other one can serve a request."""
        found = [
            thread
            for thread, (_, progress) in list(self.serving.items())
            if progress.is_stuck(now, timeout)
        ]
        return found if len(found) >= self.count else []

    def _run(self) -> None:
        self.requests.is_free()
        while taken := self.requests.take():
            conn, waited = taken
            keep = False
            try:
                keep = not has_left(conn, waited) and self._serve(conn)
            finally:
                is_surplus = self._is_surplus()
                if not is_surplus:
                    self.requests.is_free()  # before the event loop looks
                self.done(conn, keep)
            if is_surplus:
                return

    def _serve(self, conn: Connection) -> bool:
        me = threading.get_ident()
        progress = Progress(
            time.monotonic(), conn.asks_for_websocket, stuck.counts(conn.sock)
        )
        self.serving[me] = (conn, progress)
        try:
            return self.serve(conn)
        finally:
            del self.serving[me]
            took = time.monotonic() - progress.since
            self._mean += (took - self._mean) / _MEAN_OF

    def _is_surplus(self) -> bool:
        with self._lock:
            if self._running <= self.count + self.streams:
                return False
            self._running -= 1
            return True


class SpareThread:
    """One thread more, for what is answered at once."""

    def __init__(self, serve: Serve, done: Done) -> None:
        self._requests: queue.SimpleQueue[Connection] = queue.SimpleQueue()
        self._serve, self._done = serve, done
        threading.Thread(target=self._run, name="health", daemon=True).start()

    def submit(self, conn: Connection) -> None:
        self._requests.put(conn)

    def _run(self) -> None:
        while True:
            conn = self._requests.get()
            keep = False
            try:
                keep = self._serve(conn)
            finally:
                self._done(conn, keep)
