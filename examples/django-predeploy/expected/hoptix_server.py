# Written by hoptix-deploy from hoptix.yaml, service noticeboard; edits belong there.
# hoptix-deploy description:abfa413f511f1d80 body:9271f809c39736cf

"""What gunicorn serves: the app of noticeboard, and what belongs in front of it.

The last lines put the layers together, the outermost last.
"""

import importlib
import inspect
import json
import logging
import os
import sys
from ipaddress import ip_address
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

# fmt: off
SERVICE = "noticeboard"
APP = "noticeboard.wsgi:application"
APP_DIR = "."
REQUIRES = [
    "DJANGO_SECRET_KEY",
]
HEALTH_PATH = "/healthz"
# fmt: on

log = logging.getLogger("gunicorn.error")


class StartError(RuntimeError):
    """The app cannot be served as described; gunicorn logs this and exits with 3."""


def require_variables() -> None:
    """Names what is not set, before the app fails on it somewhere deep inside."""
    missing = [name for name in REQUIRES if not os.environ.get(name)]
    if missing:
        raise StartError(
            f"Not set: {', '.join(missing)}. hoptix.yaml requires these variables;"
            " set them in an env group of the app on Porter."
        )


# --- The app ---


def load_app() -> WSGIApplication:
    """What `app` in hoptix.yaml names: module:callable, or module:factory()."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, os.path.normpath(os.path.join(here, APP_DIR)))
    module_name, _, attribute = APP.partition(":")
    name = attribute.removesuffix("()")
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if not f"{module_name}.".startswith(f"{error.name}."):
            raise  # the module is there; something that it imports is not
        raise StartError(
            f'app: "{APP}" in hoptix.yaml names the module {module_name}, which is not'
            f" in {sys.path[0]}. Correct the module, or set appDir to its folder."
        ) from None
    if not hasattr(module, name):
        raise StartError(
            f'app: "{APP}" in hoptix.yaml names {name}, but the module {module_name}'
            f" ({module.__file__}) has no such attribute. It has"
            f" {callables(module) or 'nothing that can be called'}. Correct the name"
            " after the colon."
        )
    app = getattr(module, name)
    if name != attribute and callable(app):
        app = app()
    if not callable(app) or not takes_two(app):
        raise StartError(
            f'app: "{APP}" in hoptix.yaml must lead to a WSGI application, a callable'
            f" that takes environ and start_response; {module.__file__} gives"
            f" {type(app).__name__}. Name the application itself, write"
            f' "{module_name}:{name}()" if {name} makes it, and set framework to'
            " fastapi, starlette or asgi for an ASGI application."
        )
    return app


def callables(module: object) -> str:
    public = [name for name, value in vars(module).items() if callable(value)]
    return ", ".join(name for name in public if not name.startswith("_"))


def takes_two(app) -> bool:
    """Tells a WSGI app from an ASGI app (three arguments) and most factories (none)."""
    if inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(app.__call__):
        return False
    try:
        inspect.signature(app).bind(None, None)
    except TypeError:
        return False
    except ValueError:  # built in, without a signature
        pass
    return True


def without_debug(app: WSGIApplication) -> WSGIApplication:
    """Debug pages show settings and source to whoever finds them.

    Refusing to start would be an outage, so debug is switched off and logged.
    """
    if settings.DEBUG:
        settings.DEBUG = False
        log.error(
            "Django's DEBUG was on and is now off."
            " Set DEBUG = False in what runs in production."
        )
    return app


# --- The ingress ---


def with_client_address(app: WSGIApplication) -> WSGIApplication:
    """REMOTE_ADDR would be the ingress; the client is the last address it wrote down.

    The scheme comes from gunicorn (X-Forwarded-Proto), and Host arrives unchanged.
    """

    def client_address(environ: WSGIEnvironment, start_response: StartResponse):
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        try:
            address = ip_address(forwarded.rpartition(",")[2].strip())
            environ["REMOTE_ADDR"] = str(address)
        except ValueError:  # not from the ingress: a probe
            pass
        return app(environ, start_response)

    return client_address


# --- Health ---


def with_health(app: WSGIApplication) -> WSGIApplication:
    """Answers before the app: its login, its redirects and its host check stay out."""
    body = json.dumps({"status": "healthy", "service": SERVICE}).encode()

    def health(environ: WSGIEnvironment, start_response: StartResponse):
        if environ["PATH_INFO"] != HEALTH_PATH:
            return app(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):  # one path, one owner: the app never sees it
            headers = [("Allow", "GET, HEAD"), ("Content-Length", "0")]
            start_response("405 Method Not Allowed", headers)
            return []
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response("200 OK", headers)
        return [body] if method == "GET" else []

    return health


require_variables()
application = without_debug(load_app())
application = with_client_address(application)
application = with_health(application)
