# Written by hoptix-deploy from hoptix.yaml, service bookshop-storefront; edits belong there.
# hoptix-deploy description:4840c81d4287b586 body:6f44f1c1dc905c00

"""What gunicorn serves: the app of bookshop-storefront, and what belongs in front of it.

The last lines put the layers together, the outermost last.
"""

import importlib
import inspect
import json
import logging
import os
import sys
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.proxy_fix import ProxyFix

# fmt: off
SERVICE = "bookshop-storefront"
APP = "app:app"
APP_DIR = "."
HEALTH_PATH = "/health"
# fmt: on

log = logging.getLogger("gunicorn.error")


class StartError(RuntimeError):
    """The app cannot be served as described; gunicorn logs this and exits with 3."""


# --- The app ---


def load_app() -> WSGIApplication:
    """What `app` in hoptix.yaml names: module:callable, or module:factory()."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, os.path.normpath(os.path.join(here, APP_DIR)))
    # Makes Flask ignore an app.run() that runs on import: its development server
    # would take the place of this one.
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
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
    """Debug pages show source and run code for whoever finds them.

    FLASK_DEBUG=1, or code that reads a missing FLASK_ENV as development, would turn
    them on. Refusing to start would be an outage, so debug is switched off and logged.
    """
    layers, found = [app], 0
    while found < len(layers) < 100:
        layer = layers[found]
        found += 1
        if isinstance(layer, DebuggedApplication):
            raise StartError(
                f'app: "{APP}" is wrapped in werkzeug\'s DebuggedApplication, which'
                " lets a visitor run Python code. Remove the wrapper, or apply it under"
                ' if __name__ == "__main__" only.'
            )
        if isinstance(layer, Flask) and layer.debug:
            layer.debug = False
            log.error(
                "Flask's debug mode was on and is now off."
                " Remove FLASK_DEBUG and debug=True from what runs in production."
            )
        inner = [getattr(layer, name, None) for name in ("wsgi_app", "app", "__self__")]
        layers += [one for one in inner if not any(one is known for known in layers)]
    return app


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


application = without_debug(load_app())
# The ingress is the only way in and names one client, one scheme and one host.
application = ProxyFix(application, x_for=1, x_proto=1, x_host=1)
application = with_health(application)
