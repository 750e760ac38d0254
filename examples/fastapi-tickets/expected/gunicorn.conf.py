# Written by hoptix-deploy from hoptix.yaml, service tickets; edits belong there.
# hoptix-deploy description:33cce30a79cf9077 body:27d162d4187d13c0

"""How gunicorn serves tickets: what hoptix.yaml says, fitted to the container.

Three variables may change a value at run time: GUNICORN_WORKERS, GUNICORN_TIMEOUT and
GUNICORN_LOG_LEVEL. What they may not do is logged at start.
"""

import logging
import math
import os
import re

# fmt: off
_SERVICE = "tickets"
_PORT = 8080
_WORKER_CLASS = "uvicorn_worker.UvicornWorker"
_WORKERS = None  # None: as many as the processors and the memory carry
_TIMEOUT = 120  # seconds
_PROXY_TIMEOUT = 125  # seconds the ingress waits for an answer
_GRACEFUL_TIMEOUT = 30  # seconds
_KEEP_ALIVE = 75  # seconds
_MAX_REQUESTS = 0  # 0: a worker is never replaced
_LOG_LEVEL = "info"
_CPU = 1  # cores asked for in porter.yaml
_MEMORY = 1024  # MiB asked for in porter.yaml
# fmt: on

_MIB = 1024 * 1024
_LOG_LEVELS = ["debug", "info", "warning", "error", "critical"]
_notes: list[str] = []


# --- How many workers: the container's share, never the node's cores ---


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read())  # any byte, and a path stays that path
    except (OSError, ValueError):  # ValueError: a path that can be none
        return ""


def _number(text: str) -> int | None:
    """A limit; "max", "-1", 0 and an unreadable file are none."""
    text = text.strip()
    return int(text) or None if re.fullmatch("[0-9]{1,19}", text) else None


def _folders(controller: str, mounts: list[str], proc: str, root: str) -> list[str]:
    """Where a limit on us may be written: our own cgroup and each one above it.

    A container sees its own cgroup as "/", or a path of the host that it cannot open;
    the climb ends at the mount itself, which is right for both.
    """
    path = ""
    for line in _read(proc).splitlines():
        fields = line.split(":", 2)  # 4:cpu,cpuacct:/path, or 0::/path in version 2
        if len(fields) == 3 and controller in fields[1].split(","):
            path = fields[2]
    parts = [part for part in path.split("/") if part not in ("", "..")]
    climb = ["/".join(parts[:depth]) for depth in range(len(parts), -1, -1)]
    return [os.path.join(root, mount, place) for mount in mounts for place in climb]


def cpu_quota(
    proc: str = "/proc/self/cgroup", root: str = "/sys/fs/cgroup"
) -> float | None:
    """Cores that the cgroups grant, or None where nothing limits us."""
    quotas = []
    for folder in _folders("", [""], proc, root):
        quota, period, *_ = _read(f"{folder}/cpu.max").split() + ["", ""]
        quotas.append((_number(quota), _number(period) or 100_000))
    if not any(quota for quota, _ in quotas):
        for folder in _folders("cpu", ["cpu", "cpu,cpuacct"], proc, root):
            quota = _number(_read(f"{folder}/cpu.cfs_quota_us"))
            period = _number(_read(f"{folder}/cpu.cfs_period_us")) or 100_000
            quotas.append((quota, period))
    return min((quota / period for quota, period in quotas if quota), default=None)


def memory_limit(
    proc: str = "/proc/self/cgroup", root: str = "/sys/fs/cgroup"
) -> int | None:
    """Bytes that the cgroups grant, or None where nothing limits us."""
    v2 = [f"{place}/memory.max" for place in _folders("", [""], proc, root)]
    v1 = [
        f"{place}/memory.limit_in_bytes"
        for place in _folders("memory", ["memory"], proc, root)
    ]
    limits = [_number(_read(file)) for file in v2 + v1]
    # cgroup v1 writes "no limit" as a number near 2^63.
    return min((limit for limit in limits if limit and limit < 2**50), default=None)


def usable_cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux: a developer's machine
        return os.cpu_count() or 1


def auto_workers(
    cores: int, declared: float | None, quota: float | None, memory_mib: int
) -> int:
    """2 per core + 1, as far as 256 MiB for each of them is there; 12 at the most."""
    shares = [share for share in (declared, quota) if share]
    cpu = min([cores, *shares]) if shares else min(cores, 2)
    by_cpu = 2 if cpu < 1 else 2 * math.ceil(cpu) + 1
    return max(1, min(by_cpu, memory_mib // 256, 12))


# --- What the environment may change ---


def _reject(name: str, value: str, accepted: str, used: object) -> None:
    shown = repr(value[:40]) + ("..." if len(value) > 40 else "")
    _notes.append(f"{name}={shown} is ignored: it must be {accepted}. Using {used}.")


def whole_number(name: str, planned: int, highest: int) -> int:
    # Strict, because Kubernetes sets GUNICORN_PORT=tcp://... and the like by itself
    # when a Service is called gunicorn.
    value = os.environ.get(name)
    if value is None:
        return planned
    if re.fullmatch("[1-9][0-9]{0,3}", value) and int(value) <= highest:
        return int(value)
    _reject(name, value, f"a whole number from 1 to {highest}", planned)
    return planned


def log_level(name: str, planned: str) -> str:
    value = os.environ.get(name)
    if value is None or value.lower() in _LOG_LEVELS:
        return (value or planned).lower()
    # gunicorn itself would turn an unknown level into info without a word.
    _reject(name, value, f"one of {', '.join(_LOG_LEVELS)}", planned)
    return planned


def capped(what: str, wanted: int, most: int, why: str) -> int:
    if wanted > most:
        _notes.append(f"{what} lowered from {wanted} to {most}: {why}.")
    return min(wanted, most)


_memory = min(_MEMORY, (memory_limit() or _MEMORY * _MIB) // _MIB)
_quota = cpu_quota()
_planned_workers = _WORKERS or auto_workers(usable_cores(), _CPU, _quota, _memory)

# --- The settings ---

# Also in the Dockerfile's CMD: there it survives every other source of settings.
bind = f"0.0.0.0:{_PORT}"

worker_class = _WORKER_CLASS  # named, or gunicorn changes sync to gthread silently
# 64 workers in 512 MB were killed for memory 154 times in 25 s.
workers = capped(
    "Workers",
    whole_number("GUNICORN_WORKERS", _planned_workers, 64),
    max(1, _memory // 128),
    f"each needs 128 MiB, and there are {_memory} MiB",
)
threads = 1  # requests share an event loop
if "GUNICORN_THREADS" in os.environ:
    _notes.append("GUNICORN_THREADS is ignored: an ASGI worker has an event loop.")
preload_app = False  # connections opened at import must not be shared by workers

# The worker's heartbeat; an answer later than the ingress waits is lost anyway.
timeout = capped(
    "Timeout",
    whole_number("GUNICORN_TIMEOUT", _TIMEOUT, 3600),
    _PROXY_TIMEOUT,
    f"the ingress waits {_PROXY_TIMEOUT} s; raise timeout in hoptix.yaml",
)
graceful_timeout = _GRACEFUL_TIMEOUT
keepalive = _KEEP_ALIVE  # longer than the ingress keeps an idle connection (60 s)

# A lone worker that restarts holds up the next request by the whole graceful timeout.
max_requests = _MAX_REQUESTS if workers > 1 else 0
max_requests_jitter = max_requests // 10  # not all workers at once
if max_requests != _MAX_REQUESTS:
    _notes.append("max_requests is off: it needs at least 2 workers, and there is 1.")

# The heartbeat file must be in memory: on a slow disk it blocks the worker, on a
# read-only one gunicorn does not start.
worker_tmp_dir = "/dev/shm"
if not (os.path.isdir(worker_tmp_dir) and os.access(worker_tmp_dir, os.W_OK | os.X_OK)):
    _notes.append("/dev/shm is not writable: the heartbeat file is in the temp folder.")
    worker_tmp_dir = None
control_socket_disable = True  # it would be made in $HOME, which may be read-only

# As much as nginx lets through (8k); gunicorn's own limit of 4094 answers 400.
limit_request_line = 8190
limit_request_field_size = 8190

# Any peer, because only the ingress can reach the container, under changing addresses.
# Of the headers it sends, believe the one that it always overwrites: a client may add
# X-Forwarded-Ssl (contradicting it is a 400) or SCRIPT_NAME (moves the path).
forwarded_allow_ips = "*"
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
forwarder_headers = ""

proc_name = _SERVICE
accesslog = "-"
errorlog = "-"
loglevel = log_level("GUNICORN_LOG_LEVEL", _LOG_LEVEL)


class WithoutQuery(logging.Filter):
    """Uvicorn logs the query string with the path, and it may hold a token."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_query(value) for value in record.args)
        return True


def without_query(value: object) -> object:
    is_path = isinstance(value, str) and value.startswith("/")
    return value.partition("?")[0] if is_path else value


def post_fork(server, worker) -> None:
    for name in ("uvicorn.access", "uvicorn.error"):  # the second for WebSockets
        logging.getLogger(name).addFilter(WithoutQuery())


def on_starting(server) -> None:
    server.log.info(
        "Sized for %s MiB and %s of %s cores: %s workers, %s threads each",
        _memory,
        min(share for share in (_CPU, _quota, usable_cores()) if share),
        usable_cores(),
        workers,
        threads,
    )
    for note in _notes:
        server.log.warning(note)


on_reload = on_starting  # SIGHUP reads this file again
