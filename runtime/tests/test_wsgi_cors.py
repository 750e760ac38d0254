"""How CORS holds a WSGI response back, and how it does not get in the way."""

from __future__ import annotations

import sys
from wsgiref.util import FileWrapper

import pytest
from calls import call_wsgi

from hoptix_runtime.wsgi.client_address import ClientAddress
from hoptix_runtime.wsgi.cors import Cors
from hoptix_runtime.wsgi.health import Health

PLAIN = [("Content-Type", "text/plain")]


def cors(app):
    return Cors(app, origins=["https://app.example.com"])


def test_it_keeps_to_the_standard():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        return [b"one", b"two"]

    answer = call_wsgi(cors(app), strict=True)
    assert answer.body == b"onetwo"
    assert answer.header("vary") == ["Origin"]


def test_a_stop_iteration_passes_every_layer():
    """gunicorn's signal that the app has ended a WebSocket."""

    def app(environ, start_response):
        raise StopIteration

    layers = cors(Health(ClientAddress(app), path="/health", service="x"))
    with pytest.raises(StopIteration):
        call_wsgi(layers, strict=False)


def test_an_exception_before_the_first_byte_is_a_500():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        yield b""
        raise RuntimeError("inside")

    answer = call_wsgi(cors(app))
    assert (answer.status, answer.body) == (500, b"Internal Server Error\n")


def test_an_exception_after_it_is_the_servers():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        yield b"first"
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        call_wsgi(cors(app), strict=False)


def test_the_old_way_to_write_and_then_fail():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)(b"first")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        call_wsgi(cors(app), strict=False)


def test_an_app_may_change_its_mind_with_exc_info():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        try:
            raise RuntimeError("inside")
        except RuntimeError:
            start_response("503 Later", PLAIN, sys.exc_info())
        return [b"later"]

    answer = call_wsgi(cors(app))
    assert (answer.status, answer.body) == (503, b"later")


def test_but_not_after_the_first_byte():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        yield b"first"
        try:
            raise KeyError("too late")
        except KeyError:
            start_response("503 Later", PLAIN, sys.exc_info())

    with pytest.raises(KeyError, match="too late"):
        call_wsgi(cors(app), strict=False)


@pytest.mark.parametrize("times", [0, 2])
def test_start_response_is_called_once(times, caplog):
    def app(environ, start_response):
        for _ in range(times):
            start_response("200 OK", PLAIN)
        return [b"x"]

    assert call_wsgi(cors(app), strict=False).status == 500
    assert "start_response" in caplog.text


def test_an_empty_answer_has_a_head():
    def app(environ, start_response):
        start_response("204 No Content", [])
        return []

    assert call_wsgi(cors(app), strict=False).status == 204


def test_a_file_goes_to_the_server_as_it_is(tmp_path):
    (tmp_path / "file").write_bytes(b"content")
    wrappers = []

    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        file = (tmp_path / "file").open("rb")
        wrappers.append(environ["wsgi.file_wrapper"](file))
        return wrappers[0]

    answers = []

    def seen(environ, start_response):
        answers.append(cors(app)(environ, start_response))
        return answers[0]

    more = {"wsgi.file_wrapper": FileWrapper}
    answer = call_wsgi(seen, strict=False, **more)
    assert answer.body == b"content"
    assert answer.header("vary") == ["Origin"]
    assert answers[0] is wrappers[0]


def test_the_apps_body_is_closed():
    closed = []

    class Body(list):
        def close(self):
            closed.append(1)

    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        return Body([b"x"])

    call_wsgi(cors(app), strict=False)
    assert closed == [1]
