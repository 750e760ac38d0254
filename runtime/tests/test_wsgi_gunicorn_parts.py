"""A gunicorn that is not what we know makes the worker a plain one, which says so."""

from __future__ import annotations

from typing import Any

import gunicorn
import pytest
from gunicorn.config import Config
from gunicorn.workers import gthread
from wsgi_server import OURS, Server

from hoptix_runtime.wsgi import gunicorn_parts
from hoptix_runtime.wsgi.worker import Worker


def worker(**settings: Any) -> Worker:
    cfg = Config()
    for name, value in settings.items():
        cfg.set(name, value)
    return Worker(1, 1, [], None, 30, cfg, None)


def test_this_gunicorn_is_known() -> None:
    assert worker().why_plain is None


@pytest.mark.parametrize("version", [(25, 2, 0), (22, 0, 0), (28, 0, 0)])
def test_other_versions_are_not(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gunicorn, "version_info", version)
    assert "is unknown here" in str(worker().why_plain)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (gthread.ThreadWorker, "handle"),
        (gthread.ThreadWorker, "is_parent_alive"),
        (gthread.PollableMethodQueue, "defer"),
        (gthread.TConn, "__init__"),
    ],
)
def test_nor_are_other_parameters(
    owner: type, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = worker()
    monkeypatch.setattr(owner, name, lambda self, something_else: None)
    assert "another threaded worker" in str(gunicorn_parts.why_not(known))


@pytest.mark.skipif(
    "http2_cleartext" not in Config().settings, reason="this gunicorn is older"
)
@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"certfile": "x", "keyfile": "y"}, "TLS is on"),
        ({"http2_cleartext": "upgrade"}, "HTTP/2 is on"),
        ({"protocol": "uwsgi"}, "the protocol is uwsgi"),
    ],
)
def test_what_cannot_be_looked_at(settings: dict[str, str], why: str) -> None:
    assert worker(**settings).why_plain == why


@pytest.mark.server
def test_a_plain_worker_serves_and_says_so() -> None:
    with Server(OURS, workers=1, threads=2, http2_cleartext="upgrade") as server:
        assert server.status("/") == 200
        assert (
            "HTTP/2 is on, so this worker serves as gunicorn's gthread" in server.log()
        )


HOOKS = """
def pre_request(worker, req): worker.log.info("pre_request %s", req.path)
def post_request(worker, req, environ, resp):
    worker.log.info("post_request %s", resp.status)
def worker_abort(worker): worker.log.info("worker_abort")
def worker_exit(server, worker): server.log.info("worker_exit %s", worker.nr)
def child_exit(server, worker): server.log.info("child_exit")
"""


@pytest.mark.server
def test_hooks_and_access_log_work() -> None:
    with Server(OURS, workers=1, threads=1, timeout=1, hooks=HOOKS) as server:
        assert server.status("/pid") == 200
        held = server.request("/sleep")
        server.wait_for(lambda: server.log().count("] Up") == 2)
        log = server.log()
        assert '"GET /pid HTTP/1.1" 200 ' in log
        for line in (
            "pre_request /pid",
            "post_request 200 OK",
            "worker_abort",
            "worker_exit 3",  # with the health check at the start
            "child_exit",
        ):
            assert line in log, line
        assert held
