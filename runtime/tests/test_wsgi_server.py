"""WSGI under a real gunicorn: WebSockets, the client, the log."""

from __future__ import annotations

import base64
import json
import os
import re
import socket

import pytest
from server import EXAMPLES, Server, lay_out

pytestmark = pytest.mark.server

CONF = (EXAMPLES / "flask-guide/gunicorn.conf.py").read_text()
BOOTSTRAP = """
from werkzeug.middleware.proxy_fix import ProxyFix

from hoptix_runtime.loading import load_wsgi_app
from hoptix_runtime.wsgi.client_address import ClientAddress
from hoptix_runtime.wsgi.cors import Cors
from hoptix_runtime.wsgi.health import Health

application = load_wsgi_app("flask_app:app")
application = ProxyFix(application, x_for=0, x_proto=1, x_host=1)
application = ClientAddress(application)
application = Health(application, path="/health", service="shop")
application = Cors(application, origins=["https://app.example.com"], methods=["GET"])
"""
GTHREAD = ("--worker-class", "gthread", "--workers", "1", "--threads", "4")


def start(folder, *flags, bootstrap=BOOTSTRAP, conf=CONF):
    lay_out(folder, {"gunicorn.conf.py": conf, "hoptix_server.py": bootstrap})
    return Server(folder, *GTHREAD, *flags)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with start(tmp_path_factory.mktemp("served")) as server:
        yield server.wait_until_up()


def say_bye(server):
    """All bytes of a WebSocket that the app closes."""
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        "GET /bye HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
        one.sendall(request.encode())
        received, is_answered = b"", False
        one.settimeout(3)
        while part := receive(one):
            received += part
            if CLOSE in received and not is_answered:
                is_answered = True
                one.sendall(b"\x88\x82" + bytes(4) + CLOSE[2:])
    return received


def receive(one):
    try:
        return one.recv(4096)
    except TimeoutError:  # what stays open says no more
        return b""


FAILED_CLOSE = (
    r"Socket error processing|Error handling request GET /bye|GET /bye .* 500"
)
CLOSE = b"\x88\x02\x03\xe8"  # a close frame with code 1000


def test_nothing_follows_a_close_frame(served):
    head, _, frames = say_bye(served).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 ")
    assert frames == b"\x81\x03bye" + CLOSE
    assert not re.search(FAILED_CLOSE, served.log())


CATCHING = f"""{BOOTSTRAP}
layers = application

def application(environ, start_response):
    try:
        return layers(environ, start_response)
    except Exception:
        start_response("500 Internal Server Error", [])
        return []
"""


def test_control_a_layer_that_catches_the_signal_writes_behind_it(tmp_path):
    with start(tmp_path, bootstrap=CATCHING) as server:
        server.wait_until_up()
        behind = say_bye(server).partition(b"\r\n\r\n")[2]
        if b"HTTP/1.1 500" not in behind:  # the app's library closed the socket first
            server.wait_for_log(FAILED_CLOSE)


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("6.6.6.6, 203.0.113.7:4444", "203.0.113.7"),
        ("6.6.6.6, [2001:db8::7]:4444", "2001:db8::7"),
        ("6.6.6.6, unknown", "127.0.0.1"),
    ],
)
def test_the_last_forwarded_address_is_the_client(served, forwarded, client):
    answer = served.get(
        "/who",
        X_Forwarded_For=forwarded,
        X_Forwarded_Proto="https",
        X_Forwarded_Host="shop.example.com",
    )
    assert json.loads(answer.body) == {
        "client": client,
        "url": "https://shop.example.com/who",
        "host": "shop.example.com",
    }


def test_an_exception_is_a_500_that_the_browser_may_read(served):
    answer = served.get("/fail", Origin="https://app.example.com")
    assert answer.status == 500
    assert answer.headers["access-control-allow-origin"] == "https://app.example.com"


def test_half_an_answer_is_cut(served):
    raw = served.open("/half")
    received = b""
    while part := raw.recv(4096):
        received += part
    assert b"first" in received
    assert not received.endswith(b"0\r\n\r\n")


def test_the_log_has_paths_without_query_and_only_checks_that_fail(served):
    served.get("/who?token=secret", Referer="https://x.example/?code=secret")
    assert served.get("/health").status == 200
    assert served.get("/health", method="POST").status == 405
    served.wait_for_log('"POST /health HTTP/1.1" 405')
    served.wait_for_log('"GET /who HTTP/1.1" 200')
    assert "secret" not in served.log()
    assert '"GET /health' not in served.log()


JSON = CONF.replace("text_logger", "json_logger").replace(
    "hoptix_runtime.logs", "hoptix_runtime.json_logs"
)


def test_the_same_as_json(tmp_path):
    with start(tmp_path, conf=JSON) as server:
        server.wait_until_up()
        server.get("/who?token=secret", User_Agent='a "quoted" \\ agent')
        server.get("/health", method="POST")
        server.wait_for_log("POST /health")
        server.wait_for_log("GET /who")
        server.stop()
        entries = [json.loads(line) for line in server.log().splitlines()]
    assert "secret" not in server.log()
    paths = [one["path"] for one in entries if "path" in one]
    assert sorted(paths) == ["/health", "/who"]  # written behind the answers
    request = next(one for one in entries if one.get("path") == "/who")
    assert request["agent"] == 'a "quoted" \\ agent'
    assert (request["status"], request["client"]) == (200, "127.0.0.1")
    assert request["message"] == "GET /who 200"


def test_control_gunicorns_own_logger_has_every_check(tmp_path):
    conf = CONF.replace("logger_class = ", "unused = ")
    with start(tmp_path, conf=conf) as server:
        server.wait_until_up().wait_for_log('"GET /health')


def test_a_reload_keeps_the_log_as_it_is(tmp_path):
    with start(tmp_path) as server:
        server.wait_until_up()
        server.process.send_signal(1)
        server.wait_for_log("Booting worker", times=2)
        server.wait_for_log("Sized for", times=2)
        server.wait_until_up().get("/who")
        server.wait_for_log("GET /who")
        assert server.log().count('"GET /who HTTP/1.1" 200') == 1
        assert '"GET /health' not in server.log()
