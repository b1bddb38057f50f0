"""The desk among a million tickets and a million payments, and the audit read through with a million rows.

ROWS=1000000 uv run pytest -n0 -m benchmark tests/benchmarks/test_desk.py -s
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, insert

from kiosk.backend.desk import search, story, things
from kiosk.backend.payments.tables import payment_bills, payment_tickets, payments
from kiosk.backend.registers.tables import tickets
from kiosk.backend.staff import audit
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import BEGINNING, Broken, Entry, Gone, Head
from kiosk.backend.staff.tables import audit as audit_table
from kiosk.backend.store.database import Database
from kiosk.contract.desk.search import DeskSearch
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.things import VehicleWish
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.read_aloud import ALPHABET
from tests.backend.staff.test_audit import SHELL, tamper
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.benchmarks.figures import tell_ratio, tell_time, tell_value
from tests.clock import START, ManualClock

pytestmark = [pytest.mark.benchmark, pytest.mark.each_database, pytest.mark.timeout(3600)]

ROWS = int(os.environ.get("ROWS", "1000000"))
AT_ONCE = 10_000
PER_VEHICLE = 7
SEARCHES = 300
GOAL = "p95 <= 200 ms"


def batches() -> Iterator[range]:
    return (range(begin, min(begin + AT_ONCE, ROWS)) for begin in range(0, ROWS, AT_ONCE))


def plate(row: int) -> str:
    vehicle = row // PER_VEHICLE
    return f"B{chr(65 + vehicle // 260_000 % 26)}{chr(65 + vehicle // 10_000 % 26)}-{vehicle % 10_000:04d}"


def ticket(row: int) -> str:
    return f"Q{row:014d}"


def order(row: int) -> str:
    return "261123" + "".join(ALPHABET[row >> shift & 31] for shift in range(25, -1, -5))


def _rows(row: int) -> dict[Table, dict[str, Any]]:
    id, parked = f"{row:032x}", START - timedelta(days=20)
    moments = dict.fromkeys(("created_at", "expires_at", "changed_at", "paid_at"), START)
    due = taipei_date(START)
    return {
        tickets: {
            "number": ticket(row), "plate": plate(row), "vehicle_type": "car", "issued": "paper", "parked_at": parked,
            "rate": "car-hourly-20", "fee": 40, "due_on": due, "status": "paid",
        },
        payments: {
            "id": id, "number": order(row), "link_code": f"L{row:011d}", "terminal_id": "kiosk-1",
            "provider": "jkopay", "amount": 40, "fee": 0, "state": "paid", "version": 3,
            "receipt_number": "R" + order(row), "provider_reference": f"JK-{row:08d}", **moments,
        },
        payment_bills: {
            "payment_id": id, "position": 0, "bill_number": ticket(row), "plate": plate(row), "stage": "general",
            "pay_by": due, "gross": 40, "amount": 40,
        },
        payment_tickets: {"payment_id": id, "ticket_number": ticket(row), "holds": 1},
    }  # fmt: skip


def fill(database: Database) -> None:
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = -400000")
    for batch in batches():
        made = [_rows(row) for row in batch]
        with database.write() as connection:
            for table in (tickets, payments, payment_bills, payment_tickets):
                connection.execute(insert(table), [one[table] for one in made])
    with database.write() as connection:
        # A server does so by itself, some time after.
        connection.exec_driver_sql("ANALYZE")


def timed(work: Callable[[int], object], chosen: Sequence[int]) -> list[float]:
    taken = []
    for row in chosen:
        began = time.perf_counter()
        work(row)
        taken.append(time.perf_counter() - began)
    return taken


def works(office: StaffStage, clerk: Acting) -> dict[str, Callable[[int], object]]:
    """Return each thing that is measured, of a row; the first is what every one of them has to do at least."""

    def searched(key: Callable[[int], str]) -> Callable[[int], object]:
        def work(row: int) -> None:
            answer = search.search(office.context, clerk, DeskSearch(text=key(row)))
            assert answer.hits, key(row)

        return work

    def written(row: int) -> object:
        entry = Entry("search", f"{row}")
        return office.context.database.run(lambda connection: audit.append(connection, clerk, entry, START))

    def vehicle(row: int) -> object:
        wish = VehicleWish(vehicle=Vehicle(plate=plate(row), type=VehicleType.CAR))
        return things.see_vehicle(office.context, clerk, wish, None)

    return {
        "a row of the audit alone": written,
        "a plate": searched(plate),
        "a ticket": searched(ticket),
        "an order": searched(order),
        "a receipt": searched(lambda row: "R" + order(row)),
        "a provider's number": searched(lambda row: f"JK-{row:08d}"),
        "a vehicle, opened": vehicle,
        "a payment, opened": lambda row: story.see(office.context, clerk, PaymentWish(id=f"{row:032x}")),
    }


def test_the_one_box_among_a_million_tickets_and_a_million_payments(database: Database) -> None:
    office = make_staff_stage(database, ManualClock())
    fill(database)
    clerk = office.at_work(StaffRole.CLERK)
    chance = random.Random(1)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    yardstick: list[float] = []
    for name, work in works(office, clerk).items():
        taken = timed(work, [chance.randrange(ROWS) for _ in range(SEARCHES)])
        yardstick = yardstick or taken
        tell_time(f"{name}, {kind}, {ROWS:,} rows", taken, GOAL)
        tell_ratio(f"{name}, {kind}, against the row", taken, yardstick, "")


def write_chain(database: Database) -> Head:
    """Write a chain as `audit.append` does, many rows in one statement."""
    previous = BEGINNING
    for batch in batches():
        made = []
        for row in batch:
            columns: dict[str, Any] = {
                "number": row + 1, "at": START, "staff_id": None, "who": SHELL.who, "roles": "shell", "office": "松山",
                "counter": "", "case_number": None, "operation": "search", "subject": f"{row:032x}", "fields": "hits",
                "reason": None, "outcome": "done",
            }  # fmt: skip
            sealed = audit._hash(previous, [columns[name] for name in audit._SEALED])
            made.append({**columns, "previous": previous, "hash": sealed})
            previous = sealed
        with database.write() as connection:
            connection.execute(insert(audit_table), made)
    return Head(ROWS, previous)


def verified(database: Database) -> tuple[Head | Broken | Gone | None, float]:
    began = time.perf_counter()
    with database.read() as connection:
        found = audit.verify(connection)
    return found, time.perf_counter() - began


def test_the_audit_is_read_through_and_its_break_is_found(database: Database) -> None:
    head = write_chain(database)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    found, whole = verified(database)
    assert found == head
    tell_value(f"audit verify, {kind}, {ROWS:,} rows", f"{whole:.1f} s", "", f"{ROWS / whole:,.0f} rows a second")
    place = ROWS * 9 // 10
    tamper(database, f"UPDATE audit SET subject = 'another' WHERE number = {place}")
    found, taken = verified(database)
    assert found == Broken(place, "it was changed")
    tell_value(f"the same, broken at row {place:,}", f"{taken:.1f} s", "", f"{taken / whole:.2f}x of the whole")
