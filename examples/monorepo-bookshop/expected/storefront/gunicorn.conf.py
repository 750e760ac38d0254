# Written by hoptix-deploy from hoptix.yaml, service bookshop-storefront; edits belong there.
# hoptix-deploy description:4840c81d4287b586 body:0d64ef504fd7cd04

"""How gunicorn serves bookshop-storefront: what hoptix.yaml says, fitted to the container.

Four variables may change a value at run time: GUNICORN_WORKERS, GUNICORN_THREADS,
GUNICORN_TIMEOUT and GUNICORN_LOG_LEVEL. What they may not do is logged at start.
"""

import json
import logging
import math
import os
import re
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from inspect import signature

import gunicorn
from gunicorn.glogging import Logger
from gunicorn.workers import gthread

# fmt: off
_SERVICE = "bookshop-storefront"
_PORT = 8080
_WORKER_CLASS = "gthread"
_WORKERS = None  # None: as many as the processors and the memory carry
_THREADS = 2
_TIMEOUT = 120  # seconds
_PROXY_TIMEOUT = 125  # seconds the ingress waits for an answer
_GRACEFUL_TIMEOUT = 30  # seconds
_KEEP_ALIVE = 75  # seconds
_MAX_REQUESTS = 0  # 0: a worker is never replaced
_LOG_LEVEL = "info"
_HEALTH_PATH = "/health"
_CPU = 0.5  # cores asked for in porter.yaml
_MEMORY = 768  # MiB asked for in porter.yaml
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
backlog = 64  # with the connections below: a 10x burst is over in 5 s, not 26 s

worker_class = _WORKER_CLASS  # named, or gunicorn changes sync to gthread silently
# 64 workers in 512 MB were killed for memory 154 times in 25 s.
workers = capped(
    "Workers",
    whole_number("GUNICORN_WORKERS", _planned_workers, 64),
    max(1, _memory // 128),
    f"each needs 128 MiB, and there are {_memory} MiB",
)
threads = whole_number("GUNICORN_THREADS", _THREADS, 64)
# More than threads, or keep-alive is silently off; few, so that work waits in the
# ingress and not behind a busy worker.
worker_connections = threads * 10
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
# Client, request without its query string, status, bytes, seconds, agent: a query string
# or a referrer may hold a token.
access_log_format = '%(h)s - - %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(L)s "%(a)s"'
errorlog = "-"
loglevel = log_level("GUNICORN_LOG_LEVEL", _LOG_LEVEL)


class JsonFormatter(logging.Formatter):
    """One object a line, whatever a header or a message holds."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC)
        entry = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": record.process,
            "message": record.getMessage(),
            **getattr(record, "request", {}),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


class JsonLogger(Logger):
    # access_log_format cannot do this: a quote in a header would break the JSON.

    def setup(self, cfg) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers + self.access_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp, req, environ, request_time) -> None:
        request = {
            "client": environ.get("REMOTE_ADDR"),
            "method": environ.get("REQUEST_METHOD"),
            "path": environ.get("PATH_INFO"),  # no query: it may hold a token
            "status": int(str(resp.status).split()[0]),
            "bytes": getattr(resp, "sent", None),
            "seconds": request_time.seconds + request_time.microseconds / 1e6,
            "agent": environ.get("HTTP_USER_AGENT"),
        }
        self.access_log.info(
            "%(method)s %(path)s %(status)s", request, extra={"request": request}
        )


logger_class = JsonLogger


# --- Connections: health checks on a busy worker, and what is idle ---

# A whole request with nothing behind it, so that no slow client holds the spare thread.
_HEALTH_CHECK = re.compile(
    rb"(GET|HEAD) %b(\?\S*)? HTTP/1\.[01]\r\n"
    rb"((?!(?i:content-length|transfer-encoding))[^\r\n]+\r\n)*\r\n"
    % re.escape(_HEALTH_PATH).encode()
)


def peek(sock: socket.socket) -> bytes | None:
    """What has arrived and is not yet read: None is nothing so far, b"" is the end."""
    try:
        return sock.recv(8192, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:  # reset by the client
        return b""


class HealthLane:
    """The threads of a worker, and a spare one that answers health checks.

    With every thread busy a check would wait for one of them, and the platform restarts
    what does not answer in time. The bootstrap answers it: the app is not called.
    """

    def __init__(self, worker) -> None:
        self.worker = worker
        self.threads = worker.tpool
        self.spare = ThreadPoolExecutor(max_workers=1)

    def submit(self, handle, conn) -> Future:
        arrived = peek(conn.sock)
        if arrived is None and not conn.initialized and self.worker.alive:
            # New and silent: gunicorn submits it again when there is something to read.
            later: Future = Future()
            later.set_result(gthread._DEFER)
            return later
        read_ahead = conn.parser and conn.parser.unreader.buf.getvalue()
        is_over = arrived == b""  # closed by the client: it only takes up a place
        if not read_ahead and (is_over or _HEALTH_CHECK.fullmatch(arrived or b"")):
            return self.spare.submit(handle, conn)
        return self.threads.submit(handle, conn)

    def shutdown(self, wait: bool = True) -> None:
        self.threads.shutdown(wait=wait)
        self.spare.shutdown(wait=wait)


def tend_idle_connections(worker) -> None:
    """Those kept alive for the ingress hold up neither new ones nor a stop.

    A worker with worker_connections of them would accept no health check; here they do
    not count. A stopping one would wait for them as long as the graceful timeout; here
    each is closed once it is idle for a second, before which a request may be on its way.
    """
    wait, is_stopping = worker.wait_for_and_dispatch_events, False

    def wait_for_events(timeout: float) -> None:
        nonlocal is_stopping
        idle = [*worker.keepalived_conns, *worker.pending_conns]
        if not worker.alive and not is_stopping:
            is_stopping = True
            for conn in idle:
                conn.timeout -= worker.cfg.keepalive - 1
        wait(min(timeout, 0.1) if is_stopping and idle else timeout)
        kept = len(worker.keepalived_conns)
        worker.worker_connections = worker.cfg.worker_connections + kept

    worker.wait_for_and_dispatch_events = wait_for_events


# What is used of gunicorn's threaded worker beyond its documented settings.
_USED_METHODS = {
    "enqueue_req": ["conn"],
    "finish_request": ["conn", "fs"],
    "handle": ["conn"],
    "wait_for_and_dispatch_events": ["timeout"],
}
_USED_ATTRIBUTES = [
    "alive",
    "keepalived_conns",
    "pending_conns",
    "tpool",
    "worker_connections",
]


def is_known(worker) -> bool:
    names = [*_USED_METHODS, *_USED_ATTRIBUTES]
    return (
        (25, 3) <= gunicorn.version_info[:2] < (28, 0)
        and hasattr(gthread, "_DEFER")
        and all(hasattr(worker, name) for name in names)
        and all(
            [*signature(getattr(worker, name)).parameters] == parameters
            for name, parameters in _USED_METHODS.items()
        )
    )


def post_worker_init(worker) -> None:
    if not is_known(worker):
        worker.log.warning(
            "gunicorn %s is unknown here and serves as it comes: a busy worker may not"
            " answer its health check, and a stop may last the whole graceful timeout.",
            gunicorn.__version__,
        )
        return
    worker.tpool = HealthLane(worker)
    tend_idle_connections(worker)


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
