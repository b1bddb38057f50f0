from __future__ import annotations

import shutil
import tempfile
import threading
import tomllib
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, select, update

from kiosk.backend.domain.dunning import NOTICES, Ladder
from kiosk.backend.ground.rules import ladder
from kiosk.backend.registers import dunning
from kiosk.backend.registers.dunning import DunningReport
from kiosk.backend.registers.tables import notices, tickets
from kiosk.backend.store.database import Database
from kiosk.domain.dates import taipei_date
from kiosk.domain.money import Money
from kiosk.domain.ticket import Stage
from kiosk.platform.machine.paths import assets
from tests.backend.rows import add_ticket, hold, release, ticket_number
from tests.clock import START, ManualClock

pytestmark = pytest.mark.each_database

TODAY = taipei_date(START)
DAY = 24 * 3600
days = st.dates(date(2013, 1, 1), date(2100, 1, 1))


def ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def all_notices(database: Database) -> list[Row[object]]:
    with database.read() as connection:
        return list(connection.execute(select(notices).order_by(notices.c.number)))


def notice_of(database: Database, number: str) -> str | None:
    with database.read() as connection:
        return connection.scalar(select(tickets.c.notice_number).where(tickets.c.number == number))


# Only the rules


@given(days, st.lists(st.integers(0, 60), max_size=30), st.integers(0, 90))
def test_each_ticket_comes_into_one_notice_and_what_fell_due_in_a_week_shares_it(
    first: date, offsets: list[int], later: int
) -> None:
    dues = [(first + timedelta(days=offset), index) for index, offset in enumerate(offsets)]
    made = ladder().ripe(dues, first + timedelta(days=later))
    due_of = {index: due for due, index in dues}
    assert max(Counter(index for members in made for index in members).values(), default=1) == 1
    opened = [min(due_of[index] for index in members) for members in made]
    for begin, members in zip(opened, made, strict=True):
        assert all(due_of[index] < begin + timedelta(days=7) for index in members)
        assert begin + timedelta(days=7) <= first + timedelta(days=later)
    # Two notices are never for the same seven days.
    assert all(right - left >= timedelta(days=7) for left, right in pairwise(opened))


@given(days, st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_running_every_night_or_once_after_weeks_merges_the_same_tickets(first: date, offsets: list[int]) -> None:
    dues = [(first + timedelta(days=offset), index) for index, offset in enumerate(offsets)]
    end = first + timedelta(days=80)
    nightly: list[list[int]] = []
    waiting = dues
    for night in range(81):
        made = ladder().ripe(waiting, first + timedelta(days=night))
        nightly += made
        gone = {index for members in made for index in members}
        waiting = [(due, index) for due, index in waiting if index not in gone]
    assert not waiting
    assert nightly == ladder().ripe(dues, end)


@given(days, st.sampled_from(NOTICES[:-1]), st.integers(0, 200))
def test_a_notice_climbs_one_stage_at_a_time_and_never_down(issued: date, stage: Stage, later: int) -> None:
    pay_by = ladder().pay_by(stage, issued)
    reached = ladder().climbs(stage, issued, pay_by, issued + timedelta(days=later))
    late_enough = later > (pay_by - issued).days + ladder().step(stage, issued).next_after
    assert reached == (NOTICES[NOTICES.index(stage) + 1] if late_enough else None)


@given(days, st.integers(0, 5000))
def test_nothing_comes_after_recovery(issued: date, later: int) -> None:
    assert ladder().climbs(Stage.RECOVERY, issued, issued, issued + timedelta(days=later)) is None


@given(st.dates(date(2016, 1, 1), date(2100, 1, 1)), st.integers(0, 90), st.integers(0, 90), st.integers(1, 90))
def test_the_job_looks_back_exactly_as_far_as_a_notice_can_climb(
    today: date, ordinary: int, registered: int, merging: int
) -> None:
    text = (assets() / "tariffs" / "dunning.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)
    for stage, after in ((Stage.ORDINARY, ordinary), (Stage.REGISTERED, registered)):
        next(entry for entry in rules["stage"] if entry["name"] == stage)["next_after"] = after
    for entry in rules["merging"]:
        entry["days"] = merging
    changed = Ladder.of(rules)
    pay_by = changed.latest_late(today)
    climbing = [changed.climbs(stage, pay_by, pay_by, today) for stage in NOTICES]
    assert any(climbing)
    assert not any(changed.climbs(stage, pay_by, pay_by + timedelta(days=1), today) for stage in NOTICES)
    due = changed.latest_ripe(today)
    assert changed.ripe([(due, "ticket")], today) == [["ticket"]]
    assert changed.ripe([(due + timedelta(days=1), "ticket")], today) == []


def test_what_each_stage_costs() -> None:
    costs = {stage: (step.surcharge, step.fine) for stage in NOTICES for step in [ladder().step(stage, TODAY)]}
    assert costs == {
        Stage.ORDINARY: (Money(15), Money(0)),
        Stage.REGISTERED: (Money(50), Money(0)),
        Stage.RECOVERY: (Money(50), Money(300)),
    }


# The job


def test_tickets_overdue_within_a_week_share_one_notice_with_one_surcharge(
    database: Database, clock: ManualClock
) -> None:
    for serial, overdue in enumerate([7, 5, 1, 0, -3]):
        add_ticket(database, ticket_number(serial), ago(overdue))
    add_ticket(database, ticket_number(10), ago(7), plate="MKR-0825", vehicle_type="motorcycle")
    add_ticket(database, ticket_number(11), ago(7), status="paid")
    add_ticket(database, ticket_number(12), ago(7), status="withdrawn")
    assert dunning.run(database, clock) == DunningReport(made=2)
    car = notice_of(database, ticket_number(0))
    shared = [serial for serial in range(20) if notice_of(database, ticket_number(serial)) == car is not None]
    assert shared == [0, 1, 2]
    first = all_notices(database)[0]
    assert (first.number, first.stage, first.surcharge, first.fine) == ("100000001", "ordinary", 15, 0)
    assert (first.issued_on, first.pay_by) == (TODAY, TODAY + timedelta(days=25))
    assert notice_of(database, ticket_number(10)) not in (None, car)


def test_a_notice_waits_until_the_week_is_over(database: Database, clock: ManualClock) -> None:
    add_ticket(database, ticket_number(1), ago(6))
    assert dunning.run(database, clock) == DunningReport()
    clock.jump(DAY)
    assert dunning.run(database, clock) == DunningReport(made=1)


def test_running_again_on_the_same_day_does_nothing(database: Database, clock: ManualClock) -> None:
    for serial in range(30):
        add_ticket(database, ticket_number(serial), ago(serial), plate=f"AB-{serial:02}")
    dunning.run(database, clock)
    before = all_notices(database)
    assert len(before) == 23
    assert dunning.run(database, clock) == DunningReport()
    assert all_notices(database) == before


def test_a_case_climbs_to_the_end_and_stays_there(database: Database, clock: ManualClock) -> None:
    add_ticket(database, ticket_number(1), ago(0))
    seen: list[tuple[int, str, int, int]] = []
    for night in range(200):
        dunning.run(database, clock)
        for row in all_notices(database):
            if not seen or seen[-1][1] != row.stage:
                seen.append((night, row.stage, row.surcharge, row.fine))
        clock.jump(DAY)
    assert seen == [(7, "ordinary", 15, 0), (40, "registered", 50, 0), (73, "recovery", 50, 300)]
    assert len(all_notices(database)) == 1


def test_after_standing_still_for_months_no_one_loses_time_to_pay(database: Database, clock: ManualClock) -> None:
    add_ticket(database, ticket_number(1), ago(300))
    assert dunning.run(database, clock) == DunningReport(made=1)
    assert dunning.run(database, clock) == DunningReport()
    assert all_notices(database)[0].pay_by == TODAY + timedelta(days=25)


def test_a_paid_notice_climbs_no_further(database: Database, clock: ManualClock) -> None:
    add_ticket(database, ticket_number(1), ago(7))
    dunning.run(database, clock)
    with database.write() as connection:
        connection.execute(update(tickets).values(status="paid"))
    clock.jump(100 * DAY)
    assert dunning.run(database, clock) == DunningReport()
    assert all_notices(database)[0].stage == "ordinary"


def test_what_a_live_payment_holds_is_left_out_until_it_ends(database: Database, clock: ManualClock) -> None:
    add_ticket(database, ticket_number(1), ago(9))
    add_ticket(database, ticket_number(2), ago(7))
    hold(database, [ticket_number(2)])
    assert dunning.run(database, clock) == DunningReport()
    release(database)
    # Together, as if nothing had been: no second surcharge.
    assert dunning.run(database, clock) == DunningReport(made=1)
    hold(database, [ticket_number(1)], payment="p2")
    clock.jump(40 * DAY)
    assert dunning.run(database, clock) == DunningReport()
    release(database, "p2")
    assert dunning.run(database, clock) == DunningReport(registered=1)


def test_more_vehicles_than_one_batch_all_get_their_notices(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for serial in range(7):
        add_ticket(database, ticket_number(serial), ago(7), plate=f"AB-{serial:02}")
    monkeypatch.setattr(dunning, "BATCH", 3)
    assert dunning.run(database, clock) == DunningReport(made=7)
    clock.jump(33 * DAY)
    assert dunning.run(database, clock) == DunningReport(registered=7)


def test_two_replicas_at_once_make_each_notice_once(postgres_url: str, clock: ManualClock) -> None:
    replicas = [Database(postgres_url) for _ in range(3)]
    for serial in range(40):
        add_ticket(replicas[0], ticket_number(serial), ago(7 + serial % 5), plate=f"AB-{serial // 2:02}")
    reports: list[DunningReport] = []
    threads = [threading.Thread(target=lambda one=one: reports.append(dunning.run(one, clock))) for one in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(report.made for report in reports) == 20
    assert len(all_notices(replicas[0])) == 20
    for replica in replicas:
        replica.close()


@settings(max_examples=40, deadline=None)
@given(
    stays=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), min_size=1, max_size=12),
    pauses=st.lists(st.integers(1, 45), min_size=1, max_size=6),
)
def test_whatever_falls_due_whenever_the_job_runs_no_one_pays_a_ticket_twice(
    sqlite_template: Path, stays: list[tuple[int, int]], pauses: list[int]
) -> None:
    folder = Path(tempfile.mkdtemp())
    shutil.copy(sqlite_template, folder / "kiosk.sqlite3")
    database, clock = Database(f"sqlite:///{folder}/kiosk.sqlite3"), ManualClock()
    for serial, (due, vehicle) in enumerate(stays):
        add_ticket(database, ticket_number(serial), TODAY + timedelta(days=due), plate=f"AB-{vehicle:02}")
    rank = {stage.value: place for place, stage in enumerate(Stage)}
    belongs: dict[str, str] = {}
    reached: dict[str, int] = {}
    for pause in pauses:
        clock.jump(pause * DAY)
        dunning.run(database, clock)
        assert dunning.run(database, clock) == DunningReport()
        with database.read() as connection:
            joined = connection.execute(select(tickets.c.number, tickets.c.notice_number, tickets.c.plate)).all()
        for number, notice, _ in joined:
            if notice is not None:
                assert belongs.setdefault(number, notice) == notice
            else:
                assert number not in belongs
        made = all_notices(database)
        assert {row.number for row in made} == {notice for _, notice, _ in joined if notice is not None}
        for row in made:
            assert rank[row.stage] >= reached.get(row.number, 0)
            assert {plate for _, notice, plate in joined if notice == row.number} == {row.plate}
            reached[row.number] = rank[row.stage]
    database.close()
    shutil.rmtree(folder)
