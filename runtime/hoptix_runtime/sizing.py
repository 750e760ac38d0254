"""How many workers a container carries."""

from __future__ import annotations

import math
import os

PLANNED_MIB_PER_WORKER = 256  # an ordinary app, with room to breathe
# 64 workers in 512 MB were killed for memory 154 times in 25 s.
LEAST_MIB_PER_WORKER = 128
MOST_AUTO_WORKERS = 12  # more are better spent on a second instance
UNDECLARED_CORES = 2  # used where neither a request nor a quota says how many


def usable_cores() -> int:
    """Cores that this process may run on; without a quota these are the node's."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux: a developer's machine
        return os.cpu_count() or 1


def granted_cores(cores: int, declared: float | None, quota: float | None) -> float:
    """The container's share of the usable cores, never the whole node by mistake."""
    shares = [share for share in (declared, quota) if share]
    return min([cores, *shares]) if shares else min(cores, UNDECLARED_CORES)


def auto_workers(cpu: float, memory_mib: int) -> int:
    """Two per core and one more (gunicorn's own advice), as many as memory holds."""
    by_cpu = 2 if cpu < 1 else 2 * math.ceil(cpu) + 1
    by_memory = memory_mib // PLANNED_MIB_PER_WORKER
    return max(1, min(by_cpu, by_memory, MOST_AUTO_WORKERS))


def most_workers(memory_mib: int) -> int:
    """More than this would be killed for memory."""
    return max(1, memory_mib // LEAST_MIB_PER_WORKER)
