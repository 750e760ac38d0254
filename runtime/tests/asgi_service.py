"""An ASGI service with streams, a lifespan and two workers."""

from __future__ import annotations

import sys

from server import EXAMPLES, Server, lay_out

CONF = (EXAMPLES / "asgi/gunicorn.conf.py").read_text()
CONF = CONF.replace(
    'globals().update(with_hooks(globals(), file="gunicorn_hooks.py"))', ""
)
BOOTSTRAP = """
from hoptix_runtime.asgi.client_address import ClientAddress
from hoptix_runtime.asgi.errors import Errors
from hoptix_runtime.asgi.health import Health
from hoptix_runtime.debug import without_debug
from hoptix_runtime.loading import load_asgi_app

application = without_debug(load_asgi_app("starlette_app:app"))
application = ClientAddress(application)
application = Errors(application)
application = Health(application, path="/health", service="streams")
"""
PLAIN = ("--worker-class", "uvicorn_worker.UvicornWorker")


def start(folder, *flags, python=sys.executable, **env):
    lay_out(folder, {"gunicorn.conf.py": CONF, "hoptix_server.py": BOOTSTRAP})
    return Server(folder, "--workers", "2", *flags, env=env, python=python)


def open_streams(server, count):
    streams = [server.open("/forever") for _ in range(count)]
    for stream in streams:
        assert b" 200 " in stream.recv(1000)
    return streams
