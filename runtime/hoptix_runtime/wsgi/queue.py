"""The requests that wait for a thread: how many, and which one is next."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from hoptix_runtime.wsgi.patience import Patience

# Seconds after which newer requests get every other turn although nobody was seen
# giving up: behind some proxies a client that has left cannot be seen.
_LONG_WAIT = 10.0

Item = TypeVar("Item")


class RequestQueue(Generic[Item]):
    """A bounded queue that is fair while clients wait, and useful when they do not.

    Oldest first is fair. Under an overload that lasts it is useless: each answer comes
    just after its client has given up. So once the oldest request has waited half as
    long as clients are seen to wait, the newest is next; its client is still there.

    The queue knows nothing of sockets and calls nothing but the clock. Its methods may
    be called from any thread.
    """

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._waiting: OrderedDict[Item, float] = OrderedDict()  # since when
        self._patience = Patience()
        self._free = 0  # threads that serve no request
        self._takes = 0
        self._closed = False
        self._changed = threading.Condition()

    def put(self, item: Item) -> Item | None:
        """Adds a request; returns the one to refuse instead, if there are too many.

        Refused is the one that would be served last: waiting longer is least use to it.
        """
        with self._changed:
            if self._closed:
                return item
            refused = None
            if len(self._waiting) >= self._limit:
                if not self._newest_first():
                    return item
                refused, _ = self._waiting.popitem(last=False)
            self._waiting[item] = self._clock()
            self._changed.notify()
            return refused

    def take(self) -> tuple[Item, float] | None:
        """The next request and the seconds it waited, once there is one.

        The thread is not free from then on. None after close(): it has nothing left
        to do.
        """
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            self._free -= 1
            if not self._waiting:
                return None
            item, since = self._waiting.popitem(last=self._take_newest())
            self._patience.served()
            return item, self._clock() - since

    def is_free(self) -> None:
        """The calling thread will take the next request."""
        with self._changed:
            self._free += 1

    def gave_up(self, item: Item) -> bool:
        """The client has left; False if a thread has already taken its request."""
        with self._changed:
            since = self._waiting.pop(item, None)
            if since is None:
                return False
            self._patience.gave_up(self._clock() - since)
            return True

    def may_have_left(self, item: Item) -> None:
        """The client may have left and cannot be asked; its request keeps its place."""
        with self._changed:
            if item in self._waiting:
                self._patience.gave_up(self._clock() - self._waiting[item])

    def refuse_one(self) -> Item | None:
        """Takes out the request that would be served last, to free its connection."""
        with self._changed:
            if not self._waiting:
                return None
            return self._waiting.popitem(last=not self._newest_first())[0]

    def close(self) -> list[Item]:
        """Ends every take(); returns the requests that nobody will serve."""
        with self._changed:
            self._closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()
            return left

    @property
    def is_closed(self) -> bool:
        return self._closed

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def room(self) -> int:
        """Threads without a request; below 0 the number of requests without one."""
        with self._changed:
            return self._free - len(self._waiting)

    def _take_newest(self) -> bool:
        """Newest first, but every other turn is the oldest's if nobody gives up."""
        self._takes += 1
        if len(self._waiting) < 2 or not self._newest_first():
            return False
        return self._patience.seconds is not None or self._takes % 2 == 0

    def _newest_first(self) -> bool:
        if not self._waiting:
            return False
        waited = self._clock() - next(iter(self._waiting.values()))
        patience = self._patience.seconds
        return waited > (_LONG_WAIT if patience is None else patience / 2)
