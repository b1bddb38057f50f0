"""What terminals say of themselves every minute, and which of them need somebody."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kiosk import __version__
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.metrics import REGISTRY
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Books
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.terminals import closings, enrolment, fleet, statements
from kiosk.backend.terminals.enrolment import TerminalRecord
from kiosk.backend.terminals.fleet import LATE, LOST, Trouble
from kiosk.backend.terminals.reports import EVERY, Reports
from kiosk.backend.worker import Worker
from kiosk.contract.problems import ProblemKind
from kiosk.contract.reports import PrinterState, TerminalReport
from kiosk.contract.service import ClosedReason
from kiosk.devices import Status
from tests.backend.caller import Caller
from tests.backend.office.test_offices import FILE, take_in
from tests.clock import START, ManualClock
from tests.live_backend import LiveBackend

REPORT = {"version": "1.4.0", "up_for": 3600, "printer": "low"}


def record(name: str, **known: object) -> TerminalRecord:
    columns: dict[str, object] = {
        "id": name,
        "name": name,
        "created_at": START,
        "revoked_at": None,
        "office_code": None,
        "office": None,
        "last_seen_at": None,
        "version": __version__,
        "reported_at": START,
        "started_at": START,
        "printer": "ok",
        "closed_for": None,
        "closed_at": None,
        "closed_by": None,
    }
    return TerminalRecord(**{**columns, **known})  # type: ignore[arg-type]


def troubles(*records: TerminalRecord, after: timedelta = timedelta()) -> dict[str, tuple[Trouble, ...]]:
    return {one.terminal.name: one.troubles for one in fleet.standings(records, START + after)}


@pytest.mark.each_database
def test_a_terminal_has_one_row_that_its_next_report_writes_over(demo_url: str, clock: ManualClock) -> None:
    with LiveBackend(demo_url, clock=clock) as backend, Caller(backend) as kiosk:
        before = len(known(backend.database))
        assert kiosk.call("PUT", "/v1/terminal/report", REPORT).status == 200
        clock.advance(60)
        later = {**REPORT, "up_for": 3660, "printer": "out"}
        assert kiosk.call("PUT", "/v1/terminal/report", later).status == 200
        rows = known(backend.database)
    assert len(rows) == before
    row = rows[backend.terminal_id]
    assert (row.reported_at, row.started_at) == (START + timedelta(minutes=1), START - timedelta(hours=1))
    assert (row.version, row.printer) == ("1.4.0", "out")


def known(database: Database) -> dict[str, TerminalRecord]:
    with database.read() as connection:
        return {one.id: one for one in enrolment.listed(connection)}


@pytest.mark.each_database
def test_a_report_of_one_terminal_changes_no_other(database: Database, clock: ManualClock) -> None:
    ids = [database.run(lambda c: enrolment.add(c, "desk", clock.now()))[0] for _ in range(2)]
    say(database, ids[0], START)
    assert [known(database)[id].reported_at for id in ids] == [START, None]


def say(database: Database, id: str, at: datetime, **said: str) -> None:
    """Keep a report of a terminal."""
    row = {"terminal": id, "at": at, "since": at, "runs": "1.0.0", "prints": "none", **said}
    database.run(lambda connection: statements.keep_reports(connection, [row]))


@pytest.mark.each_database
def test_a_report_that_another_replica_was_slower_to_keep_takes_no_later_one_away(
    database: Database, clock: ManualClock
) -> None:
    id, _ = database.run(lambda c: enrolment.add(c, "desk", clock.now()))
    say(database, id, START, prints="out")
    say(database, id, START - timedelta(seconds=1), prints="ok")
    assert (known(database)[id].reported_at, known(database)[id].printer) == (START, "out")


@pytest.mark.each_database
def test_reports_that_come_within_seconds_are_written_together(demo_url: str, clock: ManualClock) -> None:
    with LiveBackend(demo_url, clock=clock) as backend:
        tokens = [f"token-of-desk-{number}" for number in range(3)]
        ids = [backend.enrol(f"desk {number}", token) for number, token in enumerate(tokens)]
        with contextlib.ExitStack() as open_:
            first, second, third = [open_.enter_context(Caller(backend, token)) for token in tokens]

            def reported() -> list[datetime | None]:
                return [known(backend.database)[id].reported_at for id in ids]

            for kiosk in (first, second):
                assert kiosk.call("PUT", "/v1/terminal/report", REPORT).status == 200
            assert reported() == [START, None, None]
            clock.advance(EVERY)
            assert third.call("PUT", "/v1/terminal/report", REPORT).status == 200
            assert reported() == [START, START, START + timedelta(seconds=EVERY)]


@pytest.mark.each_database
def test_what_no_one_reports_after_is_kept_by_the_worker_in_its_rounds(demo_url: str, clock: ManualClock) -> None:
    with LiveBackend(demo_url, clock=clock) as backend:
        ids = [backend.enrol(f"desk {number}", f"token-of-desk-{number}") for number in range(2)]
        reports, said = Reports(clock), TerminalReport.model_validate(REPORT)
        assert [reports.note(id, said, clock.now()) for id in ids] == [True, False]
        Worker(backend.context, threading.Event(), daily=False, rounds=[reports.keep]).run_round()
        assert [known(backend.database)[id].reported_at for id in ids] == [START, START]
        assert reports.keep(backend.context) == 0


def test_what_could_not_be_kept_is_kept_with_what_comes_next(
    shared_backend: LiveBackend, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    id, context = shared_backend.enrol("desk", "token-of-a-desk"), shared_backend.context
    reports = Reports(clock)
    reports.note(id, TerminalReport.model_validate(REPORT), clock.now())

    def busy(*_: object) -> None:
        raise DatabaseBusyError

    with monkeypatch.context() as patched:
        patched.setattr(context.database, "run", busy)
        with pytest.raises(DatabaseBusyError):
            reports.keep(context)
    assert reports.keep(context) == 1
    assert known(context.database)[id].printer == "low"


@pytest.mark.each_database
def test_a_terminal_that_reports_is_sent_its_office_also_once_it_was_moved(demo_url: str, clock: ManualClock) -> None:
    with LiveBackend(demo_url, clock=clock) as backend, Caller(backend) as kiosk:
        take_in(backend.database, FILE)
        first = kiosk.call("PUT", "/v1/terminal/report", REPORT).json
        assert first["office"] == backend.settings.office
        backend.database.run(lambda connection: enrolment.let_stand(connection, backend.terminal_id, "neihu"))
        clock.advance(EVERY)
        reported = kiosk.call("PUT", "/v1/terminal/report", REPORT).json
        assert (reported["office"], reported["nearest"]["phone"]) == ("內湖停車服務中心", "02-2726-9600")
        info = kiosk.call("GET", "/v1/service").json
    assert reported == {name: info[name] for name in reported}


def desk(backend: LiveBackend) -> tuple[Books, Acting]:
    return Books(backend.database, backend.clock), Acting.shell("operator", "backend-1")


@pytest.mark.each_database
def test_a_terminal_that_is_closed_learns_it_with_its_report_and_when_it_starts_until_it_is_opened(
    demo_url: str, clock: ManualClock
) -> None:
    with LiveBackend(demo_url, clock=clock) as backend, Caller(backend) as kiosk:
        other = backend.enrol("another", "token-of-another")
        books, operator = desk(backend)

        def reported() -> list[object]:
            clock.advance(EVERY)
            report = kiosk.call("PUT", "/v1/terminal/report", REPORT).json
            return [report["closed"], kiosk.call("GET", "/v1/service").json["closed"]]

        assert reported() == [None, None]
        closings.close(books, operator, other, ClosedReason.NETWORK)
        assert reported() == [None, None]
        closings.close(books, operator, backend.terminal_id, ClosedReason.REPAIR)
        assert reported() == ["repair", "repair"]
        row = known(backend.database)[backend.terminal_id]
        assert (row.closed_for, row.closed_at, row.closed_by) == (
            "repair", clock.now() - timedelta(seconds=EVERY), "operator@backend-1"
        )  # fmt: skip
        closings.close(books, operator, backend.terminal_id, ClosedReason.MAINTENANCE)
        assert reported() == ["maintenance", "maintenance"]
        closings.open_again(books, operator, backend.terminal_id)
        assert reported() == [None, None]
        row = known(backend.database)[backend.terminal_id]
        assert (row.closed_for, row.closed_at, row.closed_by) == (None, None, None)


@pytest.mark.each_database
def test_a_backend_that_has_just_started_tells_no_closed_terminal_to_serve(demo_url: str, clock: ManualClock) -> None:
    with LiveBackend(demo_url, clock=clock) as backend, Caller(backend) as kiosk:
        closings.close(*desk(backend), backend.terminal_id, ClosedReason.REPAIR)
        assert kiosk.call("PUT", "/v1/terminal/report", REPORT).json["closed"] == "repair"


@pytest.mark.each_database
@pytest.mark.parametrize("shut_out", [False, True])
def test_a_terminal_that_may_not_use_the_backend_is_neither_closed_nor_opened(
    database: Database, clock: ManualClock, shut_out: bool
) -> None:
    books, operator = Books(database, clock), Acting.shell("operator", "backend-1")
    id = "0" * 32
    if shut_out:
        id, _ = database.run(lambda c: enrolment.add(c, "desk", clock.now()))
        enrolment.revoke(books, operator, id)
    with pytest.raises(Refusal, match="not-found"):
        closings.close(books, operator, id, ClosedReason.REPAIR)
    with pytest.raises(Refusal, match="not-found"):
        closings.open_again(books, operator, id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plate": "BKZ-5937"},
        {"printer": "on fire"},
        {"up_for": -1},
        {"version": "1.4.0 王小明"},
        {"version": "\x1b[2J"},
    ],
)
def test_a_report_takes_nothing_else_and_nothing_of_a_visitor(
    shared_backend: LiveBackend, wrong: dict[str, object]
) -> None:
    with Caller(shared_backend) as kiosk:
        assert kiosk.call("PUT", "/v1/terminal/report", {**REPORT, **wrong}).problem is ProblemKind.INVALID
        assert kiosk.call("PUT", "/v1/terminal/report", REPORT, token=False).status == 401


def test_every_state_that_a_printer_can_be_in_can_be_reported() -> None:
    assert {status.value for status in Status} == {state.value for state in PrinterState}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (LATE - timedelta(seconds=1), ()),
        (LATE, (Trouble.LATE,)),
        (LOST - timedelta(seconds=1), (Trouble.LATE,)),
        (LOST, (Trouble.LOST,)),
    ],
)
def test_a_terminal_is_late_after_three_minutes_and_lost_after_ten(
    after: timedelta, expected: tuple[Trouble, ...]
) -> None:
    assert troubles(record("a"), after=after) == {"a": expected}


def test_a_terminal_that_asks_is_not_silent_though_a_report_was_lost() -> None:
    assert troubles(record("a", last_seen_at=START + LOST), after=LOST) == {"a": ()}


@pytest.mark.parametrize(
    ("printer", "expected"),
    [
        ("ok", ()),
        ("unknown", ()),
        ("none", ()),
        ("low", (Trouble.PAPER_LOW,)),
        ("out", (Trouble.NO_PAPER,)),
        ("jam", (Trouble.PRINTER,)),
        ("cover-open", (Trouble.PRINTER,)),
        ("off", (Trouble.PRINTER,)),
        ("of a later version", ()),
    ],
)
def test_a_printer_that_prints_is_no_trouble_and_one_that_does_not_is(
    printer: str, expected: tuple[Trouble, ...]
) -> None:
    assert troubles(record("a", printer=printer)) == {"a": expected}


def test_the_worst_terminal_stands_first_and_one_that_is_shut_out_nowhere() -> None:
    found = troubles(
        record("b well"),
        record("a well"),
        record("low", printer="low"),
        record("never", reported_at=None, version=None),
        record("no reports", reported_at=None, last_seen_at=START),
        record("old", version="0.0.9"),
        record("jam", printer="jam", version="0.0.9"),
        record("no paper", printer="out"),
        record("late", reported_at=START - LATE),
        record("lost", reported_at=START - LOST),
        record("longer lost", reported_at=START - 2 * LOST),
        record("lost without paper", reported_at=START - LOST, printer="out"),
        record("gone", revoked_at=START),
        record("closed", reported_at=START - LOST, closed_for="repair"),
    )
    assert list(found) == [
        "lost without paper", "longer lost", "lost", "late", "no paper", "jam", "old", "no reports", "never", "low",
        "closed", "a well", "b well",
    ]  # fmt: skip
    assert found["closed"] == (Trouble.CLOSED, Trouble.LOST)
    assert found["lost without paper"] == (Trouble.LOST, Trouble.NO_PAPER)
    assert found["jam"] == (Trouble.PRINTER, Trouble.OLD)


@pytest.mark.parametrize(
    ("version", "than", "older"),
    [
        ("1.9.0", "1.10.0", True),
        ("1.10.0", "1.9.0", False),
        ("1.0", "1.0.0", False),
        ("1.0.0", "1.0.1", True),
        ("2.0.0rc1", "2.0.0", False),
        ("unknown", "1.0.0", False),
        (None, "1.0.0", False),
    ],
)
def test_versions_are_compared_as_numbers(version: str | None, than: str, older: bool) -> None:
    assert fleet.is_older(version, than) is older


@given(st.text(max_size=20), st.text(max_size=20))
def test_of_any_two_versions_one_at_most_is_older(one: str, other: str) -> None:
    assert not (fleet.is_older(one, other) and fleet.is_older(other, one))


@pytest.mark.each_database
def test_a_database_from_before_reports_shows_its_terminals_as_reporting_nothing(
    database: Database, clock: ManualClock
) -> None:
    id, _ = database.run(lambda c: enrolment.add(c, "old", clock.now()))
    with database.write() as connection:
        connection.execute(text("UPDATE terminals SET version = '0.0.1', last_seen_at = 0"))
    (one,) = [one for one in fleet.standings(known(database).values(), clock.now()) if one.terminal.id == id]
    assert one.troubles == (Trouble.NO_REPORTS,)


@pytest.mark.each_database
def test_the_monitor_shows_how_many_terminals_are_how_and_of_no_longer_those_that_are_mended(
    demo_url: str, clock: ManualClock
) -> None:
    with LiveBackend(demo_url, clock=clock) as backend:
        context = backend.context
        before = fleet.count(context)["never-heard"]
        id = backend.enrol("desk", "token-of-a-desk")
        assert fleet.count(context)["never-heard"] == before + 1
        say(backend.database, id, clock.now() - LOST, runs=__version__)
        counted = fleet.count(context)
        assert (counted["lost"], counted["never-heard"]) == (1, before)
        say(backend.database, id, clock.now(), runs=__version__)
        counted = fleet.count(context)
        assert (counted["lost"], counted["well"]) == (0, 1)
        closings.close(*desk(backend), id, ClosedReason.REPAIR)
        assert fleet.count(context)["closed"] == 1
    # Its values belong to whichever backend of this process has counted last.
    assert all(REGISTRY.get_sample_value("kiosk_terminals", {"trouble": name}) is not None for name in counted)
