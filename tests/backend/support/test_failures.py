"""What a visitor reads a code of aloud is kept: soon, bounded, and without anything of the visitor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.metrics import REGISTRY
from kiosk.backend.registers import bills
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.support import failures as failures_module
from kiosk.backend.support import records
from kiosk.backend.support.failures import WINDOWS, Failures
from kiosk.backend.support.records import Failure
from kiosk.contract.problems import ProblemKind
from kiosk.domain.support_code import of_backend
from tests.backend.caller import THREE_TICKETS, Caller
from tests.clock import START, ManualClock
from tests.live_backend import LiveBackend
from tests.patience import wait_until
from tests.traces import given_away


def failure(number: int) -> Failure:
    return Failure(of_backend(f"{number:07}"), START, "t" * 32, "POST /v1/bills/search", "internal")


def found(database: Database, code: str) -> Failure | None:
    with database.read() as connection:
        known = records.find(connection, code)
    return None if known is None else known[0]


def dropped() -> float:
    return REGISTRY.get_sample_value("kiosk_failures_not_kept_total") or 0.0


def test_a_failure_is_found_by_its_code_for_a_month_and_no_longer(kept: Database, clock: ManualClock) -> None:
    failures = Failures(kept, clock)
    failures.note(failure(1))
    failures.note(failure(1))  # one code twice is no reason to keep none
    failures.note(failure(2))
    assert failures.keep()
    assert [found(kept, failure(number).code) for number in (1, 2, 3)] == [failure(1), failure(2), None]
    assert kept.run(lambda connection: records.forget_old(connection, START + timedelta(days=30))) == 0
    assert kept.run(lambda connection: records.forget_old(connection, START + timedelta(days=30, seconds=1))) == 2
    assert found(kept, failure(1).code) is None


def test_a_flood_of_failures_is_counted_and_does_not_fill_the_table(kept: Database, clock: ManualClock) -> None:
    failures, before = Failures(kept, clock), dropped()
    (minute, in_a_minute), (day, in_a_day) = WINDOWS
    noted = 0
    for _ in range(in_a_day // in_a_minute + 3):
        for _ in range(in_a_minute + 1):
            failures.note(failure(noted))
            noted += 1
        clock.advance(minute)
    assert failures.keep()
    assert dropped() - before == noted - in_a_day
    clock.advance(day)
    failures.note(failure(noted))
    assert failures.keep()
    assert found(kept, failure(noted).code) is not None
    end = START + timedelta(days=40)
    # A few hundred at a time.
    assert sum(kept.run(lambda connection: records.forget_old(connection, end)) for _ in range(3)) == in_a_day + 1


def test_what_a_busy_database_does_not_take_is_kept_later(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = Failures(kept, clock)
    failures.note(failure(1))

    def busy(*_: object) -> None:
        raise DatabaseBusyError

    with monkeypatch.context() as patched:
        patched.setattr(Database, "run", busy)
        assert not failures.keep()
    failures.note(failure(2))
    failures.start()
    failures.stop()
    assert found(kept, failure(1).code) == failure(1)
    assert found(kept, failure(2).code) == failure(2)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RuntimeError("BKZ-5937"), ProblemKind.INTERNAL),
        (SourceUnavailableError(), ProblemKind.COULD_NOT_ASK),
        (DatabaseBusyError(), ProblemKind.BUSY),
    ],
)
def test_the_code_in_the_answer_leads_to_when_where_and_why_and_a_refusals_code_does_not(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: ProblemKind
) -> None:
    def failing(raised: Exception) -> None:
        def search(*_: object, **__: object) -> bytes:
            raise raised

        monkeypatch.setattr(bills, "search_json", search)

    with Caller(backend) as kiosk:
        failing(Refusal(ProblemKind.NOT_PAYABLE))
        refused = kiosk.search(THREE_TICKETS)
        assert refused.problem is ProblemKind.NOT_PAYABLE
        failing(error)
        answer = kiosk.search(THREE_TICKETS)
    assert answer.problem is kind
    wait_until(lambda: found(backend.database, answer.json["support"]) is not None)
    known = found(backend.database, answer.json["support"])
    assert known is not None
    assert (known.terminal_id, known.route, known.kind) == (backend.terminal_id, "POST /v1/bills/search", kind.value)
    assert given_away(repr(known), "BKZ-5937") == []
    assert found(backend.database, refused.json["support"]) is None


def test_whatever_is_wrong_with_one_failure_the_next_ones_are_kept(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, before, keep = Failures(kept, clock), dropped(), records.keep
    monkeypatch.setattr(records, "keep", lambda _connection, _batch: 1 / 0)
    failures.start()
    try:
        with capture_logs() as lines:
            failures.note(failure(1))
            wait_until(lambda: dropped() == before + 1)
        monkeypatch.setattr(records, "keep", keep)
        failures.note(failure(2))
        wait_until(lambda: found(kept, failure(2).code) is not None)
    finally:
        failures.stop()
    assert [line["error"] for line in lines if line["event"] == "failures-not-kept"] == ["ZeroDivisionError"]


def test_the_first_of_thirty_failures_makes_room_when_it_is_a_minute_old(kept: Database, clock: ManualClock) -> None:
    failures, before = Failures(kept, clock), dropped()
    for number in range(30):
        failures.note(failure(number))
        clock.advance(1)
    clock.advance(29)
    failures.note(failure(30))
    assert dropped() - before == 1
    clock.advance(1)
    failures.note(failure(31))
    assert dropped() - before == 1
    assert failures.keep()
    assert [found(kept, failure(number).code) is None for number in (0, 29, 30, 31)] == [False, False, True, False]


def test_every_failure_that_the_database_will_never_take_is_counted(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, before = Failures(kept, clock), dropped()
    monkeypatch.setattr(records, "keep", lambda _connection, _batch: 1 / 0)
    for number in range(3):
        failures.note(failure(number))
    assert failures.keep()
    assert dropped() - before == 3


def busy(*_: object) -> None:
    raise DatabaseBusyError


def test_every_failure_that_still_waits_at_the_end_is_counted(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, before = Failures(kept, clock), dropped()
    failures.note(failure(1))
    failures.note(failure(2))
    with monkeypatch.context() as patched:
        patched.setattr(Database, "run", busy)
        failures.start()
        failures.stop()
    assert dropped() - before == 2


def test_a_database_that_was_busy_is_asked_again_with_no_new_failure(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, keep_them, asked = Failures(kept, clock), Failures.keep, list[bool]()

    def busy_once(them: Failures) -> bool:
        asked.append(keep_them(them) if asked else False)
        return asked[-1]

    monkeypatch.setattr(failures_module, "AGAIN", 0.001)
    monkeypatch.setattr(Failures, "keep", busy_once)
    failures.note(failure(1))
    failures.start()
    try:
        wait_until(lambda: found(kept, failure(1).code) is not None)
    finally:
        failures.stop()
    assert asked[:2] == [False, True]
