"""What is kept no longer is deleted by the daily job, a batch at a time; what the law on accounts wants stays."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select, update

from kiosk.backend.ground import outbox, retention
from kiosk.backend.ground.outbox import Kind
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.tables import outbox as outbox_table
from kiosk.backend.messages import owner_log
from kiosk.backend.messages.tables import owner_events, owner_messages
from kiosk.backend.passes.tables import passes
from kiosk.backend.payments import receipts
from kiosk.backend.payments.tables import payment_bills, payment_events, payment_tickets, payments, provider_messages
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles.tables import claims, ticket_reminders
from kiosk.backend.worker import Worker
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.payments import Payment
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from tests.backend.owner_rows import add_owner, bind
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import START, ManualClock
from tests.source import ROOT

DAYS = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def count(stage: Stage, table: Table, payment: Payment | None = None) -> int:
    which = select(func.count()).select_from(table)
    if payment is not None:
        which = which.where((table.c.id if table is payments else table.c.payment_id) == payment.id)
    with stage.context.database.read() as connection:
        return int(connection.scalar(which) or 0)


def forget(stage: Stage, now: datetime) -> dict[str, int]:
    return {name: part(stage.context.database, now) for name, part in retention.PARTS.items()}


def paid(stage: Stage, serial: int) -> Payment:
    payment = stage.create(stage.ticket(serial))
    stage.confirm(payment)
    stage.pays(payment, id=f"m{serial}", reference=f"T{serial}")
    return payment


def expired(stage: Stage, serial: int) -> Payment:
    payment = stage.create(stage.ticket(serial))
    stage.clock.advance(300)
    stage.worker.run_due()
    return payment


def test_of_a_paid_payment_the_steps_are_forgotten_and_the_receipt_stays(stage: Stage) -> None:
    payment = paid(stage, 1)
    assert forget(stage, START + 180 * DAYS)["events"] == 0
    assert forget(stage, START + 180 * DAYS + SECOND)["events"] == 3
    assert forget(stage, START + 181 * DAYS)["events"] == 0
    assert receipts.get(stage.context, "kiosk-1", payment.id).number == f"R{payment.number}"
    assert stage.holders(payment.bills[0]) == [payment.id]


def test_a_payment_that_ended_without_money_is_forgotten_whole_after_half_a_year(stage: Stage) -> None:
    over, kept = expired(stage, 1), paid(stage, 2)
    tables = (payments, payment_bills, payment_tickets, payment_events)
    end = over.expires_at + 180 * DAYS
    assert forget(stage, end)["unpaid"] == 0
    assert forget(stage, end + SECOND)["unpaid"] == 1
    assert [count(stage, table, over) for table in tables] == [0, 0, 0, 0]
    assert [count(stage, table, kept) for table in tables[:3]] == [1, 1, 1]


def test_a_payment_without_an_outcome_is_kept_with_its_steps_until_it_has_one(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.gone = True
    stage.confirm(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.UNKNOWN
    gone = forget(stage, START + 3650 * DAYS)
    assert (gone["events"], gone["unpaid"], gone["vouchers"]) == (0, 0, 0)
    # And the work on it.
    assert count(stage, outbox_table) == 1


def test_the_bills_of_a_payment_are_kept_until_six_full_years_are_over_and_the_payment_itself_stays(
    stage: Stage,
) -> None:
    payment = paid(stage, 1)
    assert START.year == 2026
    assert forget(stage, datetime.fromisoformat("2032-12-31T23:59:59+08:00"))["vouchers"] == 0
    assert receipts.get(stage.context, "kiosk-1", payment.id).lines != ()
    assert forget(stage, datetime.fromisoformat("2033-01-01T05:00:00+08:00"))["vouchers"] == 1
    assert forget(stage, datetime.fromisoformat("2033-01-02T05:00:00+08:00"))["vouchers"] == 0
    receipt = receipts.get(stage.context, "kiosk-1", payment.id)
    assert (receipt.number, receipt.amount, receipt.lines) == (f"R{payment.number}", payment.amount, ())
    assert count(stage, passes) == 0
    assert stage.ticket_status(payment.bills[0]) == "paid"


def test_work_that_is_done_is_forgotten_after_a_week_and_what_waits_is_not(stage: Stage) -> None:
    done, waits = expired(stage, 1), stage.create(stage.ticket(2))
    stage.confirm(waits)
    database = stage.context.database
    database.run(lambda connection: outbox.put(connection, Kind.RECEIPT, done.id, START))
    (item,) = database.run(lambda connection: outbox.claim(connection, stage.clock.now(), 1, [Kind.RECEIPT]))
    database.run(lambda connection: outbox.finish(connection, item, START))
    assert forget(stage, START + 7 * DAYS)["outbox"] == 0
    assert forget(stage, START + 7 * DAYS + SECOND)["outbox"] == 1
    assert count(stage, outbox_table) == 1


def test_old_messages_of_providers_and_old_reminders_are_forgotten(stage: Stage) -> None:
    payment = paid(stage, 1)
    database = stage.context.database
    binding = bind(database, add_owner(database), Vehicle(plate="BKZ-5937", type=VehicleType.CAR))
    reported = {"ticket_number": payment.bills[0], "binding_id": binding.id, "day": taipei_date(START)}
    database.run(lambda connection: connection.execute(insert(ticket_reminders), reported))
    assert forget(stage, START + 30 * DAYS)["messages"] == 0
    assert forget(stage, START + 30 * DAYS + SECOND)["messages"] == 1
    assert forget(stage, START + 60 * DAYS)["reminders"] == 0
    assert forget(stage, START + 61 * DAYS)["reminders"] == 1
    assert count(stage, provider_messages) == count(stage, ticket_reminders) == 0


def test_claims_are_forgotten_five_years_after_they_were_settled_or_undone(stage: Stage) -> None:
    owner, end = add_owner(stage.context.database), START + 1826 * DAYS
    claim = {"owner_id": owner, "vehicle_type": "car", "made_at": START, "settled_at": None, "outcome": None}
    done = claim | {"settled_at": START, "outcome": "granted", "binding_id": "0" * 32}
    with stage.context.database.write() as connection:
        for number, row in enumerate((claim, done, done | {"undone_at": START + DAYS}), start=1):
            connection.execute(insert(claims).values(row | {"number": f"C{number}", "plate": f"AXY-000{number}"}))
    assert forget(stage, end)["claims"] == 0
    assert forget(stage, end + SECOND)["claims"] == 1
    assert forget(stage, end + DAYS)["claims"] == 0
    assert forget(stage, end + 2 * DAYS)["claims"] == 1
    assert count(stage, claims) == 1, "the one that waits"


def test_an_owners_history_and_messages_are_forgotten_after_two_years(stage: Stage) -> None:
    owner = add_owner(stage.context.database)
    for at in (START, START + 10 * DAYS):
        stage.context.database.run(
            lambda connection, at=at: owner_log.note(connection, owner, OwnerEventKind.SIGNED_IN, at)  # type: ignore[misc]
        )
        stage.context.database.run(lambda connection, at=at: owner_log.tell(connection, owner, "readmitted", at))  # type: ignore[misc]
    gone = forget(stage, START + 730 * DAYS + SECOND)
    assert (gone["owner-events"], gone["owner-messages"]) == (1, 1)
    assert count(stage, owner_events) == count(stage, owner_messages) == 1


def test_much_is_forgotten_in_small_pieces_whatever_waits_before_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    rows = [
        {
            "kind": "receipt",
            "dedup_key": f"receipt:{number}",
            "payload": "-",
            "due_at": START,
            "done_at": None if number < 5 else START,
        }
        for number in range(12)
    ]
    stage.context.database.run(lambda connection: connection.execute(insert(outbox_table), rows))
    deleted: list[int] = []
    away = retention._deleted

    def noted(*arguments: object, **named: object) -> int:
        deleted.append(away(*arguments, **named))  # type: ignore[arg-type]
        return deleted[-1]

    monkeypatch.setattr(retention, "_deleted", noted)
    assert forget(stage, START + 8 * DAYS)["outbox"] == 7
    assert max(deleted) == 2
    assert count(stage, outbox_table) == 5


def test_work_that_is_put_off_again_and_again_keeps_nothing_that_is_done(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    now = START + 30 * DAYS
    rows = [
        {
            "kind": "refund",
            "dedup_key": f"refund:{number}",
            "payload": "-",
            # A platform that does not answer: tried a moment ago, and again soon.
            "due_at": now if number < 5 else START,
            "done_at": None if number < 5 else START,
        }
        for number in range(12)
    ]
    stage.context.database.run(lambda connection: connection.execute(insert(outbox_table), rows))
    assert forget(stage, now)["outbox"] == 7
    assert count(stage, outbox_table) == 5


def test_keys_of_requests_are_forgotten_after_a_week_in_small_pieces(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for serial in range(1, 4):
        stage.create(stage.ticket(serial))
    runs: list[object] = []
    run = retention._run

    def noted(*arguments: Any) -> int:
        runs.append(arguments)
        return run(*arguments)

    monkeypatch.setattr(retention, "_run", noted)
    keys = retention.PARTS["keys"]
    assert keys(stage.context.database, START + 7 * DAYS) == 0
    assert keys(stage.context.database, START + 7 * DAYS + SECOND) == 3
    assert len(runs) == 2


def test_of_a_paid_payment_only_what_the_books_need_is_kept_for_longer_than_half_a_year(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    made = [stage.create(stage.ticket(serial), language="en") for serial in range(1, 5)]
    for number, payment in enumerate(made):
        stage.confirm(payment)
        stage.pays(payment, id=f"m{number}", reference=f"T{number}")
    waits = stage.create(stage.ticket(5), language="en")
    wallet = update(payments).where(payments.c.id != made[0].id).values(wallet_url="https://wallet.example/p")
    stage.context.database.run(lambda connection: connection.execute(wallet))
    declined = update(payments).values(decline="refused")
    stage.context.database.run(lambda connection: connection.execute(declined))
    details, over = retention.PARTS["details"], made[0].expires_at + 180 * DAYS
    assert details(stage.context.database, over) == 0
    assert details(stage.context.database, over + SECOND) == 4
    assert details(stage.context.database, over + SECOND) == 0
    with stage.context.database.read() as connection:
        columns = payments.c.id, payments.c.language, payments.c.decline, payments.c.wallet_url
        kept = {row.id: tuple(row)[1:] for row in connection.execute(select(*columns))}
    # Whether there was a wallet's page is still known.
    assert [kept[payment.id] for payment in made] == [(None, None, None), *3 * [(None, None, "")]]
    assert kept[waits.id] == ("en", "refused", "https://wallet.example/p")


def test_the_operators_page_says_of_each_column_of_a_payment_what_stays_for_ever() -> None:
    page = (ROOT / "docs" / "operating" / "retention.md").read_text(encoding="utf-8")
    stays = page.partition("For ever stays of a payment")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", stays))
    emptied = {"language", "decline", "wallet_url"}
    assert named == {column.name for column in payments.columns} - emptied


def test_the_daily_job_forgets(stage: Stage) -> None:
    expired(stage, 1)
    stage.clock.advance((181 * DAYS).total_seconds())
    Worker(stage.context, threading.Event(), daily=False).run_daily()
    assert count(stage, payments) == 0


def test_late_money_finds_a_payment_that_ended_until_it_is_forgotten_and_is_refused_afterwards(stage: Stage) -> None:
    payment = expired(stage, 1)
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    forget(stage, START + 400 * DAYS)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    other = expired(stage, 2)
    forget(stage, START + 400 * DAYS)
    with pytest.raises(Refusal):
        stage.pays(other, id="m2")


def test_the_operators_page_names_every_period() -> None:
    page = (ROOT / "docs" / "operating" / "retention.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| `([a-z-]+)` \| .*? \| (\d+) (?:days|full years)", page, re.MULTILINE))
    assert named == {
        "outbox": "7",
        "keys": "7",
        "texts": "30",
        "mails": "30",
        "messages": "30",
        "events": "180",
        "details": "180",
        "unpaid": "180",
        "reminders": "60",
        "sheets": "30",
        "owner-events": "730",
        "owner-messages": "730",
        "cases": "1826",
        "claims": "1826",
        "vouchers": "6",
    }
    assert retention.DONE_WORK == retention.KEYS == 7 * DAYS
    assert retention.TEXTS == retention.MAILS == retention.PROVIDER_MESSAGES == retention.SHEETS == 30 * DAYS
    assert retention.PAYMENT_EVENTS == retention.UNPAID == retention.DETAILS == 180 * DAYS
    assert retention.REMINDERS == 60 * DAYS
    assert retention.OWNERS == 730 * DAYS
    assert retention.CASES == retention.CLAIMS == 1826 * DAYS
    assert retention.VOUCHER_YEARS == 6
