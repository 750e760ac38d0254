"""What is told of a request from the bytes that have arrived."""

from __future__ import annotations

import socket
import sys
from types import ModuleType

import pytest

from hoptix_runtime.wsgi import arrival, lane
from hoptix_runtime.wsgi.arrival import judge, look

POST = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 0),
        (b"GET / HTTP/1.1\r\nHost:", 22),  # one more than there is
        (b"x" * 16 * 1024, 0),  # too long a head: gunicorn refuses it
        (POST + b"Content-Length: 5\r\n\r\nhello", 0),
        (POST + b"content-length:5\r\n\r\nhel", len(POST) + 20 + 5),
        (POST + b"Content-Length: 9999999\r\n\r\n", 64 * 1024),
        (POST + b"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n", 0),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", 0),
        (b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n", 0),
    ],
)
def test_how_much_is_missing(data: bytes, missing: int) -> None:
    assert judge(data).missing == missing


def test_the_head_tells_version_and_upgrade() -> None:
    head = b"GET / HTTP/1.1\r\nUpgrade: WebSocket\r\n\r\n"
    assert judge(head).speaks_http_1_1
    assert judge(head).asks_for_websocket
    old = judge(b"GET / HTTP/1.0\r\nX: upgrade: websocket\r\n\r\n")
    assert not old.speaks_http_1_1
    assert not old.asks_for_websocket


def test_looking_reads_nothing() -> None:
    client, server = socket.socketpair()
    with client, server:
        assert look(server) == arrival.Arrived(missing=1)
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        for _ in range(2):
            seen = look(server)
            assert seen
            assert seen.missing == 0
        assert server.recv(100).startswith(b"GET ")
        client.close()
        assert look(server) is None


def test_a_body_longer_than_the_look_is_counted() -> None:
    client, server = socket.socketpair()
    with client, server:
        client.sendall(POST + b"Content-Length: 30000\r\n\r\n" + b"x" * 30000)
        seen = look(server)
        assert seen
        assert seen.missing == 0


CHECKS = [
    b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n",
    b"HEAD /health?full=1 HTTP/1.0\r\n\r\n",
]
OTHERS = [
    b"GET /health HTTP/1.1\r\nHost: x\r\n",  # not all of it
    b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n\r\n",  # one behind it
    b"GET /health HTTP/1.1\r\nContent-Length: 1\r\n\r\n",
    b"GET /health HTTP/1.1\r\nTRANSFER-ENCODING: chunked\r\n\r\n",
    b"POST /health HTTP/1.1\r\n\r\n",
    b"GET /healthy HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
]


def test_only_a_whole_check_has_the_lane() -> None:
    is_check = lane.health_check("/health")
    assert all(map(is_check, CHECKS))
    assert not any(map(is_check, OTHERS))


class Layer:
    def __init__(self, app: object) -> None:
        self.app = app


class Health(Layer):
    path = "/health"


def test_the_path_is_found_through_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("hoptix_runtime.wsgi.health")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    assert lane.health_path(Health(None)) is None  # a class of another name
    vars(module)["Health"] = Health
    assert lane.health_path(Layer(Layer(Health(None)))) == "/health"
    assert lane.health_path(Layer(None)) is None
    circle = Layer(None)
    circle.app = circle
    assert lane.health_path(circle) is None
