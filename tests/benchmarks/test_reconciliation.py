"""How long a provider's statement of 100,000 lines takes, to look at and to apply, on both databases.

LINES=100000 uv run pytest -n0 -m benchmark tests/benchmarks/test_reconciliation.py -s
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from kiosk.backend.payments import reconciliation, statement_files
from kiosk.backend.payments.tables import movements, payments
from kiosk.backend.store.database import Database
from kiosk.domain.dates import taipei_date
from tests.backend.payment_stage import NET, PROVIDER, make_stage, reference_of
from tests.benchmarks.figures import tell_value
from tests.clock import START, ManualClock

pytestmark = [pytest.mark.benchmark, pytest.mark.each_database, pytest.mark.timeout(1800)]

LINES = int(os.environ.get("LINES", "100000"))
AT_ONCE = 5_000
UNLIKE = 1_000
"""One line in so many is of another amount."""


def numbers() -> Iterator[list[str]]:
    for begin in range(0, LINES, AT_ONCE):
        yield [f"P{number:011}" for number in range(begin, min(begin + AT_ONCE, LINES))]


def fill(database: Database) -> None:
    for batch in numbers():
        with database.write() as connection:
            connection.execute(insert(payments), [_payment(number) for number in batch])
            connection.execute(insert(movements), [_movement(number) for number in batch])
    with database.write() as connection:
        # A server does so by itself, some time after.
        connection.exec_driver_sql("ANALYZE")


def _payment(number: str) -> dict[str, Any]:
    names = {"id": number, "number": number, "link_code": number, "terminal_id": "kiosk-1", "provider": PROVIDER}
    money = {"amount": NET, "fee": 0, "state": "paid", "version": 3}
    return names | money | dict.fromkeys(("created_at", "expires_at", "changed_at", "paid_at"), START)


def _movement(number: str) -> dict[str, Any]:
    what = {"provider": PROVIDER, "reference": reference_of(number), "payment_id": number, "kind": "charge"}
    return what | {"amount": NET, "heard_at": START, "heard_by": "message"}


def write(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for batch in numbers():
            for number in batch:
                dollars = NET + (int(number[1:]) % UNLIKE == 0)
                what = {"provider": PROVIDER, "reference": reference_of(number), "kind": "charge", "order": number}
                file.write(json.dumps(what | {"amount": dollars, "at": f"{START:%FT%TZ}"}) + "\n")


@pytest.mark.parametrize("apply", [False, True], ids=["looking", "applying"])
def test_a_statement(database: Database, tmp_path: Path, apply: bool) -> None:
    stage = make_stage(database, ManualClock())
    fill(database)
    path = tmp_path / "statement.jsonl"
    write(path)
    began = time.monotonic()
    statement = statement_files.read(path, taipei_date(START))
    read = time.monotonic()
    report = reconciliation.reconcile(stage.context, statement, apply=database.run if apply else None)
    took = time.monotonic() - began
    assert report.matched == LINES - report.open
    assert report.open == -(-LINES // UNLIKE)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    how = "applied" if apply else "looked at"
    tell_value(
        f"a statement of {LINES:,} lines, {how}, {kind}", f"{took:.1f} s", "60 s", f"{read - began:.1f} s of it reading"
    )
