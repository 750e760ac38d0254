from __future__ import annotations

import pytest
import uvicorn
import uvicorn_worker
from uvicorn.server import Server, ServerState

from hoptix_runtime.asgi.uvicorn_parts import why_not
from hoptix_runtime.asgi.worker import streams_end


def test_the_pinned_ones_are_known():
    assert why_not() is None


@pytest.mark.parametrize(
    ("module", "version"),
    [
        (uvicorn, "0.29.9"),
        (uvicorn, "1.0.0"),
        (uvicorn, "0.60.0rc1"),
        (uvicorn, "dev"),
        (uvicorn_worker, "0.1.0"),
        (uvicorn_worker, "0.5.0"),
    ],
)
def test_other_versions_are_unknown(monkeypatch, module, version):
    monkeypatch.setattr(module, "__version__", version)
    assert why_not().endswith(f" {version} is unknown here")


def test_another_server_in_a_known_version_is_noticed(monkeypatch):
    monkeypatch.setattr(Server, "on_tick", lambda self, counter, now: None)
    assert why_not().endswith("has another server than expected")


def test_a_method_that_is_gone_is_noticed(monkeypatch):
    monkeypatch.delattr(uvicorn_worker.UvicornWorker, "_install_sigquit_handler")
    assert why_not().endswith("has another server than expected")


def test_another_state_is_noticed(monkeypatch):
    monkeypatch.setattr(ServerState, "__init__", lambda self: None)
    assert why_not().endswith("has another server than expected")


@pytest.mark.parametrize(
    ("graceful", "streams"), [(30, 24), (60, 54), (10, 5), (5, 2), (3, 1), (1, 0)]
)
def test_streams_end_before_the_lifespan_must(graceful, streams):
    assert streams_end(graceful) == streams
