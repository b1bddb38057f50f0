"""Statements about a payment and everything that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, union_all

from kiosk.backend.city_bills.tables import city_orders
from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.ground.tables import outbox
from kiosk.backend.passes.tables import passes
from kiosk.backend.payments.tables import (
    movements,
    payment_bills,
    payment_events,
    payment_tickets,
    payments,
    refunds,
)
from kiosk.backend.registers.tables import tickets
from kiosk.backend.terminals.tables import terminals

Rows = Sequence[Row[*tuple[Any, ...]]]

_SEEN = (
    payments.c.id,
    payments.c.number,
    payments.c.state,
    payments.c.provider,
    payments.c.amount,
    payments.c.fee,
    payments.c.created_at,
    payments.c.paid_at,
    terminals.c.name.label("terminal_name"),
)


def _seen() -> Any:
    return select(*_SEEN).join_from(payments, terminals, terminals.c.id == payments.c.terminal_id)


def whole(connection: Connection, payment_id: str) -> Row[*tuple[Any, ...]] | None:
    """Return a payment with the name of its terminal."""
    more = (
        payments.c.version,
        payments.c.expires_at,
        payments.c.changed_at,
        payments.c.provider_reference,
        payments.c.receipt_number,
        payments.c.decline,
    )
    asked = _seen().add_columns(*more).where(payments.c.id == payment_id)
    found: Row[*tuple[Any, ...]] | None = connection.execute(asked).one_or_none()
    return found


def events(connection: Connection, payment_id: str) -> Rows:
    """Return what happened to a payment, in order."""
    asked = select(payment_events.c.at, payment_events.c.event, payment_events.c.state)
    return connection.execute(
        asked.where(payment_events.c.payment_id == payment_id).order_by(payment_events.c.version)
    ).all()


def moved(connection: Connection, payment_id: str) -> Rows:
    """Return the money that a provider reported for a payment, in order."""
    asked = select(
        movements.c.kind, movements.c.reference, movements.c.amount, movements.c.heard_at, movements.c.heard_by
    )
    return connection.execute(asked.where(movements.c.payment_id == payment_id).order_by(movements.c.sequence)).all()


def going_back(connection: Connection, payment_id: str) -> Rows:
    """Return the refunds of a payment, in order."""
    asked = select(
        refunds.c.id,
        refunds.c.reason,
        refunds.c.amount,
        refunds.c.status,
        refunds.c.created_at,
        refunds.c.done_at,
        refunds.c.ordered_by,
        refunds.c.case_number.label("case"),
    )
    return connection.execute(asked.where(refunds.c.payment_id == payment_id).order_by(refunds.c.created_at)).all()


def bills(connection: Connection, payment_id: str) -> Rows:
    """Return the bills of a payment as they were, with what each ticket or notice of ours is now, and one ticket of it.

    A notice is owed as long as a ticket of it is, and withdrawn once all are.
    """
    within = tickets.alias("within")
    of_notice = within.c.notice_number == payment_bills.c.bill_number
    # By the alphabet: owed, paid, withdrawn.
    state = select(func.min(within.c.status)).where(of_notice).scalar_subquery()
    ticket = select(func.min(within.c.number)).where(of_notice).scalar_subquery()
    asked = select(
        payment_bills.c.bill_number.label("number"),
        payment_bills.c.plate,
        payment_bills.c.amount,
        func.coalesce(tickets.c.status, state).label("now"),
        func.coalesce(tickets.c.number, ticket).label("ticket"),
    ).join_from(payment_bills, tickets, tickets.c.number == payment_bills.c.bill_number, isouter=True)
    return connection.execute(
        asked.where(payment_bills.c.payment_id == payment_id).order_by(payment_bills.c.position)
    ).all()


def of_same_tickets(connection: Connection, payment_id: str, most: int) -> Rows:
    """Return the other payments for any ticket of a payment, newest first."""
    mine = select(payment_tickets.c.ticket_number).where(payment_tickets.c.payment_id == payment_id)
    same = select(payment_tickets.c.payment_id).where(payment_tickets.c.ticket_number.in_(mine))
    asked = _seen().where(payments.c.id.in_(same), payments.c.id != payment_id)
    return list(connection.execute(asked.order_by(payments.c.created_at.desc()).limit(most)).all())


def of_bill(connection: Connection, number: str, most: int) -> Rows:
    """Return the payments for a bill, newest first: for a ticket, those for the notice that it stands in too."""
    same = union_all(
        select(payment_bills.c.payment_id).where(payment_bills.c.bill_number == number),
        select(payment_tickets.c.payment_id).where(
            payment_tickets.c.ticket_number == number, payment_tickets.c.register == OUR_REGISTER
        ),
    )
    asked = _seen().where(payments.c.id.in_(same))
    return list(connection.execute(asked.order_by(payments.c.created_at.desc()).limit(most)).all())


def of_vehicle(connection: Connection, plate: str, kind: str, most: int) -> Rows:
    """Return the payments for a plate's bills, and for a vehicle's passes and bills of other cities, newest first."""
    same = union_all(
        select(payment_bills.c.payment_id).where(payment_bills.c.plate == plate),
        select(passes.c.payment_id).where(passes.c.plate == plate, passes.c.vehicle_type == kind),
        select(city_orders.c.payment_id).where(city_orders.c.plate == plate, city_orders.c.vehicle_type == kind),
    )
    asked = _seen().where(payments.c.id.in_(same))
    return list(connection.execute(asked.order_by(payments.c.created_at.desc()).limit(most)).all())


def work(connection: Connection, kind: str, subjects: Iterable[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """Return how work of a kind about some subjects goes on: attempts, when it is due again, the last error."""
    keys = {f"{kind}:{subject}": subject for subject in subjects}
    rows = connection.execute(
        select(outbox.c.dedup_key, outbox.c.attempts, outbox.c.due_at, outbox.c.done_at, outbox.c.last_error).where(
            outbox.c.dedup_key.in_(keys)
        )
    )
    return {keys[row.dedup_key]: row for row in rows}
