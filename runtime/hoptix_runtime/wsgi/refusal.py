"""The answer to a request that no thread will serve: 503, try again."""

from __future__ import annotations

import socket
from contextlib import suppress

_BODY = b"Service Unavailable: too many requests are waiting.\n"
_ANSWER = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Connection: close\r\n"
    b"Retry-After: 2\r\n"
    b"Content-Type: text/plain\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
)


def refuse(sock: socket.socket) -> None:
    """Sends the answer and waits for nothing; the caller closes the connection."""
    with suppress(OSError):  # the client has left
        sock.send(_ANSWER, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)


def end_answer(sock: socket.socket) -> bool:
    """Tells the client that nothing follows; False if it has already left.

    What it sent and nobody read is thrown away: closing would answer it with a reset,
    which can overtake the response (RFC 9112, 9.6).
    """
    try:
        sock.shutdown(socket.SHUT_WR)
        return discard(sock)
    except OSError:
        return False


def discard(sock: socket.socket) -> bool:
    """Throws away what has arrived; False if the client has closed its side."""
    try:
        for _ in range(4):  # the rest, if there is more, at the next event
            if not sock.recv(65536, socket.MSG_DONTWAIT):
                return False
    except BlockingIOError:
        pass
    except OSError:
        return False
    return True
