"""A stop: nothing lost that fits into the graceful timeout, nothing kept beyond it."""

from __future__ import annotations

import signal
import threading
import time

import pytest
from wsgi_server import OURS, Server, compare, read, read_one, status

pytestmark = pytest.mark.server


def seconds_to_stop_with_idle_connections(worker_class: str) -> float:
    with Server(worker_class, workers=1, threads=2, graceful_timeout=7) as server:
        idle = [server.request("/", keep=True) for _ in range(10)]
        assert [status(read_one(sock)) for sock in idle] == [200] * 10
        return server.stop()


def test_idle_connections_do_not_hold_up_a_stop() -> None:
    ours, plain = compare(seconds_to_stop_with_idle_connections)
    assert ours < plain / 2


def test_a_request_on_a_kept_connection_is_answered_while_stopping() -> None:
    with Server(OURS, workers=1, threads=2, graceful_timeout=10) as server:
        kept = server.request("/", keep=True)
        read_one(kept)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        kept.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = read(kept)
        assert status(answer) == 200
        assert b"\r\nConnection: close\r\n" in answer


def test_what_runs_and_what_waits_is_answered() -> None:
    with Server(OURS, workers=2, threads=1, graceful_timeout=20) as server:
        requests = [server.request("/slow?s=0.5") for _ in range(8)]
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        assert [status(read(sock)) for sock in requests] == [200] * 8
        assert server.process.wait(10) == 0


def test_what_must_wait_too_long_is_answered_503() -> None:
    """And nothing is killed: the worker is gone before its time is over."""
    with Server(OURS, workers=1, threads=1, graceful_timeout=5) as server:
        running = server.request("/slow?s=60")
        time.sleep(0.2)
        waiting = server.request("/slow?s=60")
        time.sleep(0.2)
        server.stop()
        assert status(read(waiting)) == 503
        assert read(running) == b""
        assert server.log().count("Worker exiting") == 1


def log_of_a_stop_with_streams(worker_class: str) -> str:
    with Server(worker_class, workers=1, threads=2, graceful_timeout=5) as server:
        streams = [server.request("/stream") for _ in range(2)]
        time.sleep(0.5)
        server.stop()
        assert all(b"data: tick" in read(stream) for stream in streams)
        return server.log()


def test_streams_are_cut_before_the_process_is_killed() -> None:
    ours, plain = compare(log_of_a_stop_with_streams)
    assert ours.count("stream cleaned up") == 2
    assert ours.count("Worker exiting") == 1
    assert plain.count("stream cleaned up") == 0


def seconds_to_stop_while_importing(worker_class: str) -> float:
    with Server(
        worker_class,
        workers=1,
        threads=1,
        graceful_timeout=5,
        env={"IMPORT_SECONDS": "60"},
        wait=False,
    ) as server:
        server.wait_for(lambda: "Booting" in server.log())
        time.sleep(1)
        return server.stop()


def test_a_worker_that_still_imports_stops_at_once() -> None:
    ours, plain = compare(seconds_to_stop_while_importing)
    assert ours < plain / 2


def test_a_reload_loses_nothing() -> None:
    with Server(OURS, workers=2, threads=2, graceful_timeout=10) as server:
        answers: list[int | None] = []
        done = threading.Event()

        def ask() -> None:
            while not done.is_set():
                answers.append(server.status("/slow?s=0.05"))

        asking = [threading.Thread(target=ask) for _ in range(4)]
        for thread in asking:
            thread.start()
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(lambda: server.log().count("] Up") == 4)
        server.wait_for(lambda: server.log().count("Worker exiting") == 2)
        done.set()
        for thread in asking:
            thread.join()
        assert set(answers) == {200}
