"""gevent and eventlet replace threads and sockets; the server refuses, and says why."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from server import EXAMPLES, Server, lay_out

from hoptix_runtime.patched import patched_by

WSGI = """
{patch}

def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
ASGI = """
{patch}

async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({{"type": "http.response.start", "status": 200, "headers": []}})
        await send({{"type": "http.response.body", "body": b"ok"}})
"""
GEVENT = "from gevent import monkey\nmonkey.patch_all()"
EVENTLET = "import eventlet\neventlet.monkey_patch()"


def start(folder, kind, patch):
    app = (WSGI if kind == "wsgi" else ASGI).format(patch=patch)
    example = "flask-guide" if kind == "wsgi" else "asgi"
    conf = (EXAMPLES / example / "gunicorn.conf.py").read_text()
    conf = "\n".join(line for line in conf.splitlines() if "with_hooks" not in line)
    load = f"load_{kind}_app"
    bootstrap = (
        f"from hoptix_runtime.loading import {load}\napplication = {load}('some:app')\n"
    )
    files = {"gunicorn.conf.py": conf, "hoptix_server.py": bootstrap, "some.py": app}
    return Server(lay_out(folder, files), "--workers", "1")


@pytest.mark.server
@pytest.mark.parametrize(
    ("kind", "patch", "library"),
    [
        ("wsgi", GEVENT, "gevent"),
        ("asgi", GEVENT, "gevent"),
        ("wsgi", EVENTLET, "eventlet"),
    ],
)
def test_a_patched_app_is_refused_with_the_reason(tmp_path, kind, patch, library):
    with start(tmp_path, kind, patch) as server:
        assert server.wait_for_exit() == 3
        expected = f"StartError: app: .* lets {library} replace the threads or sockets"
        server.wait_for_log(expected)


@pytest.mark.server
def test_control_an_app_that_only_imports_gevent_is_served(tmp_path):
    with start(tmp_path, "wsgi", "import gevent.monkey") as server:
        server.wait_for_log("Booting worker")
        assert server.open("/").recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("module", "question", "patched", "library"),
    [
        ("gevent.monkey", "is_module_patched", "threading", "gevent"),
        ("gevent.monkey", "is_module_patched", "socket", "gevent"),
        ("gevent.monkey", "is_module_patched", "time", None),
        ("eventlet.patcher", "is_monkey_patched", "thread", "eventlet"),
        ("eventlet.patcher", "is_monkey_patched", "socket", "eventlet"),
        ("eventlet.patcher", "is_monkey_patched", "os", None),
    ],
)
def test_threads_and_sockets_count(monkeypatch, module, question, patched, library):
    for name in ("gevent.monkey", "eventlet.patcher"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert patched_by() is None
    fake = SimpleNamespace(**{question: lambda name: name == patched})
    monkeypatch.setitem(sys.modules, module, fake)
    assert patched_by() == library
