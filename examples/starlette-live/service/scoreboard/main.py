"""A scoreboard that pushes each change to everyone who watches."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

watchers: set[WebSocket] = set()


async def scores(request: Request) -> JSONResponse:
    return JSONResponse(request.app.state.scores)


async def score(request: Request) -> JSONResponse:
    team = request.path_params["team"]
    board = request.app.state.scores
    board[team] = board.get(team, 0) + 1
    for watcher in list(watchers):
        await watcher.send_json(board)
    return JSONResponse(board)


async def watch(websocket: WebSocket) -> None:
    await websocket.accept()
    watchers.add(websocket)
    try:
        await websocket.send_json(websocket.app.state.scores)
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        watchers.discard(websocket)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.scores = {}
    yield


def create_app() -> Starlette:
    routes = [
        Route("/scores", scores),
        Route("/scores/{team}", score, methods=["POST"]),
        WebSocketRoute("/watch", watch),
    ]
    return Starlette(routes=routes, lifespan=lifespan)
