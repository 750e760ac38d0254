"""All connections of a worker that no thread has: waited for, refused, or closed."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import partial

from hoptix_runtime.wsgi import departure, refusal
from hoptix_runtime.wsgi.arrival import Arrived, look
from hoptix_runtime.wsgi.connection import Connection, State
from hoptix_runtime.wsgi.groups import Group, Groups
from hoptix_runtime.wsgi.poller import ENDED, GONE, LEAVING, READABLE, Poller
from hoptix_runtime.wsgi.queue import RequestQueue

# Seconds until then a new connection counts as a request already, or a worker with one
# free thread would accept a whole burst.
_EXPECTED = 0.005
_UNWATCHED = 0.03  # seconds in the queue after which a client's leaving is watched for


class Connections:
    """Waits for requests in the poller, so that no silent client holds a thread.

    dispatch: called with a connection on which a request can be read.
    """

    def __init__(
        self,
        poller: Poller,
        requests: RequestQueue[Connection],
        keepalive: float,
        dispatch: Callable[[Connection, Arrived], None],
    ) -> None:
        self._poller = poller
        self._requests = requests
        self._dispatch = dispatch
        self.groups = Groups(keepalive)
        self._unwatched: deque[tuple[float, Connection]] = deque()
        self.count = 0  # open ones, those that a thread serves included
        self.refused = 0  # since the last report

    @property
    def expected(self) -> int:
        """New connections whose request must be on its way."""
        return self.groups.silent.added_within(_EXPECTED)

    def add(self, conn: Connection) -> None:
        """A new connection."""
        self.count += 1
        conn.state = State.HELD
        arrived = look(conn.sock)
        if arrived is None:
            self.close(conn)
        else:
            self._settle(conn, arrived, self.groups.silent)

    def keep(self, conn: Connection) -> None:
        """Answered: the client may send another request."""
        conn.state = State.HELD
        if conn.has_read_ahead():
            self._dispatch(conn, Arrived(missing=0))
        else:
            self._hold(conn, self.groups.idle, 1)

    def finish(self, conn: Connection) -> None:
        """Answered for the last time. The client closes first, or is closed later."""
        conn.state = State.LINGERING
        if not refusal.end_answer(conn.sock):
            self.close(conn)
            return
        conn.wake_at(1)
        self.groups.lingering.add(conn)
        self._watch(conn, READABLE)

    def refuse(self, conn: Connection) -> None:
        """No thread will serve it."""
        self.refused += 1
        refusal.refuse(conn.sock)
        self.finish(conn)

    def queued(self, conn: Connection) -> None:
        """A client that leaves while its request waits gives up the place.

        Most requests wait too short a time for that; they are not watched.
        """
        self._unwatched.append((time.monotonic() + _UNWATCHED, conn))

    def watch_queued(self) -> float | None:
        """Watches the clients that wait for longer; seconds until the next look."""
        now = time.monotonic()
        while self._unwatched:
            since, conn = self._unwatched[0]
            if since > now:
                return since - now
            self._unwatched.popleft()
            if conn.state is State.QUEUED:
                self._watch(conn, LEAVING)
        return None

    def close(self, conn: Connection) -> None:
        conn.state = State.CLOSED
        conn.leave_group()
        self._poller.forget(conn.fd)
        conn.tconn.close()
        self.count -= 1

    def close_expired(self) -> None:
        now = time.monotonic()
        for conn in self.groups.to_be_closed(now):
            self.close(conn)
        for conn in self.groups.body.expired(now):
            self._release(conn, look(conn.sock))

    def make_way(self) -> None:
        """Closes the connection that can best be spared."""
        conn = self.groups.to_be_spared()
        if conn:
            self.close(conn)
            return
        conn = self._requests.refuse_one()
        if conn:
            self.refused += 1
            refusal.refuse(conn.sock)
            refusal.end_answer(conn.sock)
            self.close(conn)

    def _on_event(self, conn: Connection, events: int) -> None:
        if conn.state is State.HELD:
            self._on_arrival(conn, events)
        elif conn.state is State.QUEUED:
            self._on_leaving(conn, events)
        elif conn.state is State.LINGERING:
            if events & GONE or not refusal.discard(conn.sock):
                self.close(conn)
            else:
                self._watch(conn, READABLE)

    def _on_arrival(self, conn: Connection, events: int) -> None:
        was_partial = conn.group is self.groups.partial
        had_body = conn.group is self.groups.body
        arrived = look(conn.sock)
        if arrived and had_body:  # once is enough: a thread waits for the rest
            self._release(conn, arrived)
        elif arrived is None:
            self.close(conn)
        elif arrived.missing and events & ENDED:
            self.finish(conn)  # half a request, and no more will come
        elif was_partial and arrived.missing == conn.low_water:
            # No more came: this kind of socket cannot be told how much to wait for.
            self._release(conn, arrived)
        elif was_partial and arrived.missing and not arrived.has_head:
            conn.wake_at(arrived.missing)
            self._watch(conn, READABLE)
        else:
            self._settle(conn, arrived, self.groups.silent)

    def _settle(self, conn: Connection, arrived: Arrived, silent: Group) -> None:
        """Puts a connection where it belongs by what has arrived on it."""
        if not arrived.missing:
            self._release(conn, arrived)
        elif not arrived.data:
            self._hold(conn, silent, 1)
        else:
            group = self.groups.body if arrived.has_head else self.groups.partial
            self._hold(conn, group, arrived.missing)

    def _hold(self, conn: Connection, group: Group, missing: int) -> None:
        group.add(conn)
        conn.wake_at(missing)
        self._watch(conn, READABLE)

    def _release(self, conn: Connection, arrived: Arrived | None) -> None:
        conn.leave_group()
        conn.wake_at(1)  # or a thread's recv would wait for as much
        if arrived is None:
            self.close(conn)
        else:
            self._dispatch(conn, arrived)

    def _on_leaving(self, conn: Connection, events: int) -> None:
        if events & GONE:
            if self._requests.gave_up(conn):
                self.close(conn)
        elif conn.speaks_http_1_1:
            departure.ask(conn)
            self._watch(conn, 0)  # a reset is told without being asked for
        else:
            self._requests.may_have_left(conn)

    def _watch(self, conn: Connection, events: int) -> None:
        self._poller.watch_once(conn.fd, events, partial(self._on_event, conn))
