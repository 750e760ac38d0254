import asyncio

import pytest
from calls import call_asgi, http_scope

from hoptix_runtime.asgi.cors import Cors
from hoptix_runtime.asgi.errors import Errors
from hoptix_runtime.asgi.messages import respond

PLAIN = [(b"content-type", b"text/plain")]


def test_half_an_answer_is_cut_by_the_server():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": PLAIN})
        await send({"type": "http.response.body", "body": b"1", "more_body": True})
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        call_asgi(Errors(app))


def test_a_whole_answer_stands(caplog):
    async def app(scope, receive, send):
        await respond(send, 201, PLAIN, b"done")
        raise RuntimeError("in the background")

    answer = call_asgi(Errors(app))
    assert (answer.status, answer.body) == (201, b"done")
    assert caplog.messages == ["Error handling request GET /"]


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_no_http_is_the_servers(kind):
    async def app(scope, receive, send):
        raise RuntimeError("inside")

    scope = {**http_scope(), "type": kind}
    for layer in (Errors(app), Cors(app, origins=["*"])):
        with pytest.raises(RuntimeError, match="inside"):
            asyncio.run(layer(scope, None, None))


def test_two_origins_are_none_that_is_listed():
    async def app(scope, receive, send):
        await respond(send, 200, PLAIN)

    cors = Cors(app, origins=["https://a.example", "https://b.example"])
    twice = [("origin", "https://a.example"), ("origin", "https://b.example")]
    assert call_asgi(cors, headers=twice).header("access-control-allow-origin") == []
