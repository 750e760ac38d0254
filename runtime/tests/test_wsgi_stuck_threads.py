"""Stuck, slow and streaming are told apart by time and bytes."""

from __future__ import annotations

import socket
import threading

from hoptix_runtime.wsgi import stuck
from hoptix_runtime.wsgi.stuck import Progress


def progress(*counts: tuple[int, int] | None, websocket: bool = False) -> Progress:
    """A request that began at 0 and was looked at once a second."""
    one = Progress(0.0, websocket, counts[0])
    for now, count in enumerate(counts[1:], 1):
        one.update(now, count)
    return one


def test_no_byte_for_longer_than_the_timeout_is_stuck() -> None:
    one = progress((5, 5), (5, 5), (5, 5), (5, 5))
    assert not one.is_stuck(2.0, timeout=2)
    assert one.is_stuck(2.1, timeout=2)
    assert not one.is_stream(2.1)


def test_bytes_in_either_direction_are_life() -> None:
    assert not progress((5, 5), (5, 5), (5, 5), (5, 6)).is_stuck(4, timeout=2)
    assert not progress((5, 5), (5, 5), (5, 5), (6, 5)).is_stuck(4, timeout=2)
    assert progress((5, 5), (6, 5), (6, 5), (6, 5)).is_stuck(4, timeout=2)


def test_an_open_websocket_may_be_silent() -> None:
    assert not progress((5, 5), (9, 5), websocket=True).is_stuck(99, timeout=2)
    # One that was never answered may not.
    assert progress((5, 5), (5, 9), websocket=True).is_stuck(99, timeout=2)


def test_what_is_not_counted_is_not_judged() -> None:
    assert not progress(None, None).is_stuck(99, timeout=2)


def test_an_answer_that_has_begun_and_takes_its_time_is_a_stream() -> None:
    assert progress((5, 5), (9, 5)).is_stream(1)
    assert not progress((5, 5), (9, 5)).is_stream(0.2)
    assert not progress((5, 5), (5, 9)).is_stream(9)  # an upload


def test_the_system_counts_what_passes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        with client, server:
            before = stuck.counts(server)
            client.sendall(b"hello")
            assert server.recv(10) == b"hello"
            after = stuck.counts(server)
            assert before
            assert after
            assert after[1] - before[1] == 5
        assert stuck.counts(server) == (0, 0)  # closed by the app
    one, other = socket.socketpair()
    with one, other:
        assert stuck.counts(one) is None


def test_a_stack_shows_places_and_no_values() -> None:
    secret = "hunter2"
    release = threading.Event()

    def wait_here(password: str) -> None:
        release.wait()

    thread = threading.Thread(target=wait_here, args=(secret,))
    thread.start()
    assert thread.ident
    shown = stuck.stack(thread.ident)
    release.set()
    thread.join()
    assert f"{__file__}:" in shown
    assert " in wait_here" in shown
    assert secret not in shown
    assert stuck.stack(0) == ""
