"""What the kernel's control groups grant this container, in versions 1 and 2."""

from __future__ import annotations

import os
import re

PROC = "/proc/self/cgroup"
ROOT = "/sys/fs/cgroup"
DEFAULT_PERIOD = 100_000  # microseconds; cpu.max may hold the quota alone
NO_LIMIT = 2**50  # bytes; version 1 writes "no limit" as a number near 2^63


def cpu_quota(proc: str = PROC, root: str = ROOT) -> float | None:
    """Cores that the container may use at once, or None where nothing limits it."""
    quotas = _v2_quotas(proc, root) or _v1_quotas(proc, root)
    return min(quotas, default=None)


def memory_limit(proc: str = PROC, root: str = ROOT) -> int | None:
    """Bytes that the container may use, or None where nothing limits it."""
    files = [f"{folder}/memory.max" for folder in _folders("", [""], proc, root)]
    files += [
        f"{folder}/memory.limit_in_bytes"
        for folder in _folders("memory", ["memory"], proc, root)
    ]
    limits = [_number(_read(file)) for file in files]
    return min((limit for limit in limits if limit and limit < NO_LIMIT), default=None)


def _v2_quotas(proc: str, root: str) -> list[float]:
    quotas = []
    for folder in _folders("", [""], proc, root):
        quota, period, *_ = [*_read(f"{folder}/cpu.max").split(), "", ""]
        quotas.append(_share(quota, period))
    return [quota for quota in quotas if quota]


def _v1_quotas(proc: str, root: str) -> list[float]:
    quotas = [
        _share(
            _read(f"{folder}/cpu.cfs_quota_us"), _read(f"{folder}/cpu.cfs_period_us")
        )
        for folder in _folders("cpu", ["cpu", "cpu,cpuacct"], proc, root)
    ]
    return [quota for quota in quotas if quota]


def _share(quota: str, period: str) -> float:
    return (_number(quota) or 0) / (_number(period) or DEFAULT_PERIOD)


def _folders(controller: str, mounts: list[str], proc: str, root: str) -> list[str]:
    """Where a limit may be written: in our own group and in each one above it.

    A container sees its own group as "/", or as a path of the host that it cannot open.
    The climb ends at the mount itself, which is right for both.
    """
    path = ""
    for line in _read(proc).splitlines():
        fields = line.split(":", 2)  # 4:cpu,cpuacct:/path, or 0::/path in version 2
        if len(fields) == 3 and controller in fields[1].split(","):
            path = fields[2]
    parts = [part for part in path.split("/") if part not in ("", "..")]
    climb = ["/".join(parts[:depth]) for depth in range(len(parts), -1, -1)]
    return [os.path.join(root, mount, place) for mount in mounts for place in climb]


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read())  # any byte, and a path stays that path
    except (OSError, ValueError):  # ValueError: a path with a null byte
        return ""


def _number(text: str) -> int | None:
    """A limit; "max", "-1", 0 and an unreadable file are none."""
    text = text.strip()
    return int(text) or None if re.fullmatch("[0-9]{1,19}", text) else None
