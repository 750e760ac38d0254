"""Health checks are answered whatever the other clients do."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from functools import partial

import pytest
from wsgi_server import OURS, PLAIN, Server, at_once, compare, read

pytestmark = pytest.mark.server

THREADS = 2


def busy(server: Server, workers: int) -> list[socket.socket]:
    """Ten times as many slow requests as there are threads."""
    return [server.request("/slow?s=60") for _ in range(10 * THREADS * workers)]


def silent(server: Server, workers: int) -> list[socket.socket]:
    return [server.connect() for _ in range(45)]


def half_sent_heads(server: Server, workers: int) -> list[socket.socket]:
    return [server.send(b"GET / HTTP/1.1\r\nHost: ") for _ in range(45)]


def slow_bodies(server: Server, workers: int) -> list[socket.socket]:
    head = b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nbegin"
    return [server.send(head) for _ in range(45)]


TROUBLE = [busy, silent, half_sent_heads, slow_bodies]
Trouble = Callable[[Server, int], list[socket.socket]]


@pytest.mark.parametrize("workers", [1, 4])
def test_every_check_is_answered(workers: int) -> None:
    with Server(OURS, workers=workers, threads=THREADS) as server:
        held = []
        for trouble in TROUBLE:  # all at once: each adds to what is there
            held += trouble(server, workers)
            assert server.healthy(20, timeout=10) == 20, trouble.__name__
        assert len(held) == 3 * 45 + 10 * THREADS * workers


def checks_of_plain_gthread(trouble: Trouble) -> int:
    with Server(PLAIN, workers=1, threads=THREADS) as server:
        held = trouble(server, 1)
        answered = server.healthy(2)
        assert held
        return answered


def test_plain_gthread_answers_none() -> None:
    calls = [partial(checks_of_plain_gthread, trouble) for trouble in TROUBLE]
    assert at_once(calls) == [0] * len(TROUBLE)


def test_a_post_to_the_health_path_goes_the_usual_way() -> None:
    with Server(OURS, workers=1, threads=1) as server:
        held = server.request("/slow?s=60")
        post = b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"
        waiting = server.send(post, timeout=1)
        with pytest.raises(TimeoutError):
            waiting.recv(100)
        assert held


def test_connections_beyond_worker_connections_replace_the_silent_ones() -> None:
    with Server(OURS, workers=1, threads=1, worker_connections=20) as server:
        held = [server.connect() for _ in range(100)]
        assert server.healthy(5, timeout=10) == 5
        assert held[0].recv(1) == b""  # the first one was closed
        held[-1].settimeout(0.2)
        with pytest.raises(TimeoutError):
            held[-1].recv(1)


def test_requests_that_arrive_in_pieces_are_answered() -> None:
    with Server(OURS, workers=1, threads=1) as server:
        head = server.send(b"GET / HT")
        body = server.send(
            b"POST /length HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Content-Length: 6\r\n\r\nabc"
        )
        time.sleep(0.2)
        head.sendall(b"TP/1.1\r\nHost: x\r\n")
        time.sleep(0.2)
        head.sendall(b"Connection: close\r\n\r\n")
        body.sendall(b"def")
        assert read(head).endswith(b"hi")
        assert read(body).endswith(b"6")


def test_half_a_request_and_no_more_is_closed() -> None:
    with Server(OURS, workers=1, threads=1) as server:
        half = server.send(b"GET / HTTP/1.1\r\n", timeout=5)
        time.sleep(0.2)
        half.shutdown(socket.SHUT_WR)
        assert half.recv(1) == b""


def test_a_second_request_behind_the_first_is_answered() -> None:
    first = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /length HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with Server(OURS, workers=1, threads=1) as server:
        answers = read(server.send(first + last))
        assert answers.count(b"HTTP/1.1 200 OK\r\n") == 2
        assert answers.endswith(b"\r\n\r\n0")


def test_a_client_that_does_not_close_holds_up_nobody() -> None:
    """gthread's accepting thread waits up to two seconds for it to close."""

    def checks(worker_class: str) -> float:
        with Server(worker_class, workers=1, threads=4) as server:
            lingering = [server.request("/") for _ in range(4)]
            time.sleep(0.2)
            begun = time.monotonic()
            assert server.healthy(2, timeout=10) == 2
            assert lingering
            return time.monotonic() - begun

    ours, plain = compare(checks)
    assert ours < plain / 2
