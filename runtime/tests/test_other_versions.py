"""Real servers of other versions: known ones serve fully, others say what is missing.

Of each the oldest that pip can install for this Python, the newest, and the two on
either side of the oldest known one.
"""

from __future__ import annotations

import pytest
from asgi_service import start
from environments import python_with
from server import wait_for
from wsgi_server import OURS, Server

pytestmark = pytest.mark.server

# gunicorn 20.1 imports pkg_resources, which later versions of setuptools lack.
OLDEST_GUNICORN = ("gunicorn==20.1.0", "setuptools==80.9.0")


def serve_wsgi(*requirements: str) -> Server:
    python = python_with(*requirements)
    return Server(OURS, python=python, settings={"workers": 1, "threads": 1})


@pytest.mark.parametrize(
    "requirements",
    [OLDEST_GUNICORN, ("gunicorn==23.0.0",), ("gunicorn==25.2.0",)],
    ids=lambda requirements: requirements[0],
)
def test_an_unknown_gunicorn_serves_as_gthread(requirements: tuple[str, ...]) -> None:
    version = requirements[0].partition("==")[2]
    with serve_wsgi(*requirements) as served:
        assert served.status("/") == 200
        warning = f"gunicorn {version} is unknown here, so this worker serves as"
        assert served.log().count(warning) == 1


@pytest.mark.parametrize("requirement", ["gunicorn==25.3.0", "gunicorn==27.0.1"])
def test_a_known_gunicorn_answers_health_checks_while_it_is_busy(
    requirement: str,
) -> None:
    with serve_wsgi(requirement) as served:
        assert served.status("/") == 200
        held = served.request("/slow?s=60")
        assert served.healthy(3, timeout=10) == 3
        assert "gthread" not in served.log()
        assert held


def serve_asgi(folder, *requirements: str, flags=()):
    more = ("gunicorn==26.2.0", "starlette==0.49.3", "websockets==17.4")
    return start(folder, *flags, python=python_with(*requirements, *more))


def test_an_unknown_uvicorn_serves_as_it_comes(tmp_path) -> None:
    requirements = ("uvicorn==0.29.0", "uvicorn-worker==0.2.0")
    with serve_asgi(tmp_path, *requirements) as served:
        assert served.wait_until_up().get("/who").status == 200
        served.wait_for_log("uvicorn 0.29.0 is unknown here and serves as it comes")


def test_the_oldest_known_uvicorn_is_replaced_in_turn(tmp_path) -> None:
    requirements = ("uvicorn==0.30.0", "uvicorn-worker==0.2.0")
    flags = ("--max-requests", "10", "--max-requests-jitter", "0")
    with serve_asgi(tmp_path, *requirements, flags=flags) as served:
        served.wait_until_up().wait_for_log("LIFESPAN up", times=2)
        wait_for(lambda: served.get("/who") and "makes way" in served.log(), 20)
        served.wait_for_log("LIFESPAN up", times=3)
        served.stop()
        assert served.log().count("LIFESPAN down") == 3
        assert "unknown" not in served.log()
