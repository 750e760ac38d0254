"""A client's connection, and the groups of those that wait for something."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.workers.gthread import TConn

    from hoptix_runtime.wsgi.arrival import Arrived


class State(Enum):
    """Who has the connection: the poller, the queue, a thread, or nobody any more."""

    HELD = auto()  # the next request has not arrived, or not all of it
    QUEUED = auto()
    SERVED = auto()
    LINGERING = auto()  # answered for the last time; the client closes first
    CLOSED = auto()


@dataclass(eq=False)
class Connection:
    """gunicorn's connection and what the event loop knows about it."""

    tconn: TConn
    fd: int
    state: State = State.HELD
    group: Group | None = None
    deadline: float = 0.0  # monotonic; when the time in the group is over
    low_water: int = 1  # bytes that wake the poller
    speaks_http_1_1: bool = False
    asks_for_websocket: bool = False
    asked_at: float | None = None  # when an interim answer asked if anyone is there

    @property
    def sock(self) -> socket.socket:
        return self.tconn.sock

    def describe(self, arrived: Arrived) -> None:
        """Keeps of a request's head what is asked for later."""
        self.speaks_http_1_1 = arrived.speaks_http_1_1
        self.asks_for_websocket = arrived.asks_for_websocket
        self.asked_at = None

    def leave_group(self) -> None:
        if self.group is not None:
            self.group.discard(self)
            self.group = None

    def wake_at(self, low_water: int) -> None:
        """How many bytes must have arrived before the connection counts as readable."""
        if low_water != self.low_water:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, low_water)
            self.low_water = low_water

    def has_read_ahead(self) -> bool:
        """Whether gunicorn's parser has already read a part of the next request."""
        unreader = getattr(self.tconn.parser, "unreader", None)
        return unreader is not None and unreader.buf.getbuffer().nbytes > 0


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
