"""Runs a real gunicorn on loopback and talks to it as clients do, good and bad ones."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypeVar

OURS = "hoptix_runtime.wsgi.worker.Worker"
PLAIN = "gthread"

_HERE = Path(__file__).parent
_BOOT_SECONDS = 30


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Server:
    """gunicorn with settings as they are called in its configuration."""

    def __init__(
        self,
        worker_class: str,
        *,
        env: dict[str, str] | None = None,
        python: str = sys.executable,
        wait: bool = True,
        settings: Mapping[str, object] | None = None,
        **more: object,
    ) -> None:
        settings = {**(settings or {}), **more}
        self.port = free_port()
        self.workers = int(str(settings.get("workers", 1)))
        self.folder = Path(tempfile.mkdtemp())
        self.config = self.folder / "gunicorn.conf.py"
        values = {
            "bind": f"127.0.0.1:{self.port}",
            "worker_class": worker_class,
            "worker_tmp_dir": "/dev/shm",
            "control_socket_disable": True,
            "accesslog": "-",
            "keepalive": 75,
            **settings,
        }
        hooks = f"""
def post_worker_init(worker):
    worker.log.info("Up")
{values.pop("hooks", "")}"""
        lines = [f"{name} = {value!r}" for name, value in values.items()]
        self.config.write_text("\n".join([*lines, hooks]))
        path = os.pathsep.join([str(_HERE.parent), str(_HERE / "wsgi_apps")])
        self._log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [
                python,
                "-m",
                "gunicorn",
                "-c",
                self.config,
                "served_app:application",
            ],
            env={**os.environ, "PYTHONPATH": path, **(env or {})},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if wait:
            self.wait_until_up()

    def wait_until_up(self) -> None:
        self.wait_for(lambda: self.log().count("] Up") >= self.workers)
        if self.workers > 1:
            time.sleep(0.3)  # each has a moment to go before it accepts
        self.wait_for(lambda: self.status("/health", 5) == 200)

    def wait_for(
        self, condition: Callable[[], object], seconds: float = _BOOT_SECONDS
    ) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.log()
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:  # coverage is written at an orderly end only
            with suppress(subprocess.TimeoutExpired):
                self.stop(signal.SIGQUIT, limit=1.5)
        with suppress(ProcessLookupError):  # the workers as well, whatever they do
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._log.close()

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def stop(self, sig: int = signal.SIGTERM, limit: float = 60) -> float:
        """Sends a signal; returns the seconds until the process is gone."""
        begun = time.monotonic()
        self.process.send_signal(sig)
        self.process.wait(limit)
        return time.monotonic() - begun

    def connect(self, timeout: float = 30) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def send(self, data: bytes, timeout: float = 30) -> socket.socket:
        sock = self.connect(timeout)
        sock.sendall(data)
        return sock

    def request(
        self, path: str, timeout: float = 30, keep: bool = False
    ) -> socket.socket:
        """Sends a request and leaves its answer to the caller."""
        connection = "keep-alive" if keep else "close"
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: {connection}\r\n\r\n"
        return self.send(head.encode(), timeout)

    def hold(self) -> socket.socket:
        """A request that occupies a thread until release()."""
        return self.request(f"/hold?until={self.folder / 'released'}")

    def release(self) -> None:
        (self.folder / "released").touch()

    def get(self, path: str, timeout: float = 30) -> bytes:
        """The whole answer, head and body; b"" where there is none in time."""
        try:
            with self.request(path, timeout) as sock:
                return read(sock)
        except OSError:
            return b""

    def status(self, path: str, timeout: float = 30) -> int | None:
        return status(self.get(path, timeout))

    def body(self, path: str, timeout: float = 30) -> str:
        return self.get(path, timeout).partition(b"\r\n\r\n")[2].decode()

    def healthy(self, checks: int, timeout: float = 1) -> int:
        """How many of so many health checks in a row are answered with 200 in time.

        1 s is the kubelet's default.
        """
        return [self.status("/health", timeout) for _ in range(checks)].count(200)

    def together(self, path: str, count: int, timeout: float = 30) -> list[int | None]:
        """The answers to requests sent at the same time."""
        answers: list[int | None] = []
        threads = [
            threading.Thread(target=lambda: answers.append(self.status(path, timeout)))
            for _ in range(count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers


def read(sock: socket.socket) -> bytes:
    """Until the server closes or says no more in time."""
    answer = b""
    with suppress(OSError):
        while data := sock.recv(65536):
            answer += data
    return answer


def status(answer: bytes) -> int | None:
    """The status of the last answer, interim ones skipped."""
    while answer.startswith(b"HTTP/1.1 1"):
        answer = answer.partition(b"\r\n\r\n")[2]
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.") else None


def read_one(sock: socket.socket) -> bytes:
    """One answer with a Content-Length on a connection that stays open."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        data = sock.recv(65536)
        if not data:
            return answer
        answer += data
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += sock.recv(65536)
    assert len(body) == length  # a second answer would be lost
    return head + b"\r\n\r\n" + body


T = TypeVar("T")


def compare(measure: Callable[[str], T]) -> tuple[T, T]:
    """What our worker does and what plain gthread does, at the same time."""
    ours, plain = at_once([partial(measure, OURS), partial(measure, PLAIN)])
    return ours, plain


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """The results of what mostly waits: done one after the other it would take long."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(one) for one in calls]]
