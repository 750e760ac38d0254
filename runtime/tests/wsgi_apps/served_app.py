"""The app behind the tests of the WSGI worker: one path for each kind of trouble."""

from __future__ import annotations

import base64
import ctypes
import hashlib
import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs

from hoptix_runtime.wsgi.health import Health

time.sleep(float(os.environ.get("IMPORT_SECONDS", "0")))  # a heavy import

Environ = dict[str, Any]
runs: list[str] = []
lock = threading.Lock()


def index(environ: Environ) -> Iterable[bytes]:
    return [b"hi"]


def pid(environ: Environ) -> Iterable[bytes]:
    return [str(os.getpid()).encode()]


def slow(environ: Environ) -> Iterable[bytes]:
    runs.append(query(environ, "name"))
    time.sleep(float(query(environ, "s") or 1))
    return [b"done"]


def hold(environ: Environ) -> Iterable[bytes]:
    """Until the test says so, by making a file."""
    while not os.path.exists(query(environ, "until")):
        time.sleep(0.02)
    return [b"done"]


def ran(environ: Environ) -> Iterable[bytes]:
    return [",".join(runs).encode()]


def length(environ: Environ) -> Iterable[bytes]:
    return [str(len(environ["wsgi.input"].read())).encode()]


def stream(environ: Environ) -> Iterator[bytes]:
    try:
        while True:
            yield b"data: tick\n\n"
            time.sleep(0.2)
    finally:
        print("stream cleaned up", flush=True)


def leave(environ: Environ) -> Iterable[bytes]:
    sys.exit(1)


def deadlock(environ: Environ) -> Iterable[bytes]:
    with lock, lock:
        return []


def sleep(environ: Environ) -> Iterable[bytes]:
    time.sleep(600)
    return []


def foreign_code(environ: Environ) -> Iterable[bytes]:
    ctypes.CDLL(None).sleep(600)
    return []


def database(environ: Environ) -> Iterable[bytes]:
    path = os.path.join(tempfile.mkdtemp(), "test.sqlite")
    holder = sqlite3.connect(path)
    holder.execute("begin exclusive")
    sqlite3.connect(path, timeout=600).execute("begin exclusive")
    return []


def interpreter_lock(environ: Environ) -> Iterable[bytes]:
    ctypes.PyDLL(None).sleep(600)
    return []


def websocket(environ: Environ) -> Iterable[bytes]:
    """Answers the handshake on the raw socket, as flask-sock does, and echoes bytes."""
    key = environ["HTTP_SEC_WEBSOCKET_KEY"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
    sock = environ["gunicorn.socket"]
    sock.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept.encode() + b"\r\n\r\n"
    )
    while data := sock.recv(1000):
        sock.sendall(data)
    raise StopIteration  # gunicorn's signal that the app has ended the connection


PATHS: dict[str, Callable[[Environ], Iterable[bytes]]] = {
    "/": index,
    "/pid": pid,
    "/slow": slow,
    "/hold": hold,
    "/ran": ran,
    "/length": length,
    "/stream": stream,
    "/leave": leave,
    "/deadlock": deadlock,
    "/sleep": sleep,
    "/foreign-code": foreign_code,
    "/database": database,
    "/interpreter-lock": interpreter_lock,
    "/websocket": websocket,
}


def query(environ: Environ, name: str) -> str:
    return parse_qs(environ["QUERY_STRING"]).get(name, [""])[0]


def app(environ: Environ, start_response: Any) -> Iterable[bytes]:
    body = PATHS[environ["PATH_INFO"]](environ)
    headers = [("Content-Type", "text/plain")]
    if isinstance(body, list):
        headers.append(("Content-Length", str(sum(map(len, body)))))
    start_response("200 OK", headers)
    return body


application = Health(app, path="/health", service="test")
