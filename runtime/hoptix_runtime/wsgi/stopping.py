"""The end of a worker: nothing lost that fits into the graceful timeout, nothing kept.

gunicorn kills what is left after `graceful_timeout`, so a worker is done a little
before that. What it cannot finish it ends in an orderly way: 503 for what still waits,
and the connections of streams are cut, upon which the app can clean up.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from hoptix_runtime.wsgi.upkeep import report_refused

if TYPE_CHECKING:
    from hoptix_runtime.wsgi.serving import Serving

_MARGIN = 0.1  # share of the graceful timeout kept for the end
_LONGEST_MARGIN = 1.0  # seconds
_TURN = 0.1  # seconds


def stop(serving: Serving) -> None:
    """Serves what has been accepted, as far as there is time."""
    worker = serving.worker
    begun = time.monotonic()
    graceful = float(worker.cfg.graceful_timeout)
    leave_at_the_latest(1.0 if worker.is_stuck else graceful + _LONGEST_MARGIN)
    last = begun + graceful - min(graceful * _MARGIN, _LONGEST_MARGIN)
    _stop_accepting(serving)
    serving.connections.groups.begin_stop()
    while not worker.is_stuck and serving.connections.count and _is_before(last):
        serving.turn(min(_TURN, last - time.monotonic()))
        serving.connections.close_expired()
        serving.threads.look_after(time.monotonic())
    _refuse_waiting(serving)
    _cut_streams(serving, begun + graceful)


def _is_before(moment: float) -> bool:
    return time.monotonic() < moment


def _stop_accepting(serving: Serving) -> None:
    """After this new clients are refused by the system, or go to other workers."""
    listeners = serving.worker.sockets
    serving.worker.board.withdraw(serving.worker.age)
    serving.acceptor.stop(listeners)
    for listener in listeners:
        if serving.worker.is_told_to_stop:  # nobody else may be left to accept them
            serving.acceptor.accept_all(listener)
        listener.close()


def _refuse_waiting(serving: Serving) -> None:
    for conn in serving.requests.close():
        serving.connections.refuse(conn)
    report_refused(serving)


def _cut_streams(serving: Serving, last: float) -> None:
    """Ends what is still open, and gives the app the rest of the time to notice."""
    if not serving.threads.serving:
        return
    for conn, _ in list(serving.threads.serving.values()):
        with suppress(OSError):  # closed by now
            conn.sock.shutdown(socket.SHUT_RDWR)
    last -= (last - time.monotonic()) / 2
    while not serving.worker.is_stuck and serving.threads.serving and _is_before(last):
        serving.turn(0.02)


def leave_at_the_latest(seconds: float) -> None:
    """Ends the process then, whatever keeps it: threads of the app, exit handlers."""

    def leave() -> None:
        time.sleep(seconds)
        os._exit(0)

    threading.Thread(target=leave, name="leave", daemon=True).start()
