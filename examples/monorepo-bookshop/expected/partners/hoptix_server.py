# Written by hoptix-deploy from hoptix.yaml, service bookshop-partners; edits belong there.
# hoptix-deploy description:5f37849b2635c80f body:d2cc28ab4689dad9

"""What gunicorn serves: the app of bookshop-partners, and what belongs in front of it.

The last lines put the layers together, the outermost last.
"""

import importlib
import inspect
import json
import logging
import os
import re
import sys
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address
from typing import Any

from starlette.applications import Starlette

# fmt: off
SERVICE = "bookshop-partners"
APP = "partners:app"
APP_DIR = "."
HEALTH_PATH = "/health"
CORS_ORIGINS = []
CORS_CREDENTIALS = False
CORS_METHODS = []
CORS_HEADERS = []
CORS_EXPOSE_HEADERS = []
CORS_MAX_AGE = 0  # seconds
# fmt: on

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]

log = logging.getLogger("gunicorn.error")


class StartError(RuntimeError):
    """The app cannot be served as described; gunicorn logs this and exits with 3."""


# --- The app ---


def load_app() -> App:
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
    if not callable(app) or not takes_three(app):
        raise StartError(
            f'app: "{APP}" in hoptix.yaml must lead to an ASGI application, a callable'
            f" that takes scope, receive and send; {module.__file__} gives"
            f" {type(app).__name__}. Name the application itself, write"
            f' "{module_name}:{name}()" if {name} makes it, and set framework to'
            " flask, django or wsgi for a WSGI application."
        )
    return app


def callables(module: object) -> str:
    public = [name for name, value in vars(module).items() if callable(value)]
    return ", ".join(name for name in public if not name.startswith("_"))


def takes_three(app) -> bool:
    """Tells an ASGI app from a WSGI app (two arguments) and most factories (none)."""
    try:
        inspect.signature(app).bind(None, None, None)
    except TypeError:
        return False
    except ValueError:  # built in, without a signature
        pass
    return True


def without_debug(app: App) -> App:
    """Debug pages show source to whoever finds them.

    Refusing to start would be an outage, so debug is switched off and logged.
    """
    if isinstance(app, Starlette) and app.debug:
        app.debug = False
        log.error(
            "The app's debug mode was on and is now off."
            " Remove debug=True from what runs in production."
        )
    return app


# --- The ingress ---


def with_client_address(app: App) -> App:
    """The peer would be the ingress; the client is the last address it wrote down.

    Here and not in uvicorn, which believes the first one, written by the client.
    """

    async def client_address(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = dict(scope["headers"])  # of two, the last
            forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1")
            try:
                address = ip_address(forwarded.rpartition(",")[2].strip())
                scope["client"] = (str(address), 0)
            except ValueError:  # not from the ingress: a probe
                pass
            secure = headers.get(b"x-forwarded-proto") == b"https"
            plain = "http" if scope["type"] == "http" else "ws"
            scope["scheme"] = plain + "s" if secure else plain
        await app(scope, receive, send)

    return client_address


# --- Errors ---


async def respond(send: Send, status: int, headers: Headers, body: bytes) -> None:
    start = {"type": "http.response.start", "status": status, "headers": [*headers]}
    await send(start)
    await send({"type": "http.response.body", "body": body})


def with_errors(app: App) -> App:
    """Makes an exception a 500 that leaves the connection usable, and logs it once.

    Left to uvicorn it resets the connection, also after a complete answer, under the
    next request of the ingress.
    """

    async def errors(scope: Message, receive: Receive, send: Send) -> None:
        begun = complete = False

        async def watched(message: Message) -> None:
            nonlocal begun, complete
            begun = True
            if message["type"] == "http.response.body":
                complete = not message.get("more_body", False)
            await send(message)

        try:
            await app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http" or (begun and not complete):
                raise  # too late for another status: the server cuts the connection
            method, path = scope["method"], scope["path"]
            log.exception("Error handling request %s %s", method, path)
            if not begun:
                body = b"Internal Server Error\n"
                headers = [
                    (b"content-type", b"text/plain"),
                    (b"content-length", str(len(body)).encode()),
                ]
                await respond(send, 500, headers, body)

    return errors


# --- Health ---


def with_health(app: App) -> App:
    """Answers before the app: its login, its redirects and its host check stay out."""
    body = json.dumps({"status": "healthy", "service": SERVICE}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    refusal = [(b"allow", b"GET, HEAD"), (b"content-length", b"0")]

    async def health(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != HEALTH_PATH:
            await app(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            await respond(send, 200, headers, body if scope["method"] == "GET" else b"")
        else:  # one path, one owner: the app never sees it
            await respond(send, 405, refusal, b"")

    return health


# --- CORS ---

# "*" in a name is exactly one label: never a dot, never a suffix of another domain.
ORIGIN_PATTERNS = [
    re.compile(re.escape(origin).replace(r"\*", "[a-z0-9_-]{1,63}"))
    for origin in CORS_ORIGINS
    if origin != "*"
]


def cors_headers(origin: str | None) -> list[tuple[bytes, bytes]]:
    """What an origin is granted; empty for one that is not listed.

    "null" is never granted: sandboxed frames and files of anyone send it.
    """
    if origin is None or origin == "null":
        return []
    if "*" in CORS_ORIGINS:  # never with credentials: that would grant them to anyone
        granted = [(b"access-control-allow-origin", b"*")]
    elif any(pattern.fullmatch(origin) for pattern in ORIGIN_PATTERNS):
        granted = [(b"access-control-allow-origin", origin.encode())]
        if CORS_CREDENTIALS:
            granted.append((b"access-control-allow-credentials", b"true"))
    else:
        return []
    if CORS_EXPOSE_HEADERS:
        exposed = ", ".join(CORS_EXPOSE_HEADERS).encode()
        granted.append((b"access-control-expose-headers", exposed))
    return granted


def with_cors_headers(headers: Headers, granted: Headers) -> Headers:
    """The app's own CORS headers go, since browsers refuse two; its Vary is kept."""
    kept, vary = [], []
    for name, value in headers:
        if name.lower() == b"vary":
            vary += [field.strip() for field in value.split(b",")]
        elif not name.lower().startswith(b"access-control-"):
            kept.append((name, value))
    # Always, even without an Origin: else a cache hands one origin's answer to another.
    if not {b"*", b"origin"}.intersection(field.lower() for field in vary):
        vary.append(b"Origin")
    return [*kept, (b"vary", b", ".join(vary)), *granted]


def with_cors(app: App) -> App:
    """Answers preflights before the app's login can turn them into a 401."""

    async def cors(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # CORS is no part of WebSocket
            await app(scope, receive, send)
            return
        asked: dict[bytes, str] = {}
        for name, value in scope["headers"]:
            # Two Origin headers become one that is not listed.
            before = f"{asked[name]}, " if name in asked else ""
            asked[name] = before + value.decode("latin-1")
        granted = cors_headers(asked.get(b"origin"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = with_cors_headers(message.get("headers", []), granted)
                message = {**message, "headers": headers}
            await send(message)

        preflight = (
            scope["method"] == "OPTIONS"
            and b"origin" in asked
            and b"access-control-request-method" in asked
        )
        if preflight:
            await answer_preflight(send, asked, granted)
            return
        await app(scope, receive, send_with_headers)

    return cors


async def answer_preflight(
    send: Send, asked: dict[bytes, str], granted: list[tuple[bytes, bytes]]
) -> None:
    if not granted:
        await respond(send, 403, [(b"vary", b"Origin"), (b"content-length", b"0")], b"")
        return
    # Browsers read "*" as a name when credentials are on, so it is spelt out here.
    wanted = asked.get(b"access-control-request-headers", "")
    allowed = wanted if "*" in CORS_HEADERS else ", ".join(CORS_HEADERS)
    # 204 whatever is asked for: the browser compares, and tells what is missing.
    headers = [
        (b"vary", b"Origin"),
        *granted,
        (b"access-control-allow-methods", ", ".join(CORS_METHODS).encode()),
        (b"access-control-allow-headers", allowed.encode("latin-1")),
        (b"access-control-max-age", str(CORS_MAX_AGE).encode()),
    ]
    await respond(send, 204, headers, b"")


application = without_debug(load_app())
application = with_client_address(application)
application = with_errors(application)
application = with_health(application)
application = with_cors(application)  # outermost: every response needs it
