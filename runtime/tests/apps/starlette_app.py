"""What people write with Starlette: streams, a lifespan, and a blocked event loop."""

import asyncio
import os
import time
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute


@asynccontextmanager
async def lifespan(app):
    if "LIFESPAN_FAILS" in os.environ:
        raise RuntimeError("no database")
    print(f"LIFESPAN up {os.getpid()}", flush=True)
    yield
    print(f"LIFESPAN down {os.getpid()}", flush=True)


async def who(request):
    return JSONResponse({"client": request.client.host, "url": str(request.url)})


async def forever(request):
    async def ticks():
        while True:
            yield "data: tick\n\n"
            await asyncio.sleep(0.2)

    return StreamingResponse(ticks(), media_type="text/event-stream")


def stubborn(request):
    time.sleep(60)  # in a thread that nothing can cancel


async def block(request):
    time.sleep(60)  # a mistake people make


async def fail(request):
    raise RuntimeError("inside the app")


async def echo(websocket):
    await websocket.accept()
    while True:
        await websocket.send_text("echo " + await websocket.receive_text())


app = Starlette(
    lifespan=lifespan,
    routes=[
        Route("/who", who),
        Route("/forever", forever),
        Route("/stubborn", stubborn),
        Route("/block", block),
        Route("/fail", fail),
        WebSocketRoute("/ws", echo),
    ],
)
