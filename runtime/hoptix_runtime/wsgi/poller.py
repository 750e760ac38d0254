"""Which sockets have something to tell: epoll, with a callback for each socket."""

from __future__ import annotations

import select
from collections.abc import Callable

READABLE = select.EPOLLIN | select.EPOLLRDHUP
LEAVING = select.EPOLLRDHUP  # errors and resets are told without being asked for
GONE = select.EPOLLERR | select.EPOLLHUP
ENDED = select.EPOLLRDHUP

Callback = Callable[[int], object]


class Poller:
    """A connection is watched for one event, a listener for all of them.

    One event, because a thread may serve the connection by the time of the next: it
    need not tell the poller, and its reading wakes nobody.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._callbacks: dict[int, Callback] = {}

    def watch(self, fd: int, events: int, callback: Callback) -> None:
        """Calls `callback(events)` each time that one of the events holds."""
        self._callbacks[fd] = callback
        self._epoll.register(fd, events)

    def watch_once(self, fd: int, events: int, callback: Callback) -> None:
        """Calls `callback(events)` at the next event, and then no more."""
        events |= select.EPOLLONESHOT
        if fd in self._callbacks:
            self._epoll.modify(fd, events)
        else:
            self._epoll.register(fd, events)
        self._callbacks[fd] = callback

    def forget(self, fd: int) -> None:
        """Before the socket is closed: a copy of it would keep the event alive."""
        if self._callbacks.pop(fd, None):
            self._epoll.unregister(fd)

    def wait(self, seconds: float) -> None:
        """Dispatches what happens within that time, or returns at its end."""
        for fd, events in self._epoll.poll(max(seconds, 0)):
            callback = self._callbacks.get(fd)
            if callback:
                callback(events)
