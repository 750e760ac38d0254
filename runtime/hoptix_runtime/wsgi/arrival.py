"""What has arrived on a connection, looked at without reading it."""

from __future__ import annotations

import re
import socket
from array import array
from fcntl import ioctl
from termios import FIONREAD
from typing import NamedTuple

# A longer head is no longer looked at: a thread reads it, and gunicorn refuses it if
# it is too long. nginx lets heads of 8 KiB and a little more through.
_HEAD_LIMIT = 16 * 1024
# A body is waited for as far as it fits into the receive buffer, which is 128 KiB
# at first on Linux.
_BODY_LIMIT = 64 * 1024

_LENGTH = re.compile(
    rb"\r\ncontent-length:[ \t]*([0-9]{1,10})[ \t]*\r\n", re.IGNORECASE
)
_EXPECT = re.compile(rb"\r\nexpect:", re.IGNORECASE)
_UPGRADE = re.compile(rb"\r\nupgrade:[ \t]*websocket[ \t]*\r\n", re.IGNORECASE)


class Arrived(NamedTuple):
    """What is there of a request.

    missing: bytes that must have arrived in all before a thread can read the request
    without waiting; 0 if it can begin.
    """

    missing: int
    has_head: bool = False
    data: bytes = b""

    @property
    def speaks_http_1_1(self) -> bool:
        """Whether the client must understand an interim answer."""
        return b" HTTP/1.1\r\n" in self.data

    @property
    def asks_for_websocket(self) -> bool:
        # The first test spares most requests the slower one.
        return b"pgrade" in self.data and _UPGRADE.search(self.data) is not None


def look(sock: socket.socket) -> Arrived | None:
    """What has arrived so far; None if the client has left."""
    try:
        data = sock.recv(_HEAD_LIMIT, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return Arrived(missing=1)
    except OSError:  # reset by the client
        return None
    if not data:
        return None
    arrived = judge(data)
    if arrived.missing > len(data) and unread(sock) >= arrived.missing:
        return arrived._replace(missing=0)  # more than what was looked at
    return arrived


def judge(data: bytes) -> Arrived:
    """What the first bytes of a request tell."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        missing = len(data) + 1 if len(data) < _HEAD_LIMIT else 0
        return Arrived(missing, data=data)
    expected = end + 4 + _body_length(data[: end + 2])
    missing = min(expected, _BODY_LIMIT) if expected > len(data) else 0
    return Arrived(missing, has_head=True, data=data)


def _body_length(head: bytes) -> int:
    """The declared length; 0 where none is declared or the client waits for a 100."""
    if head.startswith((b"GET ", b"HEAD ")) or _EXPECT.search(head):
        return 0
    length = _LENGTH.search(head)
    return int(length[1]) if length else 0


def unread(sock: socket.socket) -> int:
    """Bytes in the receive buffer."""
    count = array("i", [0])
    ioctl(sock.fileno(), FIONREAD, count)
    return count[0]
