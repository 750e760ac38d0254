"""The layers of both interfaces, one test for both wherever they promise the same."""

from __future__ import annotations

import asyncio
import logging

import pytest
from calls import call_asgi, call_wsgi, http_scope

from hoptix_runtime.asgi.client_address import ClientAddress as AsgiClientAddress
from hoptix_runtime.asgi.cors import Cors as AsgiCors
from hoptix_runtime.asgi.errors import Errors
from hoptix_runtime.asgi.health import Health as AsgiHealth
from hoptix_runtime.asgi.messages import respond
from hoptix_runtime.wsgi.client_address import ClientAddress
from hoptix_runtime.wsgi.cors import Cors
from hoptix_runtime.wsgi.health import Health

HEALTHY = b'{"status": "healthy", "service": "shop"}'


class Wsgi:
    Health, Cors = Health, Cors

    @staticmethod
    def app(status=200, headers=(), body=b"app"):
        def app(environ, start_response):
            own = [("Content-Type", "text/plain"), *headers]
            start_response(f"{status} Some", own)
            return [body]

        return app

    @staticmethod
    def failing(environ, start_response):
        raise RuntimeError("inside")

    @staticmethod
    def ask(app, path="/", method="GET", headers=()):
        environ = {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in headers}
        return call_wsgi(app, path, method, strict=False, **environ)


class Asgi:
    Health, Cors = AsgiHealth, AsgiCors

    @staticmethod
    def app(status=200, headers=(), body=b"app"):
        async def app(scope, receive, send):
            own = [(n.lower().encode(), v.encode()) for n, v in headers]
            await respond(send, status, own, body)

        return app

    @staticmethod
    async def _failing(scope, receive, send):
        raise RuntimeError("inside")

    failing = Errors(_failing)

    @staticmethod
    def ask(app, path="/", method="GET", headers=()):
        return call_asgi(app, path, method, headers)


@pytest.fixture(params=[Wsgi, Asgi], ids=["wsgi", "asgi"])
def kind(request):
    return request.param


def test_health_is_answered_in_front_of_the_app(kind):
    health = kind.Health(kind.app(status=401), path="/health", service="shop")
    answer = kind.ask(health, "/health")
    assert (answer.status, answer.body) == (200, HEALTHY)
    assert answer.header("content-type") == ["application/json"]
    assert answer.header("content-length") == [str(len(HEALTHY))]
    assert answer.header("cache-control") == ["no-store"]


def test_head_of_health_has_no_body(kind):
    health = kind.Health(kind.app(), path="/health", service="shop")
    answer = kind.ask(health, "/health", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("content-length") == [str(len(HEALTHY))]


def test_another_method_of_health_never_reaches_the_app(kind):
    health = kind.Health(kind.app(), path="/health", service="shop")
    answer = kind.ask(health, "/health", "DELETE")
    assert (answer.status, answer.body) == (405, b"")
    assert answer.header("allow") == ["GET, HEAD"]


@pytest.mark.parametrize("path", ["/", "/health/", "/HEALTH", "/healthy"])
def test_every_other_path_is_the_apps(kind, path):
    health = kind.Health(kind.app(status=401), path="/health", service="shop")
    assert kind.ask(health, path).status == 401
    assert health.app is not None


POLICY = {
    "origins": ["https://app.example.com", "https://*.example.org"],
    "credentials": True,
    "methods": ["GET", "POST"],
    "headers": ["Authorization", "X-Some"],
    "expose_headers": ["X-Page"],
    "max_age": 600,
}
GRANTED = [
    "https://app.example.com",
    "https://a.example.org",
    "https://a-1.example.org",
]
DENIED = [
    "null",
    "https://app.example.com.evil.io",
    "https://app.example.com:444",
    "http://app.example.com",
    "https://APP.example.com",
    "https://example.org",
    "https://a.b.example.org",
    "https://.example.org",
    "https://xexample.org",
    "https://a.example.org.evil.io",
    "https://app.example.com, https://a.example.org",
    "",
]


@pytest.mark.parametrize("origin", GRANTED)
@pytest.mark.parametrize("status", [200, 401, 404])
def test_a_listed_origin_reads_every_answer(kind, origin, status):
    cors = kind.Cors(kind.app(status), **POLICY)
    answer = kind.ask(cors, headers=[("origin", origin)])
    assert answer.status == status
    assert answer.header("access-control-allow-origin") == [origin]
    assert answer.header("access-control-allow-credentials") == ["true"]
    assert answer.header("access-control-expose-headers") == ["X-Page"]
    assert answer.header("vary") == ["Origin"]


@pytest.mark.parametrize("origin", DENIED)
def test_no_other_origin_is_granted_anything(kind, origin):
    cors = kind.Cors(kind.app(), **POLICY)
    answer = kind.ask(cors, headers=[("origin", origin)])
    assert (answer.status, answer.body) == (200, b"app")
    assert not [name for name, _ in answer.headers if name.lower().startswith("access")]
    assert answer.header("vary") == ["Origin"]
    asked = [("origin", origin), ("access-control-request-method", "GET")]
    preflight = kind.ask(cors, "/", "OPTIONS", asked)
    assert (preflight.status, preflight.header("vary")) == (403, ["Origin"])


def test_a_preflight_is_answered_in_front_of_the_login(kind):
    cors = kind.Cors(kind.app(401), **POLICY)
    asked = [("origin", GRANTED[0]), ("access-control-request-method", "PUT")]
    answer = kind.ask(cors, "/any", "OPTIONS", asked)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.header("access-control-allow-origin") == [GRANTED[0]]
    assert answer.header("access-control-allow-methods") == ["GET, POST"]
    assert answer.header("access-control-allow-headers") == ["Authorization, X-Some"]
    assert answer.header("access-control-max-age") == ["600"]
    assert kind.ask(cors, "/any", "OPTIONS", asked[:1]).status == 401  # no preflight


def test_any_header_is_spelt_out(kind):
    cors = kind.Cors(kind.app(), **{**POLICY, "headers": ["*"]})
    asked = [
        ("origin", GRANTED[0]),
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "x-one, x-two"),
    ]
    answer = kind.ask(cors, "/", "OPTIONS", asked)
    assert answer.header("access-control-allow-headers") == ["x-one, x-two"]


def test_any_origin_is_a_star_and_never_with_credentials(kind):
    cors = kind.Cors(kind.app(), origins=["*"])
    answer = kind.ask(cors, headers=[("origin", "https://who.example")])
    assert answer.header("access-control-allow-origin") == ["*"]
    assert (
        kind.ask(cors, headers=[("origin", "null")]).header(
            "access-control-allow-origin"
        )
        == []
    )
    with pytest.raises(ValueError, match="would let any page read"):
        kind.Cors(kind.app(), origins=["*"], credentials=True)


def test_the_apps_own_cors_headers_go_and_its_vary_stays(kind):
    own = [("Access-Control-Allow-Origin", "*"), ("Vary", "Accept, Cookie")]
    cors = kind.Cors(kind.app(headers=own), **POLICY)
    answer = kind.ask(cors, headers=[("origin", GRANTED[0])])
    assert answer.header("access-control-allow-origin") == [GRANTED[0]]
    assert answer.header("vary") == ["Accept, Cookie, Origin"]
    cors = kind.Cors(kind.app(headers=[("Vary", "origin")]), **POLICY)
    assert kind.ask(cors).header("vary") == ["origin"]


def test_an_exception_is_a_500_with_cors_headers_that_is_logged(kind, caplog):
    cors = kind.Cors(kind.failing, **POLICY)
    with caplog.at_level(logging.ERROR, "gunicorn.error"):
        answer = kind.ask(cors, "/some", headers=[("origin", GRANTED[0])])
    assert (answer.status, answer.body) == (500, b"Internal Server Error\n")
    assert answer.header("access-control-allow-origin") == [GRANTED[0]]
    assert caplog.messages == ["Error handling request GET /some"]


def client_of_wsgi(forwarded):
    seen = {}

    def app(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return []

    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    layer = ClientAddress(app)
    call_wsgi(layer, strict=False, REMOTE_ADDR="10.0.0.1", **more)
    return seen["REMOTE_ADDR"]


def client_of_asgi(forwarded):
    headers = [] if forwarded is None else [("x-forwarded-for", forwarded)]
    return scope_behind(headers)["client"][0]


def scope_behind(headers, **more):
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)

    scope = http_scope(headers=headers, **more)
    asyncio.run(AsgiClientAddress(app)(scope, None, None))
    return seen


@pytest.mark.parametrize("client_of", [client_of_wsgi, client_of_asgi])
@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        (None, "10.0.0.1"),
        ("203.0.113.7:4444", "203.0.113.7"),
        ("6.6.6.6, [2001:db8::7]:4444", "2001:db8::7"),
        ("6.6.6.6, garbage", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_the_client_is_the_last_address_or_the_peer(client_of, forwarded, client):
    assert client_of(forwarded) == client


def test_of_two_headers_the_last_one_counts():
    twice = [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.7")]
    assert scope_behind(twice)["client"] == ("203.0.113.7", 0)


@pytest.mark.parametrize(
    ("kind_of", "proto", "scheme"),
    [
        ("http", "https", "https"),
        ("http", "http", "http"),
        ("http", "HTTPS; x", "http"),
        ("websocket", "https", "wss"),
        ("websocket", None, "ws"),
        ("lifespan", "https", "http"),
    ],
)
def test_the_scheme_is_that_of_the_ingress(kind_of, proto, scheme):
    headers = [("x-forwarded-proto", proto)] if proto else []
    assert scope_behind(headers, type=kind_of)["scheme"] == scheme


def test_proxyfix_takes_a_port_for_a_part_of_the_address():
    """Why ClientAddress reads it, and ProxyFix scheme and host alone."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    seen = {}

    def app(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return []

    forwarded = {
        "REMOTE_ADDR": "10.0.0.1",
        "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.7:4444",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "shop.example.com",
    }
    call_wsgi(ProxyFix(app, x_for=1, x_proto=1, x_host=1), strict=False, **forwarded)
    control = dict(seen)
    assert control["REMOTE_ADDR"] == "203.0.113.7:4444"
    ours = ClientAddress(ProxyFix(app, x_for=0, x_proto=1, x_host=1))
    call_wsgi(ours, strict=False, **forwarded)
    assert seen["REMOTE_ADDR"] == "203.0.113.7"
    same = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT")
    assert [seen[name] for name in same] == [control[name] for name in same]
    assert (seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == ("https", "shop.example.com")
