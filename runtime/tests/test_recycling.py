"""One worker at a time is replaced, whatever happens to it or its successor."""

from __future__ import annotations

import os
import time

import pytest

from hoptix_runtime import recycling
from hoptix_runtime.recycling import Permission, Replacement


class World:
    """Processes that run, and a clock."""

    def __init__(self) -> None:
        self.running = {1, 2, 3}
        self.now = 100.0
        self.permission = Permission(self.running.__contains__, lambda: self.now)


@pytest.fixture
def world() -> World:
    return World()


def test_one_holds_it_until_a_successor_serves(world: World) -> None:
    permission = world.permission
    assert permission.take(1)
    assert permission.take(1)  # still
    assert not permission.take(2)
    assert not permission.lacks_successor()  # a worker forked now is no successor
    world.running -= {1}
    assert permission.lacks_successor()
    permission.succeed(4)
    world.running |= {4}
    world.now += 60  # a heavy import
    assert not permission.take(2)
    permission.give_back(4)
    assert permission.take(2)


def test_another_new_worker_does_not_give_it_back(world: World) -> None:
    world.permission.take(1)
    world.permission.give_back(2)
    assert not world.permission.take(3)


def test_a_successor_that_dies_while_it_starts_gets_one_itself(world: World) -> None:
    permission = world.permission
    permission.take(1)
    world.running -= {1}
    permission.succeed(4)  # and is gone: it is not in world.running
    assert not permission.take(2)
    assert permission.lacks_successor()
    world.running |= {5}
    permission.succeed(5)
    permission.give_back(5)
    assert permission.take(2)


def test_it_is_free_again_if_nobody_follows(world: World) -> None:
    """SIGTTOU took a worker away, or SIGHUP had started others before."""
    permission = world.permission
    permission.take(1)
    world.running -= {1}
    assert not permission.take(2)  # noted
    world.now += 9
    assert not permission.take(2)
    world.now += 2
    assert permission.take(2)


def test_it_is_shared_by_processes_and_outlives_its_holder() -> None:
    permission = Permission()
    child = os.fork()
    if child == 0:
        taken = permission.take(os.getpid())
        os._exit(0 if taken else 1)
    _, status = os.waitpid(child, 0)
    assert status == 0
    assert not permission.take(os.getpid())
    assert permission.lacks_successor()


def test_only_one_of_many_gets_it() -> None:
    permission = Permission()
    children = []
    for _ in range(20):
        child = os.fork()
        if child == 0:
            taken = permission.take(os.getpid())
            time.sleep(0.5)  # the holder is there while the others ask
            os._exit(7 if taken else 0)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]
    assert codes.count(7) == 1


def test_a_process_that_runs_is_told_from_one_that_does_not() -> None:
    assert recycling.is_running(os.getpid())
    assert recycling.is_running(1)  # also one that we may not signal
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    assert not recycling.is_running(child)


def test_a_workers_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replacement, "_permission", None)
    first = Replacement()  # in the arbiter
    child = os.fork()
    if child == 0:
        first.starts()
        first.serves()
        os._exit(0 if first.may_go() else 1)
    assert os.waitpid(child, 0)[1] == 0
    successor = Replacement()
    assert not first.may_go()
    successor.starts()
    assert not first.may_go()
    successor.serves()
    assert first.may_go()
