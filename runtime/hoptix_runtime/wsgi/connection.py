"""A client's connection, as the event loop sees it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.workers.gthread import TConn

    from hoptix_runtime.wsgi.arrival import Arrived
    from hoptix_runtime.wsgi.groups import Group


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
