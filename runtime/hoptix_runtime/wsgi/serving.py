"""The event loop of a worker: accepts, looks at what arrives, and hands it over.

Nothing in it waits for a client, so a health check is answered within milliseconds
however many requests are open, waiting, silent or half sent.
"""

from __future__ import annotations

import select
import socket
import sys
import time
from typing import TYPE_CHECKING, Any

from gunicorn.workers import gthread

from hoptix_runtime.wsgi import lane
from hoptix_runtime.wsgi.acceptor import Acceptor, most_connections
from hoptix_runtime.wsgi.arrival import Arrived
from hoptix_runtime.wsgi.connection import Connection, State
from hoptix_runtime.wsgi.connections import Connections
from hoptix_runtime.wsgi.poller import Poller
from hoptix_runtime.wsgi.queue import RequestQueue
from hoptix_runtime.wsgi.threads import SpareThread, Threads
from hoptix_runtime.wsgi.upkeep import look_around

if TYPE_CHECKING:
    from hoptix_runtime.wsgi.worker import Worker

# Requests that may wait for a thread. Each costs its socket, what it has sent, and a
# few objects: about 8 KiB in all, so 4 MiB of a worker's 128 MiB or more. Those whose
# clients have left do not count, so more than that wait only if they come faster
# than anyone gives up.
_MOST_WAITING = 512
# Seconds for which a thread that computes may keep the interpreter from the others. A
# health check needs it several times: beside four threads that compute it is answered
# three to eight times faster than with Python's own interval. The threads themselves
# take no longer.
_USUAL_SWITCH_INTERVAL = 0.005
_SWITCH_INTERVAL = 0.001
_NOTICE = 0.2  # seconds between two signs of life for the arbiter, a system call each
_LOOK_AROUND = 0.5  # seconds between two looks at what needs no event


class Serving:
    """One worker's serving, from the first request to the last."""

    def __init__(self, worker: Worker) -> None:
        cfg = worker.cfg
        self.worker = worker
        self.poller = Poller()
        self.requests: RequestQueue[Connection] = RequestQueue(_MOST_WAITING)
        self.connections = Connections(
            self.poller, self.requests, cfg.keepalive, self._dispatch
        )
        self.threads = Threads(cfg.threads, self.requests, self._serve, self._done)
        self.acceptor = Acceptor(
            self.poller,
            room=self._room,
            wait=self._wait,
            others=lambda: worker.board.shortest_wait(besides=worker.age),
            accepted=self._accepted,
            make_way=self.connections.make_way,
        )
        self._most = most_connections(cfg.worker_connections)
        self._next_look = self._next_notice = 0.0
        path = lane.health_path(worker.wsgi)
        if path is not None:
            self._is_health_check = lane.health_check(path)
            self._spare = SpareThread(self._serve, self._done)
        else:
            self._is_health_check = lambda _: False

    def run(self) -> None:
        """Serves until the worker is to stop."""
        worker = self.worker
        wakeup = worker.method_queue.fileno()
        assert wakeup is not None  # noqa: S101  made by init_process
        self.poller.watch(wakeup, select.EPOLLIN, worker.method_queue.run_callbacks)
        if sys.getswitchinterval() == _USUAL_SWITCH_INTERVAL:
            sys.setswitchinterval(_SWITCH_INTERVAL)
        worker.keepalived_conns = self.connections.groups.idle  # type: ignore[assignment]
        self.threads.start(worker.cfg.threads)
        self.acceptor.start(worker.sockets)
        while worker.alive and worker.is_parent_alive():
            worker.board.tell(worker.age, self._wait())
            self.turn(self.acceptor.timeout(_LOOK_AROUND))
            self.acceptor.go_on()
            if time.monotonic() >= self._next_look:
                self._next_look = time.monotonic() + _LOOK_AROUND
                look_around(self)

    def turn(self, seconds: float) -> None:
        """One round: waits for events and handles them."""
        now = time.monotonic()
        if now >= self._next_notice:
            self._next_notice = now + _NOTICE
            self.worker.notify()
        until_watch = self.connections.watch_queued()
        self.poller.wait(seconds if until_watch is None else min(seconds, until_watch))

    def _room(self) -> int:
        """Threads without a request, and without one that is on its way."""
        return self.requests.room - self.connections.expected

    def _wait(self) -> float:
        """Seconds until a thread would take a request that arrives now."""
        room = self._room()
        return 0.0 if room > 0 else self.threads.expected_wait(waiting=-room)

    def _accepted(
        self, sock: socket.socket, address: Any, listener: socket.socket
    ) -> None:
        if self.connections.count >= self._most:
            self.connections.make_way()
        tconn = gthread.TConn(self.worker.cfg, sock, address, listener.getsockname())
        self.connections.add(Connection(tconn, sock.fileno()))

    def _dispatch(self, conn: Connection, arrived: Arrived) -> None:
        conn.tconn.data_ready = True  # nothing to wait for in the thread
        if self._is_health_check(arrived.data):
            conn.state = State.SERVED
            self._spare.submit(conn)
            return
        conn.describe(arrived)
        conn.state = State.QUEUED
        if self.requests.room <= 0:
            self.connections.queued(conn)
        refused = self.requests.put(conn)
        if refused:
            self.connections.refuse(refused)

    def _serve(self, conn: Connection) -> bool:
        """In a thread."""
        conn.state = State.SERVED
        try:
            return bool(self.worker.handle(conn.tconn))
        except BaseException:  # sys.exit() in the app ends a request, not the thread
            self.worker.log.exception("Error handling request")
            return False

    def _done(self, conn: Connection, keep: bool) -> None:
        """In a thread, after each request."""
        self.worker.method_queue.defer(self._answered, conn, keep)

    def _answered(self, conn: Connection, keep: bool) -> None:
        if keep and not self.requests.is_closed:
            self.connections.keep(conn)
        else:
            self.connections.finish(conn)
