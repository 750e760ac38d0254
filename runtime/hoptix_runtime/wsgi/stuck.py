"""Threads that do nothing any more: told from slow ones by time, from streams by bytes.

gunicorn's own heartbeat comes from the thread that accepts, so it goes on while every
thread that serves is deadlocked. Here a request has a time as well.
"""

from __future__ import annotations

import errno
import socket
import struct
import sys
from dataclasses import dataclass

# Offsets in Linux's struct tcp_info (linux/tcp.h): tcpi_bytes_acked and
# tcpi_bytes_received, since Linux 4.1.
_BYTES_AT, _BYTES = 120, struct.Struct("=QQ")
_SENDING_FOR = 0.5  # seconds after which a request that sends is a stream
_FRAMES = 12  # of a stack: where a thread waits, and enough of the app to find it


@dataclass
class Progress:
    """What one thread does with one request, as seen from outside."""

    since: float  # monotonic
    is_websocket: bool  # asked for by the client
    counts: tuple[int, int] | None  # bytes acknowledged and sent by the client
    moved_at: float | None = None  # when the counts last changed
    sent: bool = False  # the client has received something of the answer

    def update(self, now: float, counts: tuple[int, int] | None) -> None:
        """Takes down the connection's present counts; None where there are none."""
        if counts and self.counts and counts != self.counts:
            self.moved_at = now
            self.sent = self.sent or counts[0] != self.counts[0]
        self.counts = counts

    def is_stream(self, now: float) -> bool:
        """The answer has begun and takes its time: a download, events, a WebSocket."""
        return self.sent and now - self.since > _SENDING_FOR

    def is_stuck(self, now: float, timeout: float) -> bool:
        """No byte has moved for longer than `timeout` seconds.

        Not an open WebSocket, which may be silent for hours, nor a connection whose
        bytes the system does not count.
        """
        if self.counts is None or (self.is_websocket and self.sent):
            return False
        return now - (self.moved_at or self.since) > timeout


def counts(sock: socket.socket) -> tuple[int, int] | None:
    """Bytes that the client has acknowledged and sent; None if that is not counted."""
    try:
        info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
    except OSError as error:
        # A socket that the app has closed moves nothing; one of another kind is
        # not counted.
        return (0, 0) if sock.fileno() < 0 or error.errno == errno.EBADF else None
    if len(info) < _BYTES_AT + _BYTES.size:
        return None
    acked, received = _BYTES.unpack_from(info, _BYTES_AT)
    return acked, received


def stack(thread_id: int) -> str:
    """Where a thread is, innermost call first: places only, no values of the app."""
    frame = sys._current_frames().get(thread_id)  # noqa: SLF001  documented
    lines: list[str] = []
    while frame is not None and len(lines) < _FRAMES:
        code = frame.f_code
        lines.append(f"  {code.co_filename}:{frame.f_lineno} in {code.co_name}")
        frame = frame.f_back
    return "\n".join(lines)
