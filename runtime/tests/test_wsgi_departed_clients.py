"""A request whose client has left while it waited is not run."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from wsgi_server import OURS, Server, compare, read, status

pytestmark = pytest.mark.server


def names_that_ran(worker_class: str) -> set[str]:
    """One thread is busy; of those that wait, one leaves and the others stay."""
    with Server(worker_class, workers=1, threads=1) as server:
        busy = server.hold()
        time.sleep(0.2)  # until it has the thread
        leaving = server.request("/slow?s=0&name=left")
        posting = server.send(
            b"POST /slow?s=0&name=posted HTTP/1.1\r\nHost: x\r\n"
            b"Content-Length: 2\r\n\r\nhi"
        )
        staying = server.request("/slow?s=0&name=stayed")
        old = server.send(b"GET /slow?s=0&name=old HTTP/1.0\r\nHost: x\r\n\r\n")
        half = server.request("/slow?s=0&name=half")
        for sock in (old, half):
            sock.shutdown(socket.SHUT_WR)  # nothing more to say, but there
        time.sleep(0.1)
        leaving.close()
        posting.close()
        time.sleep(0.1)
        server.release()
        for sock in (busy, staying, old, half):
            assert status(read(sock)) == 200
        return set(server.body("/ran").split(","))


def test_only_requests_with_a_client_are_run() -> None:
    ours, plain = compare(names_that_ran)
    assert ours == {"stayed", "old", "half"}
    assert plain == {"stayed", "old", "half", "left", "posted"}


@contextmanager
def relay(server: Server) -> Iterator[int]:
    """Hands one connection through; closes its writing side behind the request.

    The thread is free once the server has asked whether the client is still there.
    """
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        try:
            client, _ = listener.accept()
        except OSError:  # closed: the test was skipped
            return
        with client, server.connect() as upstream:
            upstream.sendall(client.recv(65536))
            upstream.shutdown(socket.SHUT_WR)
            while data := upstream.recv(65536):
                seen.append(data)
                server.release()
                client.sendall(data)

    seen: list[bytes] = []
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
        thread.join(10)
        assert b"".join(seen).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ")
    finally:
        listener.close()


def by_http_client(url: str) -> bytes:
    connection = http.client.HTTPConnection(url.split("/")[2], timeout=10)
    connection.request("GET", "/slow?s=0&name=asked")
    return connection.getresponse().read()


def by_requests(url: str) -> bytes:
    requests = pytest.importorskip("requests")
    return bytes(requests.get(url, timeout=10).content)


def by_curl(url: str) -> bytes:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    return subprocess.run(
        ["curl", "-sS", "-m", "10", url], capture_output=True, check=True
    ).stdout


@pytest.mark.parametrize("fetch", [by_http_client, by_requests, by_curl])
def test_clients_skip_the_interim_answer(fetch) -> None:  # type: ignore[no-untyped-def]
    with Server(OURS, workers=1, threads=1) as server:
        busy = server.hold()
        with relay(server) as port:
            url = f"http://127.0.0.1:{port}/slow?s=0&name=asked"
            assert fetch(url) == b"done"
        assert status(read(busy)) == 200
