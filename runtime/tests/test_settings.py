import logging
import os
from types import SimpleNamespace

import pytest

from hoptix_runtime import settings as module
from hoptix_runtime import sizing
from hoptix_runtime.environment import Environment
from hoptix_runtime.settings import Settings

MIB = 2**20


@pytest.fixture
def fitted(monkeypatch):
    """Settings on another machine: cores, quota, MiB of limit, variables."""

    def make(
        cores=64, quota=None, limit=None, cpu=1, memory=1024, **variables
    ) -> Settings:
        monkeypatch.setattr(module, "usable_cores", lambda: cores)
        monkeypatch.setattr(module, "cpu_quota", lambda: quota)
        monkeypatch.setattr(module, "memory_limit", lambda: limit and limit * MIB)
        for name in ("WORKERS", "THREADS", "TIMEOUT", "LOG_LEVEL"):
            monkeypatch.delenv(f"GUNICORN_{name}", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(f"GUNICORN_{name}", value)
        return Settings(cpu=cpu, memory=memory)

    return make


@pytest.mark.parametrize(
    ("machine", "workers"),
    [
        ({}, 3),
        ({"cpu": 0.5, "memory": 512}, 2),
        ({"cpu": 8, "memory": 1024}, 4),
        ({"cpu": 16, "memory": 16384, "quota": 0.1}, 2),
        ({"cpu": 16, "memory": 16384, "quota": 1.5}, 5),
        ({"cpu": 0.5, "memory": 512, "quota": 8}, 2),
        ({"cpu": 16, "memory": 16384, "cores": 2}, 5),
        ({"cpu": 16, "memory": 16384}, 12),
        ({"cpu": 16, "memory": 16384, "limit": 768}, 3),
        ({"limit": 96}, 1),
    ],
)
def test_as_many_workers_as_cores_and_memory_carry(fitted, machine, workers):
    settings = fitted(**machine)
    assert settings.workers() == workers
    assert settings.environment.notes == []


def test_without_request_or_quota_two_cores_are_used():
    assert sizing.granted_cores(64, None, None) == 2
    assert sizing.granted_cores(1, None, None) == 1


@pytest.mark.parametrize(
    ("machine", "planned", "workers", "note"),
    [
        ({"WORKERS": "7"}, None, 7, None),
        ({"WORKERS": "7"}, 2, 7, None),
        (
            {"WORKERS": "64"},
            None,
            8,
            "Workers lowered from 64 to 8: each needs 128 MiB, and there are 1024 MiB.",
        ),
        (
            {"limit": 256},
            6,
            2,
            "Workers lowered from 6 to 2: each needs 128 MiB, and there are 256 MiB.",
        ),
        (
            {"WORKERS": "tcp://10.0.0.1:80"},
            None,
            3,
            "GUNICORN_WORKERS='tcp://10.0.0.1:80' is ignored: it must be a whole number"
            " from 1 to 64. Using 3.",
        ),
    ],
)
def test_workers(fitted, machine, planned, workers, note):
    settings = fitted(**machine)
    assert settings.workers(planned) == workers
    assert settings.environment.notes == ([note] if note else [])


@pytest.mark.parametrize(
    "value", ["", "0", "-1", "+3", "1.5", "65", "99999", "3 ", "3\n", "x" * 50, "٣"]
)
def test_what_is_no_number_is_refused_and_said(fitted, value):
    settings = fitted(THREADS=value)
    assert settings.threads(2) == 2
    [note] = settings.environment.notes
    assert note.startswith("GUNICORN_THREADS='")
    assert len(note) < 140


def test_a_timeout_is_at_most_what_the_ingress_waits(fitted):
    settings = fitted(TIMEOUT="3600")
    assert settings.timeout(120, ingress=125) == 125
    assert settings.environment.notes == [
        "Timeout lowered from 3600 to 125:"
        " the ingress waits 125 s; raise timeout in hoptix.yaml."
    ]
    assert fitted().timeout(120, ingress=125) == 120


def test_threads_of_an_event_loop_are_said_to_be_ignored(fitted):
    settings = fitted(THREADS="4")
    assert settings.one_thread() == 1
    assert settings.environment.notes == [
        "GUNICORN_THREADS is ignored: an ASGI worker has an event loop."
    ]
    assert fitted().environment.notes == []


def test_a_lone_worker_is_never_replaced(fitted):
    settings = fitted()
    assert settings.max_requests(1000, workers=2) == 1000
    assert settings.max_requests(0, workers=1) == 0
    assert settings.environment.notes == []
    assert settings.max_requests(1000, workers=1) == 0
    assert "max_requests is off" in settings.environment.notes[0]


def test_the_heartbeat_file_is_in_memory_where_it_can_be(fitted, monkeypatch):
    settings = fitted()
    assert settings.worker_tmp_dir() == "/dev/shm"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert settings.worker_tmp_dir() is None
    assert "/dev/shm is not writable" in settings.environment.notes[0]


def test_log_levels():
    read = Environment({"A": "WARNING", "B": "loud"})
    assert read.log_level("A", "info") == "warning"
    assert read.log_level("none", "info") == "info"
    assert read.notes == []
    assert read.log_level("B", "info") == "info"
    assert read.notes[0].startswith("B='loud' is ignored: it must be one of debug, ")


def test_the_start_is_logged_with_every_note(fitted, caplog):
    settings = fitted(quota=0.5, limit=512, WORKERS="x", LOG_LEVEL="debug")
    assert settings.loglevel("info") == "debug"
    cfg = SimpleNamespace(workers=settings.workers(), threads=settings.threads(2))
    server = SimpleNamespace(log=logging.getLogger("test"), cfg=cfg)
    with caplog.at_level(logging.INFO):
        settings.log_start(server)
    first, note = caplog.messages
    assert first == "Sized for 512 MiB and 0.5 of 64 cores: 2 workers, 2 threads each"
    assert note.startswith("GUNICORN_WORKERS='x' is ignored")


def test_cores_where_linux_does_not_count_them(monkeypatch):
    assert sizing.usable_cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity")
    assert sizing.usable_cores() == os.cpu_count()
