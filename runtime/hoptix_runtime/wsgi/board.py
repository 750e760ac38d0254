"""How long a request would wait at each worker, in one page of shared memory."""

from __future__ import annotations

import mmap
import struct
import time

# Workers that differ by as many in age share a slot. They then do not see each other,
# and each accepts as if it were alone: no harm.
_SLOTS = 64
_SLOT = struct.Struct("=dd")  # seconds to wait, and when that was written (monotonic)
_ALL = struct.Struct(f"={2 * _SLOTS}d")
_FRESH = 1.0  # seconds; a worker writes at least twice in that time


class Board:
    """A slot for each worker; a worker writes only its own.

    Make it before the workers are forked. No lock: what is read may be a moment old,
    and it decides only who accepts first.
    """

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, _SLOTS * _SLOT.size)

    def tell(self, slot: int, wait: float) -> None:
        """wait: seconds until a thread would take a request that arrives now."""
        _SLOT.pack_into(self._page, slot % _SLOTS * _SLOT.size, wait, time.monotonic())

    def withdraw(self, slot: int) -> None:
        """The worker accepts nothing more."""
        _SLOT.pack_into(self._page, slot % _SLOTS * _SLOT.size, 0.0, 0.0)

    def shortest_wait(self, besides: int) -> float | None:
        """The shortest wait at another worker; None if there is no other."""
        oldest = time.monotonic() - _FRESH
        mine = besides % _SLOTS
        values = _ALL.unpack_from(self._page)
        waits = [
            values[at - 1]
            for at in range(1, 2 * _SLOTS, 2)
            if values[at] > oldest and at != 2 * mine + 1
        ]
        return min(waits, default=None)
