"""The order and the limit of the requests that wait."""

from __future__ import annotations

import threading

from hoptix_runtime.wsgi.patience import Patience
from hoptix_runtime.wsgi.queue import RequestQueue


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def waiting(
    limit: int = 10, ages: tuple[float, ...] = ()
) -> tuple[RequestQueue[str], Clock]:
    """A queue whose requests are called after the seconds they have waited."""
    clock = Clock()
    queue: RequestQueue[str] = RequestQueue(limit, clock)
    clock.now -= max(ages, default=0)
    for age in sorted(ages, reverse=True):
        clock.now = 100 - age
        queue.put(f"{age:g} s")
    clock.now = 100
    return queue, clock


def taken(queue: RequestQueue[str], count: int) -> list[str]:
    return [item for item, _ in (queue.take() or ("closed", 0) for _ in range(count))]


def someone_gives_up(queue: RequestQueue[str], clock: Clock, after: float) -> None:
    queue.put("leaves")
    clock.now += after
    assert queue.gave_up("leaves")


def test_oldest_first_while_nobody_gives_up() -> None:
    queue, _ = waiting(ages=(9, 5, 1))
    assert taken(queue, 3) == ["9 s", "5 s", "1 s"]


def test_newest_first_once_the_oldest_waited_half_as_long_as_clients_do() -> None:
    queue, clock = waiting()
    someone_gives_up(queue, clock, after=2)
    for name in ("first", "second", "third"):
        queue.put(name)
        clock.now += 0.4
    assert taken(queue, 1) == ["third"]


def test_oldest_first_before_that() -> None:
    queue, clock = waiting()
    someone_gives_up(queue, clock, after=2)
    for name in ("first", "second", "third"):
        queue.put(name)
        clock.now += 0.3
    assert taken(queue, 1) == ["first"]


def test_every_other_turn_after_a_long_wait_that_nobody_gave_up() -> None:
    queue, _ = waiting(ages=(14, 13, 12, 11))
    assert taken(queue, 4) == ["14 s", "11 s", "13 s", "12 s"]


def test_take_tells_how_long_a_request_waited() -> None:
    queue, _ = waiting(ages=(3,))
    assert queue.take() == ("3 s", 3)


def test_the_newest_is_refused_where_it_would_be_last() -> None:
    queue, _ = waiting(limit=2, ages=(0.2, 0.1))
    assert queue.put("new") == "new"
    assert taken(queue, 2) == ["0.2 s", "0.1 s"]


def test_the_oldest_is_refused_where_it_would_be_last() -> None:
    queue, clock = waiting(limit=2)
    someone_gives_up(queue, clock, after=2)
    queue.put("old")
    clock.now += 1.5
    queue.put("newer")
    assert queue.put("newest") == "old"
    assert taken(queue, 2) == ["newer", "newest"]


def test_a_request_whose_client_left_is_not_taken() -> None:
    queue, _ = waiting(ages=(2, 1))
    assert queue.gave_up("2 s")
    assert taken(queue, 1) == ["1 s"]
    assert not queue.gave_up("1 s")  # a thread has it


def test_a_client_that_may_have_left_keeps_its_place_but_counts() -> None:
    queue, clock = waiting()
    queue.put("half closed")
    clock.now += 1
    queue.may_have_left("half closed")
    queue.put("newer")
    assert taken(queue, 2) == ["newer", "half closed"]


def test_refuse_one_takes_what_would_be_last() -> None:
    queue, _ = waiting(ages=(2, 1))
    assert [queue.refuse_one() for _ in range(3)] == ["1 s", "2 s", None]


def test_room_counts_free_threads_and_waiting_requests() -> None:
    queue, _ = waiting()
    queue.is_free()
    queue.is_free()
    assert queue.room == 2
    queue.put("one")
    assert queue.room == 1
    queue.take()
    assert queue.room == 1
    for name in ("two", "three"):
        queue.put(name)
    assert queue.room == -1


def test_close_ends_the_waiting_threads_and_returns_the_rest() -> None:
    queue, _ = waiting()
    got: list[object] = []
    thread = threading.Thread(target=lambda: got.append(queue.take()), daemon=True)
    thread.start()
    queue.close()
    thread.join(5)
    assert got == [None]
    assert queue.put("late") == "late"
    queue, _ = waiting(ages=(2, 1))
    assert queue.close() == ["2 s", "1 s"]
    assert queue.is_closed


def test_patience_is_unknown_while_giving_up_is_rare() -> None:
    patience = Patience()
    assert patience.seconds is None
    for _ in range(40):
        patience.served()
    for _ in range(3):
        patience.gave_up(2)
    assert patience.seconds is None
    patience.gave_up(1)
    patience.gave_up(3)
    assert patience.seconds == 2


def test_patience_forgets() -> None:
    patience = Patience()
    patience.gave_up(2)
    for _ in range(50):
        patience.served()
    assert patience.seconds is None
