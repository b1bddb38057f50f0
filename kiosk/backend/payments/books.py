"""Proving the books on the database as it is: every order, refund and movement is read, a batch at a time.

The backend goes on meanwhile: a batch is of one moment, and an order is judged only by what stands in one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.domain.books import Account, Breach, Rule, breaches
from kiosk.backend.domain.payment import CASE_AFTER
from kiosk.backend.payments.statements import books as statements
from kiosk.backend.store.database import Database
from kiosk.domain.payment import PaymentState

MOST = 1000
"""Breaches that are kept; what is wrong with more is not found by reading about each."""


@dataclass(slots=True)
class Proof:
    """What the books hold, and what of it breaks a rule; dollars."""

    orders: int = 0
    movements: int = 0
    came_in: int = 0
    went_out: int = 0
    due: int = 0
    paid: int = 0
    breaches: list[Breach] = field(default_factory=list)
    """The first of them, at most `MOST`."""
    broken: int = 0
    """How many there are."""

    def note(self, found: Sequence[Breach]) -> None:
        self.broken += len(found)
        self.breaches += found[: MOST - len(self.breaches)]


def prove(database: Database, now: datetime) -> Proof:
    """Read all of the books; raise what `Database.read` raises."""
    proof = Proof()
    before = now - timedelta(seconds=CASE_AFTER)
    for row in _rows(database, "", lambda connection, after: statements.accounts(connection, after, before, now)):
        _, number, state, total, came_in, went_out, due, given_back, returned, unsettled, last, unanswered = row
        account = Account(
            number,
            PaymentState(state),
            total,
            int(came_in),
            int(went_out),
            int(due),
            int(given_back),
            int(returned),
            bool(unsettled),
            None if last is None else PaymentState(last),
            bool(unanswered),
        )
        proof.orders += 1
        proof.came_in += account.came_in
        proof.went_out += account.went_out
        proof.due += account.due
        proof.paid += account.paid
        proof.note(breaches(account))
    for _, number, back, charge, astray in _rows(database, 0, statements.charges):
        if astray:
            proof.note([Breach(Rule.REFUND_ASTRAY, number)])
        elif back > charge:
            proof.note([Breach(Rule.REFUND_ABOVE, number, charge, int(back))])
    for _, reference, dollars, lost in _rows(database, 0, statements.moved):
        proof.movements += 1
        if lost:
            proof.note([Breach(Rule.NO_ORDER, reference, 0, dollars)])
    return proof


def _rows(database: Database, after: Any, batch: Callable[[Connection, Any], Sequence[Any]]) -> Iterator[Any]:
    """Yield all rows, by their first column; between two batches nothing is held."""
    while True:
        with database.read() as connection:
            found = batch(connection, after)
        yield from found
        if not found:
            return
        after = found[-1][0]
