"""Compares the worker with plain gthread, in alternating runs on the same machine.

    PYTHONPATH=. python bench/wsgi_pairs.py SCENARIO [RUNS] [SECONDS]

SCENARIO is `quick` (answers a second at 16 connections, kept and new ones),
`mixed` (p99 of short requests beside long ones, 4 workers) or `health` (the slowest
health check under ten times the load). Prints each run and the ratio of the medians.
The machine may be busy with other things, so only ratios of neighbouring runs count.
"""

# ruff: noqa: S101, T201  a script

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from wsgi_server import OURS, PLAIN, Server, read_one


def answers(server: Server, seconds: float, clients: int, keep: bool) -> int:
    """Quick requests of so many clients, one after the other each."""
    counts = [0] * clients
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
        # An open connection would occupy one of plain gthread's threads.
        sock = server.connect() if keep else None
        while time.monotonic() < end:
            if sock:
                sock.sendall(request)
                answered = read_one(sock)
            else:
                answered = server.get("/")
            assert answered.startswith(b"HTTP/1.1 200 ")
            counts[number] += 1

    run(client, clients)
    return sum(counts)


def run(client: Callable[[int], None], clients: int) -> None:
    """Runs so many clients to their end."""
    threads = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def quick(worker_class: str, seconds: float) -> dict[str, float]:
    """Answers a second at 16 connections, and what each costs the workers."""
    with Server(worker_class, workers=2, threads=4, accesslog=None) as server:
        found = {}
        for name, keep in (("kept", True), ("new", False)):
            before = cpu_seconds(server)
            count = answers(server, seconds / 2, 16, keep)
            found[f"{name}/s"] = count / (seconds / 2)
            found[f"{name} cpu us"] = (cpu_seconds(server) - before) / count * 1e6
        return found


def cpu_seconds(server: Server) -> float:
    """What the workers have used so far: hardly depends on what else runs here."""
    master = server.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def mixed(worker_class: str, seconds: float) -> dict[str, float]:
    """40 short requests (20 ms) and 2 long ones (1 to 3 s) a second."""
    took: list[float] = []
    end = time.monotonic() + seconds

    def ask(server: Server, path: str, note: bool) -> None:
        begun = time.monotonic()
        answered = server.status(path) == 200
        if note:
            took.append(time.monotonic() - begun if answered else 30)

    with Server(worker_class, workers=4, threads=2, accesslog=None) as server:
        number, threads = 0, []
        while time.monotonic() < end:
            is_long = number % 20 == 0
            path = f"/slow?s={1 + number % 3}" if is_long else "/slow?s=0.02"
            args = (server, path, not is_long)
            threads.append(threading.Thread(target=ask, args=args))
            threads[-1].start()
            number += 1
            time.sleep(1 / 42)
        for thread in threads:
            thread.join()
    return {
        "p50 ms": median(took) * 1000,
        "p99 ms": quantiles(took, n=100)[98] * 1000,
        "max ms": max(took) * 1000,
    }


def health(worker_class: str, _: float) -> dict[str, float]:
    """How long 20 health checks take; 1000 ms is the limit."""
    with Server(worker_class, workers=1, threads=2) as server:
        held = [server.request("/slow?s=60") for _ in range(20)]
        took = []
        for _ in range(20):
            begun = time.monotonic()
            answered = server.status("/health", timeout=1) == 200
            took.append(time.monotonic() - begun if answered else 1)
        assert held
        return {"p50 ms": median(took) * 1000, "max ms": max(took) * 1000}


SCENARIOS = {"quick": quick, "mixed": mixed, "health": health}


def main() -> None:
    """Alternates, so that what else the machine does meets both."""
    scenario = SCENARIOS[sys.argv[1]]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 10
    results: dict[str, list[dict[str, float]]] = {OURS: [], PLAIN: []}
    for number in range(runs):
        order = [OURS, PLAIN] if number % 2 == 0 else [PLAIN, OURS]
        for worker_class in order:
            found = scenario(worker_class, seconds)
            results[worker_class].append(found)
            shown = ", ".join(f"{name} {value:.1f}" for name, value in found.items())
            name = "ours" if worker_class == OURS else "plain"
            print(f"load {os.getloadavg()[0]:.1f}  {name:6}{shown}", flush=True)
    for name in results[OURS][0]:
        ours, plain = (median(one[name] for one in results[w]) for w in (OURS, PLAIN))
        print(f"{name}: ours/plain {ours / plain:.2f}")


if __name__ == "__main__":
    main()
