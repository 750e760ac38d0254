"""ASGI under a real gunicorn: the stop, the replacement, the log, the client."""

from __future__ import annotations

import json
import time
from http.client import HTTPConnection

import pytest
from asgi_service import PLAIN, open_streams, start
from server import wait_for
from websockets.sync.client import connect

pytestmark = pytest.mark.server


def entries(server):
    lines = server.log().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with start(tmp_path_factory.mktemp("served")) as server:
        yield server.wait_until_up()


def test_the_last_forwarded_address_is_the_client(served):
    headers = {"X_Forwarded_For": "6.6.6.6, 203.0.113.7:4444"}
    answer = served.get("/who", X_Forwarded_Proto="https", Host="api.x", **headers)
    assert json.loads(answer.body) == {
        "client": "203.0.113.7",
        "url": "https://api.x/who",
    }


@pytest.mark.parametrize("forwarded", ["6.6.6.6, unknown", "6.6.6.6,", "6.6.6.6, ::g"])
def test_what_cannot_be_read_leaves_the_peer(served, forwarded):
    answer = served.get("/who", X_Forwarded_For=forwarded)
    assert json.loads(answer.body)["client"] == "127.0.0.1"


def test_an_exception_is_a_500_that_is_logged_once(served):
    assert served.get("/fail").status == 500
    served.wait_for_log("Error handling request GET /fail")
    assert "Exception in ASGI application" not in served.log()


def test_the_log_has_paths_without_their_query(served):
    served.get("/who?token=secret")
    with connect(f"ws://127.0.0.1:{served.port}/ws?token=secret") as websocket:
        websocket.send("x")
        assert websocket.recv() == "echo x"
    served.wait_for_log(r'"WebSocket|WebSocket /ws')
    served.wait_for_log("GET /who")
    assert "secret" not in served.log()
    request = next(one for one in entries(served) if one.get("path") == "/who")
    assert (request["method"], request["status"]) == ("GET", 200)


def test_the_log_has_only_health_checks_that_fail(served):
    assert served.get("/health").status == 200
    assert served.get("/health", method="POST").status == 405
    served.get("/who")
    served.wait_for_log("POST /health")
    assert not [one for one in entries(served) if "GET /health" in one["message"]]


def test_streams_are_cut_and_every_lifespan_ends(tmp_path):
    with start(tmp_path, "--graceful-timeout", "5") as server:
        server.wait_until_up().wait_for_log("LIFESPAN up", times=2)
        streams = open_streams(server, 10)
        server.stop()
        assert server.log().count("LIFESPAN down") == 2
        assert server.log().count("Finished server process") == 2
        del streams


def test_control_uvicorns_own_worker_is_killed_with_its_streams(tmp_path):
    with start(tmp_path, *PLAIN, "--graceful-timeout", "3") as server:
        server.wait_until_up().wait_for_log("LIFESPAN up", times=2)
        streams = open_streams(server, 10)
        server.stop()
        assert server.log().count("LIFESPAN down") < 2
        del streams


def test_a_thread_that_never_returns_does_not_hold_up_the_replacement(tmp_path):
    flags = ("--graceful-timeout", "2", "--max-requests", "30", "--timeout", "30")
    with start(tmp_path, *flags, "--max-requests-jitter", "0") as server:
        server.wait_until_up().wait_for_log("LIFESPAN up", times=2)
        stubborn = [server.open("/stubborn") for _ in range(4)]
        answered = keep_asking(server, until="ended by force")
        assert answered > 30
        server.wait_for_log("Booting worker", times=3)
        del stubborn


def keep_asking(server, until, seconds=20):
    """Every request is answered, and soon, until the log says so."""
    answered, end = 0, time.monotonic() + seconds
    while until not in server.log():
        assert time.monotonic() < end, server.log()
        assert server.get("/who", seconds=3).status == 200
        answered += 1
        time.sleep(0.02)
    return answered


def test_workers_are_replaced_one_at_a_time(tmp_path):
    # Streams stay for 4 s, longer than a worker without a heartbeat would.
    flags = ("--graceful-timeout", "7", "--max-requests", "20", "--timeout", "3")
    with start(tmp_path, *flags, "--max-requests-jitter", "0") as server:
        server.wait_until_up().wait_for_log("LIFESPAN up", times=2)
        streams = open_streams(server, 6)
        began = time.monotonic()
        down = lambda: server.log().count("LIFESPAN down")  # noqa: E731
        while down() < 2:
            assert time.monotonic() - began < 30, server.log()
            assert server.get("/who", seconds=3).status == 200
            time.sleep(0.01)
        assert "WORKER TIMEOUT" not in server.log()
        # The second one ended its lifespan only after the successor of the first
        # had begun its own.
        assert order_of_lifespans(server)[:4] == ["up", "up", "down", "up"]
        del streams


def order_of_lifespans(server):
    return [line.split()[1] for line in server.log().splitlines() if "LIFESPAN" in line]


def test_no_request_is_lost_on_connections_that_stay_open(tmp_path):
    """As the ingress uses them: again and again, until an answer says close."""
    flags = ("--graceful-timeout", "5", "--max-requests", "40")
    with start(tmp_path, *flags, "--max-requests-jitter", "0") as server:
        server.wait_until_up().wait_for_log("LIFESPAN up", times=2)
        kept = [HTTPConnection("127.0.0.1", server.port, timeout=5) for _ in range(4)]
        closed = 0
        while server.log().count("LIFESPAN down") < 2:
            for connection in kept:
                connection.request("POST", "/health")
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 405
                closed += answer.headers.get("connection") == "close"
        assert closed > 0


UNKNOWN = """
import uvicorn

uvicorn.__version__ = "9.9.0"

from hoptix_runtime.asgi.worker import Worker
"""


def test_an_unknown_uvicorn_serves_as_it_comes_and_says_so(tmp_path):
    (tmp_path / "unknown.py").write_text(UNKNOWN)
    flags = ("--worker-class", "unknown.Worker", "--graceful-timeout", "4")
    with start(tmp_path, *flags) as server:
        server.wait_until_up().wait_for_log("LIFESPAN up", times=2)
        server.wait_for_log("uvicorn 9.9.0 is unknown here and serves as it comes")
        streams = open_streams(server, 2)
        server.stop()
        assert server.log().count("LIFESPAN down") == 2
        del streams


def test_an_app_that_cannot_start_ends_the_server(tmp_path):
    flags = ("--workers", "1")
    with start(tmp_path, *flags, LIFESPAN_FAILS="yes") as server:
        assert server.wait_for_exit() == 3


def test_a_blocked_event_loop_is_replaced_and_located(tmp_path):
    with start(tmp_path, "--timeout", "2", "--graceful-timeout", "2") as server:
        server.wait_until_up()
        blocked = server.open("/block")
        server.wait_for_log("WORKER TIMEOUT")
        server.wait_for_log("Booting worker", times=3)
        assert "starlette_app.py" in server.log()
        wait_for(lambda: server.get("/who").status == 200, 5)
        blocked.close()
