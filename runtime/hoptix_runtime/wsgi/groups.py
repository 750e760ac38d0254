"""Connections without a thread, by what they wait for and how long they may."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hoptix_runtime.wsgi.connection import Connection

# Seconds for the first request of a new connection, and for the rest of a request that
# has begun to arrive: nginx's client_header_timeout.
_HEAD_SECONDS = 60
_BODY_SECONDS = 5  # after which a thread waits for the rest of a short body
_LINGER_SECONDS = 2  # in which a client closes after its last answer, as in gunicorn
_STOPPING_IDLE_SECONDS = 1  # in which a request may be on its way already
_STOPPING_HEAD_SECONDS = 5  # for the rest of a request that has begun to arrive


class Group:
    """Connections that may all wait equally long, the one that came first in front."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._members: dict[Connection, None] = {}

    def add(self, conn: Connection) -> None:
        """Leaves the group where it was, if any."""
        conn.leave_group()
        conn.group = self
        conn.deadline = time.monotonic() + self._seconds
        self._members[conn] = None

    def discard(self, conn: Connection) -> None:
        del self._members[conn]

    def first(self) -> Connection | None:
        return next(iter(self._members), None)

    def expired(self, now: float) -> list[Connection]:
        """Those whose time is over. Ends at the first one whose time is not."""
        over = []
        for conn in self._members:
            if conn.deadline > now:
                break
            over.append(conn)
        return over

    def added_within(self, seconds: float) -> int:
        """How many came in the last so many seconds and are still here."""
        if not self._members:
            return 0
        earliest = time.monotonic() + self._seconds - seconds
        return sum(1 for _ in takewhile(lambda conn: conn.deadline > earliest, self))

    def __iter__(self) -> Iterator[Connection]:
        """The one that came last first."""
        return reversed(self._members)

    def shorten(self, seconds: float) -> None:
        """From now on nobody waits longer than that, not even those already there."""
        self._seconds = min(self._seconds, seconds)
        latest = time.monotonic() + self._seconds
        for conn in self._members:
            conn.deadline = min(conn.deadline, latest)

    def __len__(self) -> int:
        return len(self._members)


class Groups:
    """A group for each thing that a connection can wait for."""

    def __init__(self, keepalive: float) -> None:
        self.idle = Group(keepalive)  # answered, and open for another request
        self.silent = Group(_HEAD_SECONDS)  # new, and nothing has arrived
        self.partial = Group(_HEAD_SECONDS)  # a part of the head has arrived
        self.body = Group(_BODY_SECONDS)  # all of the head, and not yet the body
        self.lingering = Group(_LINGER_SECONDS)  # answered for the last time

    def to_be_closed(self, now: float) -> list[Connection]:
        """Those that have waited too long. A body that is late is not one of them."""
        groups = (self.idle, self.silent, self.partial, self.lingering)
        return [conn for group in groups for conn in group.expired(now)]

    def to_be_spared(self) -> Connection | None:
        """The one that can best be closed, if any."""
        groups = (self.lingering, self.idle, self.silent, self.partial, self.body)
        return next((conn for group in groups if (conn := group.first())), None)

    def begin_stop(self) -> None:
        """Lets nobody who sends nothing hold up a stop."""
        for group in (self.idle, self.silent, self.lingering):
            group.shorten(_STOPPING_IDLE_SECONDS)
        self.partial.shorten(_STOPPING_HEAD_SECONDS)
