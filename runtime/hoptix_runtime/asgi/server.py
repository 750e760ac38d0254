"""uvicorn's server, which ends within a time and in its turn."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from uvicorn.server import Server

if TYPE_CHECKING:
    from uvicorn.config import Config

    from hoptix_runtime.recycling import Replacement

log = logging.getLogger("gunicorn.error")
HEARTBEAT = 1  # seconds
ARRIVAL = 1  # seconds after which no request is on its way on an idle connection
STEP = 0.1  # seconds


class RecycledServer(Server):
    """Serves until it is stopped, or has answered `max_requests` and may be replaced.

    `notify` is gunicorn's heartbeat, and `graceful_timeout` the seconds from the start
    of a stop to the end of the process, whatever the app does.
    """

    def __init__(
        self,
        config: Config,
        replacement: Replacement,
        *,
        max_requests: int,
        graceful_timeout: float,
        notify: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self.replacement = replacement
        self.max_requests = max_requests
        self.graceful_timeout = graceful_timeout
        self.notify = notify

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second from the start on; True ends the server."""
        if counter == 0:
            self.replacement.serves()
        return await super().on_tick(counter) or self.is_replaced()

    def is_replaced(self) -> bool:
        """Whether its number is reached and no other worker is being replaced."""
        if self.server_state.total_requests < self.max_requests:
            return False
        if not self.replacement.may_go():
            return False
        log.info("Served %s requests, makes way", self.server_state.total_requests)
        return True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends open streams and then the app's lifespan, alive in gunicorn's eyes."""
        end_within(self.graceful_timeout)
        heartbeat = asyncio.create_task(self.beat())
        self.stop_listening(sockets or [])
        await self.answer_what_is_on_its_way()
        await super().shutdown()
        heartbeat.cancel()

    def stop_listening(self, sockets: list[socket.socket]) -> None:
        """Closes both at once, as uvicorn does.

        uvloop frees the numbers of its sockets soon after; a late close() would hit
        whatever has got one of them.
        """
        for listener in self.servers:
            listener.close()
        for one in sockets:
            one.close()

    async def answer_what_is_on_its_way(self) -> None:
        """Closes each open connection behind its next answer, or after a second.

        uvicorn closes idle ones at once, under a request that the ingress has sent.
        """
        self.server_state.default_headers.append((b"connection", b"close"))
        left = float(ARRIVAL)
        while left > 0:
            await asyncio.sleep(STEP)
            left = left - STEP if self.server_state.connections else 0.0

    async def beat(self) -> None:
        """Without it a stop that is longer than `timeout` looks like a hang."""
        while True:
            self.notify()
            await asyncio.sleep(HEARTBEAT)


def end_within(seconds: float) -> None:
    """Ends the process if it is still there then: a thread may never return.

    Its successor is only started when it is gone.
    """

    def end() -> None:
        log.error("Not at its end %s s after its stop began; ended by force", seconds)
        os._exit(0)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
