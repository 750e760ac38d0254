"""What a worker knows of how long a request would wait at the others."""

from __future__ import annotations

import os
import time

import pytest

from hoptix_runtime.wsgi.board import Board


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    return clock


def test_the_shortest_wait_of_the_others(now: list[float]) -> None:
    waits = Board()
    assert waits.shortest_wait(besides=1) is None
    waits.tell(1, 0.0)
    assert waits.shortest_wait(besides=1) is None
    waits.tell(2, 3.5)
    waits.tell(3, 2.5)
    assert waits.shortest_wait(besides=1) == 2.5
    assert waits.shortest_wait(besides=3) == 0.0


def test_a_worker_that_is_silent_or_stops_does_not_count(now: list[float]) -> None:
    waits = Board()
    waits.tell(2, 0.0)
    now[0] += 0.9
    waits.tell(3, 1.0)
    assert waits.shortest_wait(besides=1) == 0.0
    now[0] += 0.2
    assert waits.shortest_wait(besides=1) == 1.0
    waits.withdraw(3)
    assert waits.shortest_wait(besides=1) is None


def test_any_age_has_a_slot(now: list[float]) -> None:
    waits = Board()
    for age in (63, 64, 1000):
        waits.tell(age, 1.0)
    assert waits.shortest_wait(besides=5) == 1.0


def test_it_is_shared_with_processes_that_are_forked() -> None:
    waits = Board()
    child = os.fork()
    if child == 0:
        waits.tell(2, 7.0)
        os._exit(0)
    os.waitpid(child, 0)
    assert waits.shortest_wait(besides=1) == 7.0
