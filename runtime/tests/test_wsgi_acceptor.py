"""Who accepts a connection, with listeners and workers that are made up."""

from __future__ import annotations

import errno
import resource
import select
import socket
from collections.abc import Iterator

import pytest

from hoptix_runtime.wsgi.acceptor import Acceptor, most_connections
from hoptix_runtime.wsgi.poller import Poller


class World:
    """One worker, what it knows of the others, and what it has accepted."""

    def __init__(self) -> None:
        self.room, self.wait = 0, 1.0
        self.others: float | None = None
        self.accepted: list[socket.socket] = []
        self.spared = 0
        self.poller = Poller()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.acceptor = Acceptor(
            self.poller,
            room=lambda: self.room,
            wait=lambda: self.wait,
            others=lambda: self.others,
            accepted=lambda sock, _, __: self.accepted.append(sock),
            make_way=self.spare,
        )
        self.acceptor.start([self.listener])
        self.clients = [
            socket.create_connection(self.listener.getsockname()) for _ in range(3)
        ]

    def spare(self) -> None:
        self.spared += 1

    def turn(self) -> int:
        """One round of the event loop; how many connections it has accepted so far."""
        self.poller.wait(self.acceptor.timeout(0.05))
        self.acceptor.go_on()
        return len(self.accepted)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    for sock in (*made.clients, *made.accepted, made.listener):
        sock.close()


def test_a_worker_with_room_takes_as_many_as_it_has_threads(world: World) -> None:
    world.room, world.others = 2, 0.0
    assert world.turn() == 2


def test_a_lone_worker_always_accepts(world: World) -> None:
    assert [world.turn() for _ in range(3)] == [1, 2, 3]


def test_it_is_left_to_a_worker_where_it_waits_less(world: World) -> None:
    world.others = 0.5
    assert [world.turn() for _ in range(5)] == [0] * 5
    world.others = 2.0
    for _ in range(5):
        world.turn()
    assert world.accepted


def test_a_thread_that_becomes_free_ends_the_pause(world: World) -> None:
    world.others = 0.0
    assert world.turn() == 0
    world.room = 1
    assert world.turn() == 1


def test_it_is_not_left_there_for_long(world: World) -> None:
    world.others = 0.0
    for _ in range(400):
        if world.turn():
            break
    assert world.accepted


def test_out_of_files_makes_way_and_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: socket.socket) -> None:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(socket.socket, "accept", refuse)
    assert world.turn() == 0
    assert world.spared == 1
    monkeypatch.undo()
    assert any(world.turn() == 3 for _ in range(100))


def test_accept_all_and_stop(world: World) -> None:
    world.others = 0.0
    world.acceptor.stop([world.listener])
    world.acceptor.accept_all(world.listener)
    assert len(world.accepted) == 3
    assert world.turn() == 3


def test_no_more_connections_than_files(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"now": (1024, 4096)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits["now"])
    assert most_connections(1000) == 960
    assert most_connections(100) == 100
    limits["now"] = (resource.RLIM_INFINITY, 0)
    assert most_connections(5000) == 5000


def test_a_connection_is_watched_once_and_forgotten() -> None:
    poller = Poller()
    events: list[int] = []
    one, other = socket.socketpair()
    with one, other:
        poller.watch_once(one.fileno(), select.EPOLLIN, events.append)
        other.sendall(b"x")
        poller.wait(1)
        poller.wait(0)
        assert events == [select.EPOLLIN]
        poller.watch_once(one.fileno(), select.EPOLLIN, events.append)
        poller.forget(one.fileno())
        poller.wait(0)
        assert len(events) == 1
