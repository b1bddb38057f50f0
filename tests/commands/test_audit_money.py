"""`kiosk audit money`, as somebody types it after a restored copy."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import Connection, update

from kiosk.backend.domain.reconciliation import DifferenceKind
from kiosk.backend.payments import differences
from kiosk.backend.payments.differences import Found
from kiosk.backend.payments.tables import payments
from kiosk.backend.store.database import Database
from kiosk.clock import SystemClock
from kiosk.domain.dates import taipei_date
from tests.backend.payment_stage import NET, make_stage
from tests.clock import ManualClock
from tests.commands.conftest import Run


def test_books_that_agree_are_reported_in_one_sentence_and_what_breaks_a_rule_by_its_order(
    kiosk: Run, sqlite_url: str
) -> None:
    at = ["--database-url", sqlite_url]
    stage = make_stage(Database(sqlite_url), ManualClock())
    payment = stage.create(stage.ticket())
    stage.pays(payment)
    ran = kiosk("audit", "money", *at)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"One order, one movement: NT${NET} in, NT$0 out, NT$0 due to go back, NT${NET} paid.",
        "The books agree.",
    ]
    with stage.context.database.write() as connection:
        connection.execute(update(payments).values(amount=NET + 2))
    broken = kiosk("audit", "money", *at, "--language", "zh-TW")
    assert broken.code == 1
    assert payment.number in broken.out
    assert "收款減退款、待退款，與已繳金額不符" in broken.out
    assert "帳務有 1 處不符" in broken.err
    reported = json.loads(kiosk("audit", "money", "--json", *at).out)
    assert (reported["agrees"], reported["broken"], reported["orders"], reported["came_in"], reported["paid"]) == (
        False,
        1,
        1,
        NET,
        NET + 2,
    )
    assert reported["breaches"] == [{"rule": "balance", "subject": payment.number, "expected": NET + 2, "found": NET}]


def test_differences_that_lie_open_for_more_than_a_day_are_named_and_break_no_rule(kiosk: Run, sqlite_url: str) -> None:
    at = ["--database-url", sqlite_url]
    now = SystemClock().now()

    def work(connection: Connection) -> None:
        for number, days in enumerate((3, 2, 0), start=1):
            found = Found(DifferenceKind.THEIRS_ONLY, "jkopay", f"T-{number}", f"order-{number}", None, 48)
            differences.keep(connection, found, taipei_date(now), now - timedelta(days=days, hours=1))

    Database(sqlite_url).run(work)
    ran = kiosk("audit", "money", *at)
    assert ran.code == 0
    assert "2 differences have been open for more than a day, the oldest first: 1, 2." in ran.err
    assert json.loads(kiosk("audit", "money", "--json", *at).out)["lying"] == [1, 2]
