"""What arrives in time under ten times the load that the threads carry."""

from __future__ import annotations

import threading
import time

import pytest
from wsgi_server import OURS, Server, compare

pytestmark = pytest.mark.server

SERVICE, PATIENCE, SECONDS = 0.25, 1.0, 5  # seconds
WORKERS, THREADS = 2, 2
POSSIBLE = int(WORKERS * THREADS * SECONDS / SERVICE)


def answered_in_time(server: Server) -> int:
    """Ten times the load for a while, from clients that give up."""
    answers: list[int | None] = []
    path = f"/slow?s={SERVICE}"
    threads = []
    end = time.monotonic() + SECONDS
    while (now := time.monotonic()) < end:
        thread = threading.Thread(
            target=lambda: answers.append(server.status(path, PATIENCE)), daemon=True
        )
        thread.start()
        threads.append(thread)
        time.sleep(max(0, now + SECONDS / POSSIBLE / 10 - time.monotonic()))
    for thread in threads:
        thread.join()
    return answers.count(200)


def under_load(worker_class: str) -> int:
    with Server(worker_class, workers=WORKERS, threads=THREADS) as server:
        return answered_in_time(server)


def test_most_that_the_threads_can_do_arrives_in_time() -> None:
    """88 and 16 answers; plain gthread serves those that have left."""
    ours, plain = compare(under_load)
    assert ours > 3 * plain


def test_an_overload_passes_by_health_checks_and_leaves_nothing() -> None:
    with Server(OURS, workers=WORKERS, threads=THREADS) as server:
        loading = threading.Thread(target=answered_in_time, args=(server,))
        loading.start()
        while loading.is_alive():
            assert server.healthy(1, timeout=10) == 1
        assert server.status("/slow?s=0.1") == 200


def test_patient_clients_are_all_answered() -> None:
    with Server(OURS, workers=1, threads=4) as server:
        assert server.together("/slow?s=2", 6) == [200] * 6


def test_users_who_ask_again_do_not_push_others_out() -> None:
    """Eight users on two threads, each asks again as soon as it has an answer."""
    with Server(OURS, workers=1, threads=2) as server:
        counts = [0] * 8

        def user(number: int) -> None:
            while sum(counts) < 40:
                counts[number] += server.status("/slow?s=0.2") == 200

        users = [threading.Thread(target=user, args=(one,)) for one in range(8)]
        for one in users:
            one.start()
        for one in users:
            one.join()
        assert min(counts) >= 3  # of about five


def test_too_many_are_answered_503() -> None:
    with Server(OURS, workers=1, threads=1) as server:
        held = [server.request("/slow?s=60") for _ in range(514)]
        refused = server.get("/")
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 2\r\n" in refused
        assert server.healthy(3, timeout=10) == 3
        server.wait_for(lambda: "Answered 503 to" in server.log())
        assert len(held) == 514


def answered_beside_a_long_one(worker_class: str) -> list[int | None]:
    """Bursts of short requests for two workers, one of which is busy for long."""
    with Server(worker_class, workers=2, threads=1) as server:
        held = server.request("/slow?s=60")
        time.sleep(0.5)
        answers: list[int | None] = []
        patience = 30 if worker_class == OURS else 3
        while len(answers) < 60 and None not in answers:
            answers += server.together("/", 20, patience)
        assert held
        return answers


def test_a_busy_worker_leaves_requests_to_the_others() -> None:
    ours, plain = compare(answered_beside_a_long_one)
    assert ours == [200] * 60
    assert None in plain
