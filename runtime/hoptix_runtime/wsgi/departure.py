"""Whether a client has left while its request waited for a thread.

The end of its data does not tell: a client that has left and one that has only closed
its writing side look the same. They differ in what they do with an answer, so an
interim one asks: `100 Continue`, which every HTTP/1.1 client must skip (RFC 9110,
15.2). One that has left answers with a reset, within the round trip.

Nothing quieter tells them apart on Linux: a keep-alive probe is acknowledged by a
closed socket in FIN-WAIT-2 as by an open one, and an urgent byte, which most clients
never see, is made an ordinary byte of the answer by some firewalls.
"""

from __future__ import annotations

import select
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from hoptix_runtime.wsgi.poller import ENDED, GONE

if TYPE_CHECKING:
    from hoptix_runtime.wsgi.connection import Connection

_QUESTION = b"HTTP/1.1 100 Continue\r\n\r\n"
# Seconds: many round trips inside a cluster. Only a client that closed its writing
# side and is still there ever waits that long, and once.
_ANSWER_WITHIN = 0.1
# Seconds in the queue after which it is worth the system call to look.
_WORTH_A_LOOK = 0.02


def ask(conn: Connection) -> None:
    """Makes a client that has left show it. One that cannot be asked is left alone."""
    if not conn.speaks_http_1_1 or conn.asked_at is not None:
        return
    conn.asked_at = time.monotonic()
    with suppress(OSError):  # reset: the next look tells
        conn.sock.send(_QUESTION, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)


def has_left(conn: Connection, waited: float) -> bool:
    """Whether nobody is there for the answer any more.

    waited: seconds that the request was in the queue. Blocks for up to 0.1 s where the
    client has to be asked.
    """
    if waited < _WORTH_A_LOOK:
        return False
    events = _events(conn, 0)
    if not events & ENDED or events & GONE:
        return bool(events & GONE)
    ask(conn)
    if conn.asked_at is None:
        return False
    left = conn.asked_at + _ANSWER_WITHIN - time.monotonic()
    return bool(_events(conn, left, only=0) & GONE) if left > 0 else False


def _events(conn: Connection, seconds: float, only: int = ENDED) -> int:
    poll = select.poll()
    poll.register(conn.fd, only)
    found = poll.poll(seconds * 1000)
    return found[0][1] if found else 0
