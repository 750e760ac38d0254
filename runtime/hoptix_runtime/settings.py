"""The values of gunicorn's settings that depend on the container and its variables."""

from __future__ import annotations

import os
from typing import Any

from hoptix_runtime.cgroups import cpu_quota, memory_limit
from hoptix_runtime.environment import Environment
from hoptix_runtime.sizing import (
    auto_workers,
    granted_cores,
    most_workers,
    usable_cores,
)

MIB = 1024 * 1024
MOST_WORKERS = 64
MOST_THREADS = 64
LONGEST_TIMEOUT = 3600  # seconds
MEMORY_FOLDER = "/dev/shm"  # noqa: S108  a file system in memory, not a secret place


class Settings:
    """Fits what hoptix.yaml plans to the container, and logs at start what it changed.

    Each method gives the value of gunicorn's setting of the same name.
    """

    def __init__(self, *, cpu: float, memory: int) -> None:
        """`cpu` in cores and `memory` in MiB, as asked for in porter.yaml."""
        limit = memory_limit()
        self.memory = min(memory, limit // MIB) if limit else memory
        self.usable_cores = usable_cores()
        self.cpu = granted_cores(self.usable_cores, cpu, cpu_quota())
        self.environment = Environment()

    def workers(self, planned: int | None = None) -> int:
        """GUNICORN_WORKERS, else the planned number, else what the container holds."""
        planned = planned or auto_workers(self.cpu, self.memory)
        return self.environment.cap(
            "Workers",
            self.environment.whole_number("GUNICORN_WORKERS", planned, MOST_WORKERS),
            most_workers(self.memory),
            f"each needs 128 MiB, and there are {self.memory} MiB",
        )

    def threads(self, planned: int) -> int:
        """GUNICORN_THREADS, else the planned number."""
        return self.environment.whole_number("GUNICORN_THREADS", planned, MOST_THREADS)

    def one_thread(self) -> int:
        """Always 1: the requests of an ASGI worker share an event loop."""
        self.environment.ignore("GUNICORN_THREADS", "an ASGI worker has an event loop")
        return 1

    def timeout(self, planned: int, *, ingress: int) -> int:
        """GUNICORN_TIMEOUT, else the planned seconds; at most what the ingress waits.

        An answer later than that is lost anyway.
        """
        return self.environment.cap(
            "Timeout",
            self.environment.whole_number("GUNICORN_TIMEOUT", planned, LONGEST_TIMEOUT),
            ingress,
            f"the ingress waits {ingress} s; raise timeout in hoptix.yaml",
        )

    def max_requests(self, planned: int, *, workers: int) -> int:
        """The planned number; 0 for a lone worker, which leaves nobody to answer."""
        if planned and workers < 2:
            self.environment.notes.append(
                "max_requests is off: it needs at least 2 workers, and there is 1."
            )
            return 0
        return planned

    def worker_tmp_dir(self) -> str | None:
        """A folder in memory for the heartbeat file, or None for gunicorn's own choice.

        On a slow disk the file blocks the worker, and on a read-only one gunicorn does
        not start.
        """
        if os.path.isdir(MEMORY_FOLDER) and os.access(MEMORY_FOLDER, os.W_OK | os.X_OK):
            return MEMORY_FOLDER
        self.environment.notes.append(
            f"{MEMORY_FOLDER} is not writable:"
            " the heartbeat file is in the temp folder."
        )
        return None

    def loglevel(self, planned: str) -> str:
        """GUNICORN_LOG_LEVEL, else the planned one."""
        return self.environment.log_level("GUNICORN_LOG_LEVEL", planned)

    def log_start(self, server: Any) -> None:
        """Hook of gunicorn's master: logs the sizes, and each refusal and cap."""
        server.log.info(
            "Sized for %s MiB and %s of %s cores: %s workers, %s threads each",
            self.memory,
            self.cpu,
            self.usable_cores,
            server.cfg.workers,
            server.cfg.threads,
        )
        for note in self.environment.notes:
            server.log.warning(note)
