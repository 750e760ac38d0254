"""A worker whose threads are all stuck is replaced; one that is only slow is not."""

from __future__ import annotations

import time
from functools import partial

import pytest
from wsgi_server import OURS, PLAIN, Server, at_once, read_one

pytestmark = pytest.mark.server

STUCK = ["/deadlock", "/sleep", "/foreign-code", "/database"]


def it_is_replaced_and_the_log_says_where_it_was() -> None:
    with Server(OURS, workers=1, threads=4, timeout=2, graceful_timeout=20) as server:
        before = server.body("/pid")
        held = [server.request(path) for path in STUCK]
        time.sleep(0.5)
        waiting = server.request("/")
        server.wait_for(lambda: server.log().count("] Up") == 2)
        assert server.body("/pid") != before
        assert waiting.recv(100).startswith(b"HTTP/1.1 503 ")
        log = server.log()
        assert "[CRITICAL] WORKER STUCK" in log
        for name in ["deadlock", "sleep", "foreign_code", "database"]:
            assert f" in {name}\n" in log
        assert "served_app.py:" in log
        assert held


def plain_gthread_stays_as_it_is() -> None:
    with Server(PLAIN, workers=1, threads=4, timeout=2) as server:
        held = [server.request(path) for path in STUCK]
        time.sleep(6)
        assert server.status("/", timeout=1) is None
        assert "CRITICAL" not in server.log()
        assert held


def the_interpreter_lock_is_the_heartbeats_business() -> None:
    with Server(OURS, workers=1, threads=2, timeout=2) as server:
        held = server.request("/interpreter-lock")
        server.wait_for(lambda: server.log().count("] Up") == 2)
        assert "WORKER TIMEOUT" in server.log()
        assert server.status("/") == 200
        assert held


def test_a_stuck_worker_is_replaced() -> None:
    at_once(
        [
            it_is_replaced_and_the_log_says_where_it_was,
            plain_gthread_stays_as_it_is,
            the_interpreter_lock_is_the_heartbeats_business,
        ]
    )


def handshake(server: Server) -> bytes:
    return (
        b"GET /websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )


def what_is_alive_stays(kind: str) -> None:
    with Server(OURS, workers=1, threads=2, timeout=2) as server:
        before = server.body("/pid")
        if kind == "streams":
            held = [server.request("/stream") for _ in range(2)]
        elif kind == "websockets":
            held = [server.send(handshake(server)) for _ in range(2)]
        else:
            held = [server.request("/sleep")]
        time.sleep(5)
        # Streams and WebSockets do not use up the threads either.
        assert server.body("/pid") == before
        assert "STUCK" not in server.log()
        assert held


def test_what_is_alive_stays() -> None:
    kinds = ["streams", "websockets", "one slow"]
    at_once([partial(what_is_alive_stays, kind) for kind in kinds])


def test_the_end_of_a_websocket_is_no_error() -> None:
    with Server(OURS, workers=1, threads=2) as server:
        sock = server.send(handshake(server))
        assert sock.recv(1000).startswith(b"HTTP/1.1 101 ")
        sock.sendall(b"hello")
        assert sock.recv(1000) == b"hello"
        sock.close()
        assert server.status("/") == 200
        assert "Traceback" not in server.log()


def test_sys_exit_in_the_app_ends_a_request_and_not_a_thread() -> None:
    with Server(OURS, workers=1, threads=1) as server:
        before = server.body("/pid")
        assert server.get("/leave") == b""
        assert server.body("/pid") == before
        kept = server.request("/", keep=True)
        assert read_one(kept)
