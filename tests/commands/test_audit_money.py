"""`kiosk audit money`, as somebody types it after a restored copy."""

from __future__ import annotations

import json

from sqlalchemy import update

from kiosk.backend.payments.tables import payments
from kiosk.backend.store.database import Database
from tests.backend.payment_stage import NET, make_stage
from tests.clock import ManualClock
from tests.commands.conftest import Run


def test_books_that_agree_are_told_in_one_sentence_and_what_breaks_a_rule_by_its_order(
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
    told = json.loads(kiosk("audit", "money", "--json", *at).out)
    assert (told["agrees"], told["broken"], told["orders"], told["came_in"], told["paid"]) == (
        False,
        1,
        1,
        NET,
        NET + 2,
    )
    assert told["breaches"] == [{"rule": "balance", "subject": payment.number, "expected": NET + 2, "found": NET}]
