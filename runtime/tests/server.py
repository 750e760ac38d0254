"""A real gunicorn on loopback, with the runtime beside the app as in an image."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

RUNTIME = Path(__file__).parent.parent
APPS = Path(__file__).parent / "apps"
EXAMPLES = RUNTIME / "examples"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    """The runtime and the apps by link, so that coverage sees their own files."""
    (folder / "hoptix_runtime").symlink_to(RUNTIME / "hoptix_runtime")
    for app in APPS.glob("*.py"):
        (folder / app.name).symlink_to(app)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def copy_example(name: str, folder: Path) -> Path:
    shutil.copytree(EXAMPLES / name, folder, dirs_exist_ok=True)
    return lay_out(folder, {})


class Server:
    """Started in `folder`; `flags` win over its gunicorn.conf.py."""

    def __init__(
        self,
        folder: Path,
        *flags: str,
        env: dict[str, str] | None = None,
        python: str = sys.executable,
    ) -> None:
        self.port = free_port()
        self.log_file = folder / "server.log"
        keep = ("PATH", "COV", "HOME")
        ours = {k: v for k, v in os.environ.items() if k.startswith(keep)}
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(python, "-m", "gunicorn"),
                    *("--config", str(folder / "gunicorn.conf.py")),
                    *("--bind", f"127.0.0.1:{self.port}"),
                    *flags,
                    "hoptix_server:application",
                ],
                cwd=folder,
                env={**ours, **(env or {})},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that its workers end with it
            )

    def log(self) -> str:
        return self.log_file.read_text()

    def wait_for_log(self, pattern: str, times: int = 1, seconds: float = 20) -> None:
        wait_for(
            lambda: len(re.findall(pattern, self.log())) >= times,
            seconds,
            lambda: f"{pattern} not {times} times in:\n{self.log()}",
        )

    def wait_until_up(self) -> Server:
        def is_up() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(self.log())
            try:
                return self.get("/health").status == 200
            except OSError:
                return False

        wait_for(is_up, 30, self.log)
        return self

    def wait_for_exit(self, seconds: float = 20) -> int:
        return self.process.wait(seconds)

    def get(
        self, path: str, method: str = "GET", seconds: float = 10, **headers: str
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers={"Connection": "close", **named})
            answer = connection.getresponse()
            body = answer.read().decode()
            lower = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, lower, body)
        finally:
            connection.close()

    def open(self, path: str) -> socket.socket:
        """A request whose answer is not waited for."""
        one = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return one

    def stop(self, seconds: float = 30) -> float:
        """Seconds until its end after SIGTERM."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(seconds)
        return time.monotonic() - began

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def wait_for(is_so, seconds: float, otherwise=lambda: "not in time") -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(otherwise())
        time.sleep(0.05)
