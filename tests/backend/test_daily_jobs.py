"""The jobs of the day: each is done whatever became of the others, from five o'clock on, once a day."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert
from structlog.testing import capture_logs

from kiosk.backend import daily_jobs
from kiosk.backend.context import Context
from kiosk.backend.daily_jobs import DailyJobsError
from kiosk.backend.ground import retention
from kiosk.backend.ground.tables import allowances
from kiosk.backend.metrics import DAILY_DONE
from kiosk.backend.registers import dunning
from kiosk.backend.store import rows
from kiosk.backend.store.database import Database
from kiosk.backend.worker import DAILY_HOUR, Worker
from kiosk.domain.dates import taipei
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import START, ManualClock
from tests.traces import given_away

MINUTE = 60
DAY = 24 * 60 * MINUTE
TO_FIVE = (24 + DAILY_HOUR) * 60 * MINUTE - (taipei(START).hour * 60 + taipei(START).minute) * MINUTE
"""Seconds to the hour of the jobs in the next night."""


class AtOnce(Executor):
    """Does what it is given in the thread that gives it."""

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*given, **named))
        except Exception as error:  # noqa: BLE001 - the future's own way
            future.set_exception(error)
        return future


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Stage:
    return make_stage(Database(sqlite_url), clock)


def fail(*_: object, **__: object) -> int:
    raise RuntimeError("the plate BKZ-5937")


def test_a_job_that_fails_leaves_all_the_others_to_be_done(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.create(stage.ticket())
    stage.clock.advance(300)
    stage.worker.run_due()
    stage.clock.advance(181 * DAY)
    monkeypatch.setattr(dunning, "run", fail)
    monkeypatch.setitem(daily_jobs._FORGET, "codes", fail)
    monkeypatch.setitem(retention.PARTS, "outbox", fail)
    with capture_logs() as lines, pytest.raises(DailyJobsError, match=r"^dunning, codes, outbox$"):
        daily_jobs.run(stage.context)
    (done,) = [line for line in lines if line["event"] == "daily"]
    assert done["forgotten-unpaid"] == 1
    assert {"forgotten-keys", "sessions", "forgotten-events", "forgotten-audit"} <= done.keys()
    failed = [line for line in lines if line["event"] == "daily-job-failed"]
    assert [(line["job"], line["error"]) for line in failed] == [
        (job, "RuntimeError") for job in ("dunning", "codes", "outbox")
    ]
    assert given_away(repr(lines), "BKZ-5937") == []


@pytest.mark.each_database
def test_what_has_run_out_is_deleted_a_few_rows_at_a_time(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "BATCH", 2)
    stage = make_stage(database, clock)
    old = [{"subject": f"s{n}", "use": "codes", "since": START - timedelta(days=9), "used": 1} for n in range(5)]
    database.run(lambda connection: connection.execute(insert(allowances), old))
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    with capture_logs() as lines:
        daily_jobs.run(stage.context)
    assert next(line for line in lines if line["event"] == "daily")["guests"] == 5
    deletes = [statement for statement in asked if statement.startswith("DELETE")]
    assert sum("FROM allowances" in statement.split("WHERE")[0] for statement in deletes) == 4
    # A kiosk that pays waits for no statement that takes whatever number of rows there is.
    assert [statement for statement in deletes if " IN (" not in statement] == []


def test_after_a_failure_the_jobs_do_not_count_as_done(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dunning, "run", fail)
    before = DAILY_DONE._value.get()
    stage.clock.advance(DAY)
    with pytest.raises(DailyJobsError):
        stage.worker._do_daily()
    assert DAILY_DONE._value.get() == before
    monkeypatch.undo()
    stage.worker._do_daily()
    assert DAILY_DONE._value.get() == stage.clock.now().timestamp()


def test_they_begin_at_five_once_a_day_and_are_tried_again_ten_minutes_after_a_failure(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    well = False

    def run(context: Context) -> None:
        begun.append(f"{taipei(context.clock.now()):%d %H:%M}")
        if not well:
            raise DailyJobsError

    monkeypatch.setattr(daily_jobs, "run", run)
    stage.clock.advance(TO_FIVE - MINUTE)
    worker = Worker(stage.context, threading.Event(), executor=lambda _name, _threads: AtOnce())
    monkeypatch.setattr(worker, "run_round", lambda: None)

    def polled(after: float) -> list[str]:
        begun.clear()
        stage.clock.advance(after)
        worker.poll()
        return list(begun)

    assert polled(0) == []
    assert polled(MINUTE) == ["24 05:00"]
    assert polled(9 * MINUTE) == []
    assert polled(MINUTE) == ["24 05:10"]
    well = True
    assert polled(10 * MINUTE) == ["24 05:20"]
    assert polled(10 * MINUTE) == []
    assert polled(DAY - 31 * MINUTE) == []
    assert polled(MINUTE) == ["25 05:00"]


def test_as_long_as_they_take_they_hold_up_no_payment_and_are_not_begun_again(stage: Stage) -> None:
    begun: list[str] = []

    class Held(AtOnce):
        """Does not come to an end with anything."""

        def submit(self, work: Callable[..., Any], /, *_: Any, **__: Any) -> Future[Any]:
            begun.append(work.__name__)
            return Future()

    worker = Worker(stage.context, threading.Event(), executor=lambda name, _: Held() if name == "daily" else AtOnce())
    worker.poll()
    stage.confirm(stage.create(stage.ticket()))
    stage.clock.advance(20 * MINUTE)
    worker.poll()
    assert len(begun) == 1
    assert stage.provider.charged
