"""Workers that have reached max_requests are replaced one at a time."""

from __future__ import annotations

import os
import re
import signal
import threading
import time

import pytest
from wsgi_server import OURS, Server, at_once, compare, read_one

pytestmark = pytest.mark.server

IMPORT_SECONDS = "2"


def unanswered(server: Server, seconds: float) -> int:
    """How many requests of four clients are not answered within a second."""
    answers: list[int | None] = []
    end = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < end:
            answers.append(server.status("/slow?s=0.02", timeout=1))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    return len(answers) - answers.count(200)


def start(worker_class: str, **settings: object) -> Server:
    values = {"workers": 2, "threads": 4, "max_requests": 40, **settings}
    return Server(worker_class, env={"IMPORT_SECONDS": IMPORT_SECONDS}, settings=values)


def replaced(server: Server) -> int:
    return server.log().count("Replacing this worker")


def test_another_worker_serves_meanwhile() -> None:
    def measure(worker_class: str) -> tuple[int, int]:
        with start(worker_class) as server:
            return unanswered(server, 7), replaced(server)

    (ours, replacements), (plain, _) = compare(measure)
    assert ours == 0
    assert replacements >= 2
    assert plain > 0


def open_streams_end_with_the_graceful_timeout() -> None:
    with start(OURS, graceful_timeout=2) as server:
        streams = [server.request("/stream") for _ in range(8)]
        time.sleep(1.5)  # until other threads take the place of those that stream
        assert unanswered(server, 8) == 0
        assert replaced(server) >= 2
        assert streams


def a_worker_that_is_killed_while_it_goes_holds_up_nobody() -> None:
    with start(OURS, graceful_timeout=30) as server:
        streams = [server.request("/stream") for _ in range(8)]
        asking = threading.Thread(target=unanswered, args=(server, 8))
        asking.start()
        server.wait_for(lambda: replaced(server) == 1)
        going = re.search(r"\[(\d+)\] \[INFO\] Replacing this worker", server.log())
        assert going
        os.kill(int(going[1]), signal.SIGKILL)
        server.wait_for(lambda: replaced(server) >= 2)
        asking.join()
        assert streams


def requests_are_counted_on_kept_connections_too() -> None:
    with start(OURS, max_requests=5) as server:
        kept = server.request("/", keep=True)
        for _ in range(6):
            read_one(kept)
            kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        server.wait_for(lambda: replaced(server) == 1)


def test_streams_killed_workers_and_kept_connections() -> None:
    at_once(
        [
            open_streams_end_with_the_graceful_timeout,
            a_worker_that_is_killed_while_it_goes_holds_up_nobody,
            requests_are_counted_on_kept_connections_too,
        ]
    )
