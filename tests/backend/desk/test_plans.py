"""No key that a person may have in their hand reads a whole table, on either database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from kiosk.backend.desk.statements import differences, figures, names, numbers, search, story, terminal_hours, things
from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.payments.statements import day_close, held_bills, reconciliation
from kiosk.backend.staff.statements import audit
from kiosk.backend.store.database import Database
from kiosk.backend.support import records
from kiosk.backend.terminals import complaints, enrolment
from tests.clock import START

READINGS: dict[str, Callable[[Connection], Any]] = {
    "vehicle": lambda c: search.vehicle_types(c, "BKZ-5937"),
    "ticket": lambda c: search.ticket(c, "Q7158601D030025"),
    "notice": lambda c: search.notice(c, "102006712"),
    "order": lambda c: search.by_order(c, "2611237ZK3M0"),
    "receipt": lambda c: search.by_receipt(c, "R2611237ZK3M0"),
    "transaction": lambda c: search.by_transaction(c, "JK-88213", 51),
    "another city's bill": lambda c: search.by_city_bill(c, "1234567890", 51),
    "failure": lambda c: search.failure(c, "S-7ZK3M0W"),
    "claim": lambda c: search.claim(c, "C2611237ZK3M"),
    "case": lambda c: search.case(c, "D2611237ZK3", "松山"),
    "payment": lambda c: story.whole(c, 32 * "0"),
    "events": lambda c: story.events(c, 32 * "0"),
    "money": lambda c: story.moved(c, 32 * "0"),
    "refunds": lambda c: story.going_back(c, 32 * "0"),
    "bills of a payment": lambda c: story.bills(c, 32 * "0"),
    "related payments": lambda c: story.of_same_tickets(c, 32 * "0", 50),
    "payments for a bill": lambda c: story.of_bill(c, "Q7158601D030025", 50),
    "payments for a vehicle": lambda c: story.of_vehicle(c, "BKZ-5937", "car", 50),
    "order numbers": lambda c: names.order_numbers(c, [32 * "0"]),
    "names of terminals": lambda c: names.terminal_names(c, [32 * "0"]),
    "work": lambda c: story.work(c, "reconcile", [32 * "0"]),
    "tickets of a vehicle": lambda c: things.tickets_of(c, "BKZ-5937", "car", 50),
    "tickets of a notice": lambda c: things.tickets_of_notice(c, "102006712"),
    "held tickets": lambda c: held_bills.held(c, OUR_REGISTER, ["Q7158601D030025"]),
    "binding": lambda c: things.binding(c, "BKZ-5937", "car"),
    "services": lambda c: things.services(c, 32 * "0", START.date()),
    "claims of a vehicle": lambda c: things.claims_of(c, "BKZ-5937", "car"),
    "paid since": lambda c: things.paid_since(c, "BKZ-5937", START),
    "person": lambda c: things.person(c, 32 * "0"),
    "texts of a number": lambda c: numbers.texts(c, "0912345678", START, 50),
    "what staff did with an owner": lambda c: audit.concerning(
        c, [(32 * "0", START, None), ("BKZ-5937 car", START, START)], ["vehicle.see", "person.reveal"], 500
    ),
    "payments of a terminal's hour": lambda c: terminal_hours.begun(c, 32 * "0", START, START, None, 51),
    "those of an amount": lambda c: terminal_hours.begun(c, 32 * "0", START, START, 55, 51),
    "those of other amounts": lambda c: terminal_hours.count_others(c, 32 * "0", START, START, 55),
    "failures of a terminal's hour": lambda c: records.of_terminal(c, 32 * "0", START, START, 21),
    "a terminal": lambda c: enrolment.one(c, 32 * "0"),
    "what was reported of a terminal": lambda c: complaints.open_ones(c, 32 * "0"),
    "payments of a day": lambda c: figures.payments_begun(c, START),
    "codes of a day": lambda c: figures.codes_made(c, START),
    "owner of a number": lambda c: numbers.owner_of(c, "0912345678"),
    "open differences": lambda c: differences.open_page(c, None, 51),
    "more open differences": lambda c: differences.open_page(c, 50, 51),
    "closed differences": lambda c: differences.closed_page(c, None, 51),
    "more closed differences": lambda c: differences.closed_page(c, 50, 51),
    "a difference": lambda c: differences.one(c, 1),
    "how many differences are open": differences.count_open,
    "what moved on a day": lambda c: day_close.moved(c, START, START),
    "payments without an outcome so far": lambda c: day_close.without_outcome(c, START),
    "refunds that are due": lambda c: day_close.due(c, START),
    "how much is exported": lambda c: day_close.count(c, START, START),
    "an export": lambda c: list(day_close.each(c, START, START, "松山", "jkopay")),
    "refunds asked for": lambda c: differences.asked_back(c, "payment.refund", [32 * "0"], START),
    "money that goes back": lambda c: differences.going_back(c, [32 * "0"]),
    "payments without an outcome": lambda c: reconciliation.unlisted(c, ["unknown"], START, 500),
    "payments with one at last": lambda c: reconciliation.answered(c, ["unknown"], 500),
    "whether an order goes back": lambda c: reconciliation.goes_back(c, "2611237ZK3M0"),
}

FROM_ONE_END = {"open differences", "closed differences", "how many differences are open"}
"""They read an index that holds nothing else from one end, as far as a page goes, or count it."""


def plan_of(database: Database, reading: Callable[[Connection], Any]) -> list[str]:
    """Return how the database finds what a reading asks for."""
    asked: list[tuple[str, Any]] = []

    def noted(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, parameters))

    with database.write() as connection:
        event.listen(database.engine, "before_cursor_execute", noted)
        try:
            reading(connection)
        finally:
            event.remove(database.engine, "before_cursor_execute", noted)
        if not database.is_sqlite:
            # The tables of a test are so small that reading them whole is quickest.
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        return [
            str(row[-1])
            for statement, parameters in asked
            for row in connection.exec_driver_sql(explain + statement, parameters)
        ]


@pytest.mark.each_database
def test_everything_that_the_desk_asks_is_found_by_an_index(database: Database) -> None:
    for name, reading in READINGS.items():
        plan = plan_of(database, reading)
        assert plan, name
        whole = [line for line in plan if line.startswith("SCAN ") or "Seq Scan" in line]
        # What a subquery has brought, or a row that stands for nothing, may be read through.
        whole = [line for line in whole if not line.startswith(("SCAN (", "SCAN CONSTANT", "SCAN anon", "SCAN 1"))]
        if name in FROM_ONE_END:
            whole = [line for line in whole if " INDEX ix_differences_" not in line]
        assert whole == [], f"{name}: {plan}"


@pytest.mark.each_database
def test_a_key_without_an_index_would_be_noticed(database: Database) -> None:
    plan = plan_of(database, lambda c: c.execute(text("SELECT id FROM payments WHERE decline = 'refused'")).all())
    assert any(line.startswith("SCAN ") or "Seq Scan" in line for line in plan)
