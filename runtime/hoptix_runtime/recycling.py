"""One worker at a time is replaced: a permission that all workers share.

With `max_requests` evenly loaded workers reach their number in the same second, jitter
or not. If they all stop then, nobody serves until the first successor has imported the
app. So a worker that has reached its number serves on until it holds the permission,
and the permission is free again once its successor serves.
"""

from __future__ import annotations

import contextlib
import fcntl
import mmap
import os
import struct
import tempfile
import time
from collections.abc import Callable, Iterator

# A worker that is gone gets its successor within a second, the time between two looks
# of the arbiter. One that none has followed by then needs none: there are fewer
# workers now (SIGTTOU), or others were started already (SIGHUP).
_SUCCESSOR_WITHIN = 10.0

_State = tuple[int, int, float]
_LAYOUT = struct.Struct("=qqd")  # holder, its successor (pids, 0: none), gone since


def is_running(pid: int) -> bool:
    """Whether there is such a process; a zombie counts until its parent has seen it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Permission:
    """Held by at most one process; outlives the holder until a successor serves.

    Make it before the processes that share it are forked. Everything is in one page of
    shared memory; the lock around each look at it is the kernel's, which lets go when
    a process dies.
    """

    def __init__(
        self,
        is_running: Callable[[int], bool] = is_running,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_running = is_running
        self._clock = clock
        # Kept open: closing it would let go of the lock.
        self._file = tempfile.TemporaryFile(dir=_memory_folder())  # noqa: SIM115
        self._file.truncate(_LAYOUT.size)
        self._page = mmap.mmap(self._file.fileno(), _LAYOUT.size)

    def take(self, pid: int) -> bool:
        """Whether `pid` holds the permission now."""
        with self._locked():
            holder, successor, gone_since = _LAYOUT.unpack_from(self._page)
            if holder == pid:
                return True
            if holder and not self._is_abandoned(holder, successor, gone_since):
                return False
            self._write(pid, 0, 0.0)
            return True

    def lacks_successor(self) -> bool:
        """Whether the holder is gone: a process that is forked now follows it."""
        with self._locked():
            holder, _, _ = _LAYOUT.unpack_from(self._page)
            return bool(holder) and not self._is_running(holder)

    def succeed(self, pid: int) -> None:
        """A successor starts; until it serves, or is gone as well, nobody else goes."""
        with self._locked():
            holder, _, _ = _LAYOUT.unpack_from(self._page)
            self._write(holder, pid, 0.0)

    def give_back(self, pid: int) -> None:
        """The successor `pid` serves."""
        with self._locked():
            if _LAYOUT.unpack_from(self._page)[1] == pid:
                self._write(0, 0, 0.0)

    def _is_abandoned(self, holder: int, successor: int, gone_since: float) -> bool:
        """Whether the holder is gone and nobody follows; notes since when."""
        if self._is_running(holder) or (successor and self._is_running(successor)):
            return False
        if not gone_since:
            self._write(holder, 0, self._clock())
            return False
        return self._clock() - gone_since > _SUCCESSOR_WITHIN

    def _write(self, holder: int, successor: int, gone_since: float) -> None:
        _LAYOUT.pack_into(self._page, 0, holder, successor, gone_since)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)


def _memory_folder() -> str | None:
    """Where a file is memory; the folder for temporary files on other systems."""
    folder = "/dev/shm"  # noqa: S108  the file has no name there
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


class Replacement:
    """A worker's part in this, in the order of its life.

    Make it in the worker's __init__, which gunicorn calls in the arbiter. Then call
    starts() in the new process, serves() once the app is there, and may_go() whenever
    the worker has reached its number.
    """

    _permission: Permission | None = None  # of this arbiter and its workers

    def __init__(self) -> None:
        if Replacement._permission is None:
            Replacement._permission = Permission()
        self._shared = Replacement._permission
        self._follows = self._shared.lacks_successor()

    def starts(self) -> None:
        if self._follows:
            self._shared.succeed(os.getpid())

    def serves(self) -> None:
        if self._follows:
            self._shared.give_back(os.getpid())

    def may_go(self) -> bool:
        """Whether this worker may stop now. Cheap enough to ask every second."""
        return self._shared.take(os.getpid())
