"""Each framework's debug page is there without the guard, and gone with it."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import NamedTuple

import pytest
from calls import call_asgi, call_wsgi

from hoptix_runtime.debug import without_debug


class Said(logging.Handler):
    """Not caplog: Litestar takes the handlers of the root logger away."""

    def __init__(self):
        super().__init__()
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


@pytest.fixture
def said():
    handler, log = Said(), logging.getLogger("gunicorn.error")
    log.addHandler(handler)
    yield handler.messages
    log.removeHandler(handler)


HTML = [("accept", "text/html")]
SECRET = b"secret-detail"


def boom(*_):
    raise RuntimeError("secret-detail")


async def boom_async():
    raise RuntimeError("secret-detail")


class Wrapper:
    """What observability libraries do; the app is in no attribute that we know."""

    def __init__(self, app):
        self.inner_application = app

    def __call__(self, *call):
        return self.inner_application(*call)


def in_closure(app):
    async def around(scope, receive, send):
        await app(scope, receive, send)

    return around


def flask_app():
    from flask import Flask

    app = Flask("some")
    app.debug = True
    app.add_url_rule("/boom", view_func=boom)
    return Wrapper(app)


def django_settings():
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import path

    urls = type(sys)("django_urls")
    urls.urlpatterns = [path("boom", boom), path("fine", lambda _: HttpResponse("x"))]
    sys.modules["django_urls"] = urls
    if not settings.configured:
        settings.configure(
            ROOT_URLCONF="django_urls", ALLOWED_HOSTS=["*"], SECRET_KEY="x"
        )
    settings.DEBUG = True


def django_wsgi():
    from django.core.wsgi import get_wsgi_application

    django_settings()
    return get_wsgi_application()


def django_asgi():
    from django.core.asgi import get_asgi_application

    django_settings()
    return get_asgi_application()


def bottle_app():
    import bottle

    bottle.debug(True)
    app = bottle.Bottle()
    app.route("/boom", callback=boom)
    return app


def fastapi_wrapped():
    from fastapi import FastAPI

    app = FastAPI(debug=True)
    app.get("/boom")(boom_async)
    return in_closure(app)


def fastapi_mounted():
    from fastapi import FastAPI

    app, inner = FastAPI(), FastAPI(debug=True)
    inner.get("/boom")(boom_async)
    app.mount("/v1", inner)
    return app


def starlette_called_on_import():
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    async def fine(_):
        return Response("x")

    async def view(_):
        raise RuntimeError("secret-detail")

    app = Starlette(debug=True, routes=[Route("/fine", fine), Route("/boom", view)])
    assert call_asgi(app, "/fine").status == 200  # makes its middleware for good
    return app


def quart_app():
    from quart import Quart

    app = Quart("some")
    app.debug = True
    app.add_url_rule("/boom", view_func=boom_async)
    return in_closure(app)


def litestar_app():
    from litestar import Litestar, get

    @get("/boom", sync_to_thread=False)
    def view() -> str:
        raise RuntimeError("secret-detail")

    return in_closure(Litestar([view], debug=True))


class Raised(NamedTuple):
    """Left to the server: Flask leaves it to werkzeug's debugger, for example."""

    body: bytes
    status: int = 500


def answer_wsgi(app, path):
    try:
        return call_wsgi(app, path, HTTP_ACCEPT="text/html", strict=False)
    except RuntimeError as error:
        return Raised(str(error).encode())


def answer_asgi(app, path):
    async def quiet(scope, receive, send):
        sent = []

        async def remember(message):
            sent.append(message)
            await send(message)

        try:
            await app(scope, receive, remember)
        except RuntimeError:
            if not sent:
                raise
            # Raised again behind the page, for the server's log.

    try:
        return call_asgi(quiet, path, headers=HTML)
    except RuntimeError as error:
        return Raised(str(error).encode())


@pytest.mark.parametrize(
    ("make", "ask", "path", "name"),
    [
        (flask_app, answer_wsgi, "/boom", "Flask's debug mode"),
        (django_wsgi, answer_wsgi, "/boom", "Django's DEBUG"),
        (django_asgi, answer_asgi, "/boom", "Django's DEBUG"),
        (bottle_app, answer_wsgi, "/boom", "Bottle's debug mode"),
        (fastapi_wrapped, answer_asgi, "/boom", "FastAPI's debug mode"),
        (fastapi_mounted, answer_asgi, "/v1/boom", "FastAPI's debug mode"),
        (starlette_called_on_import, answer_asgi, "/boom", "Starlette's debug mode"),
        (quart_app, answer_asgi, "/boom", "Quart's debug mode"),
        (litestar_app, answer_asgi, "/boom", "Litestar's debug mode"),
    ],
)
def test_a_debug_page_is_gone_and_logged(make, ask, path, name, said):
    control = ask(make(), path)
    assert control.status == 500
    assert SECRET in control.body

    app = make()
    said.clear()
    assert without_debug(app) is app
    [message] = [one for one in said if one.startswith(name)]
    assert "was on and is now off. Remove" in message

    answer = ask(app, path)
    assert answer.status == 500
    assert SECRET not in answer.body
    assert b"Traceback" not in answer.body


def test_nothing_is_said_where_nothing_is_on(said):
    from flask import Flask

    app = Flask("quiet")
    without_debug(app)  # what other tests have left on
    said.clear()
    without_debug(app)
    assert said == []


DEBUGGER = """
import gc
from hoptix_runtime.debug import without_debug
from werkzeug.debug import DebuggedApplication
from flask import Flask
app = Flask("x")
{wrap}
without_debug(app)
print("served")
"""


@pytest.mark.parametrize(
    ("wrap", "is_refused"),
    [
        ("app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)", True),
        ("app = (lambda inner: lambda *a: inner(*a))(DebuggedApplication(app))", True),
        ("app.wsgi_app = DebuggedApplication(app.wsgi_app); gc.freeze()", True),
        ("", False),
    ],
)
def test_a_debugger_that_runs_code_is_refused(wrap, is_refused):
    code = DEBUGGER.format(wrap=wrap)
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (
        "StartError: The app is wrapped in werkzeug's" in ended.stderr
    ) == is_refused
    assert ("served" in ended.stdout) != is_refused, ended.stderr


def test_django_that_is_not_set_up_is_left_alone():
    code = (
        "import django.conf\nfrom hoptix_runtime.debug import without_debug\n"
        "without_debug(None)\nassert not django.conf.settings.configured\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
