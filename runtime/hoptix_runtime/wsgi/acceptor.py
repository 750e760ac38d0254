"""When a worker accepts: always, but after the workers where a request waits less."""

from __future__ import annotations

import errno
import resource
import select
import socket
import time
from collections.abc import Callable
from typing import Any

from hoptix_runtime.wsgi.poller import Poller

# A worker without a free thread leaves a new connection to one with a shorter wait, and
# looks again after that many seconds whether it is still there.
_PAUSE = 0.002
# It may be: on a node with more to do than cores the other one has to wait for its
# turn. It can be a health check, so it is not left there for more than 0.3 s.
_PAUSES = 150
_AT_ONCE = 64  # connections accepted before other events get their turn
_OUT_OF_MEANS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_OUT_OF_MEANS_PAUSE = 0.05  # seconds; what can be closed is closed by then
_SPARE_FILES = 64  # file descriptors left to the app

Address = Any  # as socket.accept() returns it


def most_connections(wanted: int) -> int:
    """How many connections to keep: as many as wanted, if there are files for them."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return wanted
    return max(1, min(wanted, files - _SPARE_FILES))


class Acceptor:
    """Takes new connections from the listeners.

    room: threads without a request; below 0 the requests without a thread.
    wait: seconds until a thread would take a request that arrives now.
    others: the shortest such wait at another worker; None without another worker.
    accepted: called with a new socket, the client's address and the listener.
    make_way: closes what can best be spared; called when there are no files left.
    """

    def __init__(
        self,
        poller: Poller,
        *,
        room: Callable[[], int],
        wait: Callable[[], float],
        others: Callable[[], float | None],
        accepted: Callable[[socket.socket, Address, socket.socket], object],
        make_way: Callable[[], None],
    ) -> None:
        self._poller = poller
        self._room = room
        self._wait = wait
        self._others = others
        self._accepted = accepted
        self._make_way = make_way
        # Until when, and how often before.
        self._paused: dict[socket.socket, tuple[float, int]] = {}

    def start(self, listeners: list[socket.socket]) -> None:
        for listener in listeners:
            listener.setblocking(False)
            self._watch(listener)

    def stop(self, listeners: list[socket.socket]) -> None:
        for listener in listeners:
            self._poller.forget(listener.fileno())
        self._paused.clear()

    def timeout(self, longest: float) -> float:
        """Seconds until a pause ends."""
        if not self._paused:
            return longest
        return min(longest, min(self._paused.values())[0] - time.monotonic())

    def go_on(self) -> None:
        """Looks again at what was left to others."""
        now, has_room = time.monotonic(), bool(self._paused) and self._room() > 0
        for listener, (until, times) in list(self._paused.items()):
            if not has_room and until > now:
                continue
            if self._is_for_others(times):
                self._paused[listener] = (now + _PAUSE, times + 1)
            else:
                del self._paused[listener]
                self._watch(listener)
                self._accept(listener, max(self._room(), 1))

    def accept_all(self, listener: socket.socket) -> None:
        """Takes everything that has arrived so far."""
        while self._accept(listener, _AT_ONCE):
            pass

    def _watch(self, listener: socket.socket) -> None:
        self._poller.watch(
            listener.fileno(), select.EPOLLIN, lambda _: self._on_readable(listener)
        )

    def _on_readable(self, listener: socket.socket) -> None:
        if self._is_for_others(0):
            self._pause(listener, _PAUSE, 1)
        else:
            self._accept(listener, max(self._room(), 1))

    def _is_for_others(self, times: int) -> bool:
        """Whether it would wait less elsewhere; false once it was left there enough."""
        if times >= _PAUSES or self._room() > 0:
            return False
        others = self._others()
        return others is not None and others < self._wait()

    def _pause(self, listener: socket.socket, seconds: float, times: int) -> None:
        self._poller.forget(listener.fileno())
        self._paused[listener] = (time.monotonic() + seconds, times)

    def _accept(self, listener: socket.socket, most: int) -> bool:
        """Accepts up to that many; False once none is left."""
        for _ in range(most):
            try:
                sock, address = listener.accept()
            except OSError as error:
                if error.errno in _OUT_OF_MEANS:
                    self._make_way()
                    self._pause(listener, _OUT_OF_MEANS_PAUSE, _PAUSES)
                elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                    raise
                return False
            self._accepted(sock, address, listener)
        return True
