"""Calls apps without a server."""

from __future__ import annotations

import asyncio
import io
from typing import NamedTuple
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

PATIENCE = 50  # tenths of a second after which the client leaves


def is_complete(sent) -> bool:
    return len(sent) > 1 and not sent[-1].get("more_body", False)


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> list[str]:
        return [v for n, v in self.headers if n.lower() == name.lower()]


def call_wsgi(app, path="/", method="GET", *, strict=True, **environ) -> Answer:
    """Through wsgiref's validator, as strict as the standard."""
    base = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": ""}
    base["SCRIPT_NAME"] = ""
    setup_testing_defaults(base)
    base["wsgi.input"] = io.BytesIO()
    head = []

    def start_response(status, headers, exc_info=None):
        head[:] = [status, headers]
        return lambda _: None

    body = (validator(app) if strict else app)({**base, **environ}, start_response)
    try:
        content = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    return Answer(int(head[0].split()[0]), head[1], content)


def http_scope(path="/", method="GET", headers=(), **more):
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(n.encode(), v.encode()) for n, v in headers],
        "client": ("10.0.0.1", 1234),
        "server": ("127.0.0.1", 80),
        **more,
    }


def call_asgi(app, path="/", method="GET", headers=(), **more) -> Answer:
    sent = []

    async def run():
        requests = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive():
            if requests:
                return requests.pop()
            for _ in range(PATIENCE):
                await asyncio.sleep(0.1)
                if is_complete(sent):
                    break
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        await app(http_scope(path, method, headers, **more), receive, send)

    asyncio.run(run())
    start = sent[0]
    text = [(n.decode(), v.decode()) for n, v in start["headers"]]
    body = b"".join(one.get("body", b"") for one in sent[1:])
    return Answer(start["status"], text, body)
