"""The finished examples: what they say, how long they are, and that they run."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from server import EXAMPLES, RUNTIME, Server, copy_example

EXPECTED = {
    "bind": "['0.0.0.0:8080']",
    "timeout": "120",
    "graceful_timeout": "30",
    "keepalive": "75",
    "preload_app": "False",
    "worker_tmp_dir": "/dev/shm",
    "control_socket_disable": "True",
    "limit_request_line": "8190",
    "limit_request_field_size": "8190",
    "forwarded_allow_ips": "['*']",
    "secure_scheme_headers": "{'X-FORWARDED-PROTO': 'https'}",
    "forwarder_headers": "[]",
    "accesslog": "-",
    "errorlog": "-",
    "loglevel": "info",
}
WSGI = {
    "worker_class": "hoptix_runtime.wsgi.worker.Worker",
    "proc_name": "hoptix-backend",
    "threads": "2",
    "worker_connections": "1000",
    "backlog": "64",
    "max_requests": "0",
    "max_requests_jitter": "0",
}
ASGI = {
    "worker_class": "hoptix_runtime.asgi.worker.Worker",
    "proc_name": "tickets",
    "threads": "1",
    "max_requests": "10000",
    "max_requests_jitter": "1000",
}


@pytest.mark.server
@pytest.mark.parametrize(("name", "more"), [("flask-guide", WSGI), ("asgi", ASGI)])
def test_gunicorn_reads_what_the_example_says(tmp_path, name, more):
    folder = copy_example(name, tmp_path)
    conf = str(folder / "gunicorn.conf.py")
    call = [sys.executable, "-m", "gunicorn", "--print-config", "--config", conf]
    printed = subprocess.run(
        [*call, "hoptix_server:application"],
        cwd=folder,
        env={"PATH": "/usr/bin", "TICKETS_QUEUE": "x"},
        capture_output=True,
        text=True,
        check=True,
    )
    seen = dict(re.findall(r"(?m)^(\w+) += ?(.*)$", printed.stdout))
    expected = {**EXPECTED, **more}
    assert {setting: seen.get(setting) for setting in expected} == expected


@pytest.mark.server
def test_the_guides_service(tmp_path):
    env = {"GUNICORN_WORKERS": "tcp://10.0.0.1:80", "GUNICORN_TIMEOUT": "9999"}
    with Server(copy_example("flask-guide", tmp_path), env=env) as server:
        server.wait_until_up()
        assert json.loads(server.get("/health").body) == {
            "status": "healthy",
            "service": "hoptix-backend",
        }
        assert server.get("/").body == "Hello, World!"
        assert "GUNICORN_WORKERS='tcp://10.0.0.1:80' is ignored" in server.log()
        assert "is ignored: it must be a whole number from 1 to 3600" in server.log()
        server.stop()
        started = server.log().count("Booting worker")
        assert server.log().count("Worker exiting") == started


@pytest.mark.server
def test_a_variable_that_is_missing_is_named(tmp_path):
    with Server(copy_example("asgi", tmp_path), "--workers", "1") as server:
        assert server.wait_for_exit() == 3
        assert "StartError: Not set: TICKETS_QUEUE. hoptix.yaml" in server.log()


@pytest.mark.parametrize("name", ["flask-guide", "asgi"])
def test_the_examples_are_short(name):
    lines = {
        one.name: len(one.read_text().splitlines())
        for one in (EXAMPLES / name).glob("*.py")
    }
    assert lines["gunicorn.conf.py"] <= 60
    assert lines["hoptix_server.py"] <= 40


@pytest.mark.parametrize("interface", ["wsgi", "asgi"])
def test_neither_interface_needs_the_other(interface):
    """Only the modules that a service uses are copied beside it."""
    other = "asgi" if interface == "wsgi" else "wsgi"
    for one in (RUNTIME / "hoptix_runtime" / interface).glob("*.py"):
        assert f"hoptix_runtime.{other}" not in one.read_text(), one
