# Written by hoptix-deploy from hoptix.yaml, service storefront; edits belong there.
# hoptix-deploy description:001fb829bbaed004 body:11b78b4cdfa60fca

"""What gunicorn serves: the app of storefront, and what belongs in front of it.

The last lines put the layers together, the outermost last.
"""

import importlib
import inspect
import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.debug import DebuggedApplication
from werkzeug.middleware.proxy_fix import ProxyFix

# fmt: off
SERVICE = "storefront"
APP = "storefront:create_app()"
APP_DIR = "src"
REQUIRES = [
    "SECRET_KEY",
]
HEALTH_PATH = "/health"
CORS_ORIGINS = [
    "https://shop.example.com",
    "https://www.example.com",
]
CORS_CREDENTIALS = False
CORS_METHODS = [
    "GET",
    "POST",
]
CORS_HEADERS = [
    "Authorization",
    "Content-Type",
]
CORS_EXPOSE_HEADERS = []
CORS_MAX_AGE = 600  # seconds
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


# --- CORS ---

Headers = list[tuple[str, str]]

# "*" in a name is exactly one label: never a dot, never a suffix of another domain.
ORIGIN_PATTERNS = [
    re.compile(re.escape(origin).replace(r"\*", "[a-z0-9_-]{1,63}"))
    for origin in CORS_ORIGINS
    if origin != "*"
]


def cors_headers(origin: str | None) -> Headers:
    """What an origin is granted; empty for one that is not listed.

    "null" is never granted: sandboxed frames and files of anyone send it.
    """
    if origin is None or origin == "null":
        return []
    if "*" in CORS_ORIGINS:  # never with credentials: that would grant them to anyone
        granted = [("Access-Control-Allow-Origin", "*")]
    elif any(pattern.fullmatch(origin) for pattern in ORIGIN_PATTERNS):
        granted = [("Access-Control-Allow-Origin", origin)]
        if CORS_CREDENTIALS:
            granted.append(("Access-Control-Allow-Credentials", "true"))
    else:
        return []
    if CORS_EXPOSE_HEADERS:
        exposed = ", ".join(CORS_EXPOSE_HEADERS)
        granted.append(("Access-Control-Expose-Headers", exposed))
    return granted


def with_cors_headers(headers: Headers, granted: Headers) -> Headers:
    """The app's own CORS headers go, since browsers refuse two; its Vary is kept."""
    kept, vary = [], []
    for name, value in headers:
        if name.lower() == "vary":
            vary += [field.strip() for field in value.split(",")]
        elif not name.lower().startswith("access-control-"):
            kept.append((name, value))
    # Always, even without an Origin: else a cache hands one origin's answer to another.
    if not {"*", "origin"}.intersection(field.lower() for field in vary):
        vary.append("Origin")
    return [*kept, ("Vary", ", ".join(vary)), *granted]


def with_cors(app: WSGIApplication) -> WSGIApplication:
    """Answers preflights before the app's login can turn them into a 401."""

    def cors(environ: WSGIEnvironment, start_response: StartResponse):
        granted = cors_headers(environ.get("HTTP_ORIGIN"))
        preflight = (
            environ["REQUEST_METHOD"] == "OPTIONS"
            and "HTTP_ORIGIN" in environ
            and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
        )
        if not preflight:
            return CorsResponse(environ, start_response, granted).of(app)
        if not granted:
            headers = [("Vary", "Origin"), ("Content-Length", "0")]
            start_response("403 Forbidden", headers)
            return []
        # Browsers read "*" as a name when credentials are on, so it is spelt out here.
        asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
        allowed = asked if "*" in CORS_HEADERS else ", ".join(CORS_HEADERS)
        # 204 whatever is asked for: the browser compares, and tells what is missing.
        headers = [
            ("Vary", "Origin"),
            *granted,
            ("Access-Control-Allow-Methods", ", ".join(CORS_METHODS)),
            ("Access-Control-Allow-Headers", allowed),
            ("Access-Control-Max-Age", str(CORS_MAX_AGE)),
        ]
        start_response("204 No Content", headers)
        return []

    return cors


class CorsResponse:
    """One response, held back until its first byte.

    Until then an exception can still become a 500 with the CORS headers; gunicorn's own
    500 has none, and the browser would report a CORS error in place of the real one.
    """

    def __init__(
        self, environ: WSGIEnvironment, start_response: StartResponse, granted: Headers
    ) -> None:
        self.environ = environ
        self.start_response = start_response
        self.granted = granted
        self.head: tuple[str, Headers] | None = None
        self.server_write = None
        self.body = None

    def of(self, app: WSGIApplication):
        try:
            self.body = app(self.environ, self.start)
            if isinstance(self.body, self.environ.get("wsgi.file_wrapper", ())):
                self.send_head()
                return self.body  # the server knows it by its type and sends the file
        except Exception:
            if self.server_write:
                raise
            return [self.error()]
        return self

    def start(self, status: str, headers: Headers, exc_info=None):
        if exc_info and self.server_write:
            raise exc_info[1].with_traceback(exc_info[2])
        if self.head and not exc_info:
            raise AssertionError("start_response was called a second time")
        self.head = (status, headers)
        return self.write

    def write(self, data: bytes) -> None:
        self.send_head()
        self.server_write(data)

    def send_head(self) -> None:
        if self.server_write:
            return
        if not self.head:
            raise AssertionError("the app did not call start_response")
        status, headers = self.head
        headers = with_cors_headers(headers, self.granted)
        self.server_write = self.start_response(status, headers)

    def error(self) -> bytes:
        method, path = self.environ["REQUEST_METHOD"], self.environ["PATH_INFO"]
        log.exception("Error handling request %s %s", method, path)
        body = b"Internal Server Error\n"
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
        self.head = ("500 Internal Server Error", headers)
        self.send_head()
        return body

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self.body:
                if chunk:
                    self.send_head()
                    yield chunk
            self.send_head()
        except Exception:
            if self.server_write:
                raise  # too late for another status: the server cuts the connection
            yield self.error()

    def close(self) -> None:
        if hasattr(self.body, "close"):
            self.body.close()


require_variables()
application = without_debug(load_app())
# The ingress is the only way in and names one client, one scheme and one host.
application = ProxyFix(application, x_for=1, x_proto=1, x_host=1)
application = with_health(application)
application = with_cors(application)  # outermost: every response needs it
