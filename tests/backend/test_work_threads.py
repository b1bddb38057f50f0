"""The worker's threads on a machine that can not make another one: a piece is given up then, and no permit is."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import pytest
from structlog.testing import capture_logs

from kiosk.backend.ground.outbox import Item, Kind
from kiosk.backend.metrics import REGISTRY
from kiosk.backend.work_threads import Recurring, WorkPool, thread_pool
from tests.patience import PATIENCE

NAME = "of-a-full-machine"
THREADS = 2


@dataclass
class Machine:
    """How many threads of ours it can still make, and what was done in them."""

    left: int = 0
    woken: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=count)
    asked: list[int] = field(default_factory=list)
    """How many pieces were asked for each time."""
    done: list[int] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def claim(self, limit: int) -> list[Item]:
        self.asked.append(limit)
        return [Item(next(self.numbers), Kind.CHARGE, "", 1) for _ in range(limit)]

    def do(self, items: Sequence[Item]) -> None:
        self.begun.release()
        assert self.go_on.wait(PATIENCE)
        self.done += [item.id for item in items]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine, start = Machine(), threading.Thread.start

    def start_if_possible(thread: threading.Thread) -> None:
        if thread.name.startswith(NAME):
            if not machine.left:
                raise RuntimeError("can't start new thread")
            machine.left -= 1
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_if_possible)
    return machine


def in_use() -> float | None:
    return REGISTRY.get_sample_value("kiosk_worker_threads_used", {"work": NAME})


def test_what_no_thread_could_be_made_for_leaves_all_permits_and_is_never_done(machine: Machine) -> None:
    pool = WorkPool(thread_pool(NAME, THREADS), THREADS, (Kind.CHARGE,), machine.woken, name=NAME)
    machine.go_on.set()
    with capture_logs() as lines:
        pool.take(machine.claim, machine.do)
    assert [line["event"] for line in lines] == ["work-without-thread"] * THREADS
    # Woken for nothing, the worker would take one piece after the other that it can not do.
    assert not machine.woken.is_set()
    assert in_use() == 0
    machine.left = THREADS
    pool.take(machine.claim, machine.do)
    pool.stop()
    assert machine.asked == [THREADS, THREADS]
    assert sorted(machine.done) == [2, 3]
    assert in_use() == 0


def test_a_thread_that_was_there_does_its_own_piece_and_not_the_one_given_up(machine: Machine) -> None:
    pool = WorkPool(thread_pool(NAME, THREADS), THREADS, (Kind.CHARGE,), machine.woken, name=NAME)
    machine.left = 1
    pool.take(machine.claim, machine.do)
    assert machine.begun.acquire(timeout=PATIENCE)
    machine.go_on.set()
    pool.stop()
    assert machine.done == [0]


def test_a_job_that_no_thread_could_be_made_for_comes_round_again(machine: Machine) -> None:
    done: list[int] = []
    job = Recurring(thread_pool(NAME, 1), lambda: done.append(1))
    assert not job.begin()
    machine.left = 1
    assert job.begin()
    job.stop()
    assert done == [1]


def test_what_fails_is_logged_and_gives_back_its_permit(machine: Machine) -> None:
    def fails(_: Sequence[Item]) -> None:
        raise LookupError("a canary")

    pool = WorkPool(thread_pool(NAME, THREADS), THREADS, (Kind.CHARGE,), machine.woken, name=NAME)
    machine.left = THREADS
    with capture_logs() as lines:
        pool.take(machine.claim, fails)
        pool.stop()
    assert [(line["event"], line["error"]) for line in lines] == [("work-failed", "LookupError")] * THREADS
    assert "a canary" not in repr(lines)
    assert in_use() == 0
