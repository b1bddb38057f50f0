"""Statements for holding a provider's statement of a day against what is kept, and about the differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, exists, insert, or_, select, update

from kiosk.backend.city_bills.tables import city_orders
from kiosk.backend.domain.city_settlement import CityState
from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.domain.payment import Movement
from kiosk.backend.domain.reconciliation import DifferenceKind
from kiosk.backend.payments.tables import (
    differences,
    movements,
    payment_tickets,
    payments,
    reconciliations,
    refunds,
    statement_matches,
)
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.rows import ensure, ensure_all
from kiosk.domain.payment import PaymentState

AT_ONCE = 500
"""Values in one list: SQLite takes 32,766 parameters, older ones 999."""

_MOVEMENT = (
    movements.c.sequence,
    movements.c.provider,
    movements.c.reference,
    movements.c.kind,
    payments.c.number,
    movements.c.amount,
)
_KEPT = (
    select(*_MOVEMENT)
    .join_from(movements, payments, payments.c.id == movements.c.payment_id)
    .where(movements.c.reference.in_(bindparam("references", expanding=True)))
)
_HEARD = (
    select(*_MOVEMENT)
    .join_from(movements, payments, payments.c.id == movements.c.payment_id)
    .where(
        movements.c.heard_at >= bindparam("begin"),
        movements.c.heard_at < bindparam("end"),
        movements.c.provider.in_(bindparam("providers", expanding=True)),
        ~exists().where(
            statement_matches.c.movement == movements.c.sequence, statement_matches.c.day != bindparam("day")
        ),
    )
)
_CHARGED = exists().where(movements.c.payment_id == payments.c.id, movements.c.kind == Movement.CHARGE.value)
_ORDERS = select(payments.c.number, payments.c.provider, payments.c.amount + payments.c.fee, _CHARGED).where(
    payments.c.number.in_(bindparam("numbers", expanding=True))
)
_IS_CHARGED = (
    select(movements.c.sequence)
    .where(movements.c.payment_id == bindparam("payment"), movements.c.kind == Movement.CHARGE.value)
    .limit(1)
)
_NOT_HERE = (
    select(payment_tickets.c.payment_id)
    .outerjoin(tickets, tickets.c.number == payment_tickets.c.ticket_number)
    .where(
        payment_tickets.c.payment_id == payments.c.id,
        payment_tickets.c.holds == 1,
        payment_tickets.c.register == OUR_REGISTER,
        or_(tickets.c.number.is_(None), tickets.c.status != "paid"),
    )
    .exists()
)
# Another city that has not said for days that it has the bills as paid.
_NOT_THERE = exists().where(city_orders.c.payment_id == payments.c.id, city_orders.c.state == CityState.UNKNOWN.value)
_PAYMENT = select(payments.c.number, payments.c.provider, payments.c.amount + payments.c.fee)
_UNSETTLED = and_(payments.c.state == PaymentState.PAID.value, or_(_NOT_HERE, _NOT_THERE))
_NOT_SETTLED = _PAYMENT.where(_UNSETTLED)
# The office has given it back, and the city, which is asked no more, may have it as paid: only people find that out.
_FOR_PEOPLE = exists().where(city_orders.c.payment_id == payments.c.id, city_orders.c.state == CityState.ENDED.value)
_NOT_OVER = _PAYMENT.where(or_(_UNSETTLED, _FOR_PEOPLE))


def kept(connection: Connection, references: Sequence[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return sequence, provider, reference, kind, order and amount of the movements with these references."""
    return connection.execute(_KEPT, {"references": references}).all()


def heard(
    connection: Connection, begin: datetime, end: datetime, providers: Sequence[str], day: date
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield the same of what was heard of in [begin, end) of some providers; not what another day's statement had."""
    found = {"begin": begin, "end": end, "providers": providers, "day": day}
    yield from connection.execution_options(yield_per=1000).execute(_HEARD, found)


def orders(connection: Connection, numbers: Sequence[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return number, provider, dollars and whether it is charged of the payments under these numbers."""
    return connection.execute(_ORDERS, {"numbers": numbers}).all()


def is_charged(connection: Connection, payment_id: str) -> bool:
    """Say whether money has come in for a payment that the caller has locked."""
    return connection.scalar(_IS_CHARGED, {"payment": payment_id}) is not None


def not_settled_of_day(connection: Connection, begin: datetime, end: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return number, provider and dollars of the payments charged in [begin, end), and in the register not paid."""
    charged = select(movements.c.payment_id).where(
        movements.c.heard_at >= begin, movements.c.heard_at < end, movements.c.kind == Movement.CHARGE.value
    )
    return connection.execute(_NOT_SETTLED.where(payments.c.id.in_(charged))).all()


def not_over(connection: Connection, numbers: Sequence[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the same of those of these payments that are so still, or of which only people can say."""
    return connection.execute(_NOT_OVER.where(payments.c.number.in_(numbers))).all()


def without_outcome(connection: Connection, states: Sequence[str], before: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return number, provider and dollars of payments that are in such a state though their time was over then."""
    return connection.execute(
        select(payments.c.number, payments.c.provider, payments.c.amount + payments.c.fee).where(
            payments.c.state.in_(states), payments.c.expires_at <= before
        )
    ).all()


def unlisted(
    connection: Connection, states: Sequence[str], before: datetime, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the same, and when their time was over, of those of them that never were among the differences."""
    listed = exists().where(
        differences.c.kind == DifferenceKind.NO_OUTCOME.value,
        differences.c.provider == payments.c.provider,
        differences.c.reference == payments.c.number,
    )
    return connection.execute(
        select(payments.c.number, payments.c.provider, payments.c.amount + payments.c.fee, payments.c.expires_at)
        .where(payments.c.state.in_(states), payments.c.expires_at <= before, ~listed)
        .order_by(payments.c.expires_at)
        .limit(most)
    ).all()


def answered(connection: Connection, states: Sequence[str], most: int) -> Sequence[int]:
    """Return the numbers of open differences about an outcome of payments that are in none of these states by now."""
    asked = (
        select(differences.c.number)
        .join_from(differences, payments, payments.c.number == differences.c.reference)
        .where(
            differences.c.kind == DifferenceKind.NO_OUTCOME.value,
            differences.c.closed_at.is_(None),
            payments.c.state.not_in(states),
        )
    )
    return connection.scalars(asked.limit(most)).all()


def goes_back(connection: Connection, order: str) -> bool:
    """Say whether money of an order goes back, or has gone back."""
    asked = select(refunds.c.id).join_from(refunds, payments, payments.c.id == refunds.c.payment_id)
    return connection.scalar(asked.where(payments.c.number == order).limit(1)) is not None


def begin(connection: Connection, **columns: Any) -> int:
    """Write down that a statement is worked through; return the row's id."""
    return int(connection.execute(insert(reconciliations).returning(reconciliations.c.id), columns).scalar_one())


def finish(connection: Connection, id: int, **columns: Any) -> None:
    """Write down how that has ended."""
    connection.execute(update(reconciliations).where(reconciliations.c.id == id).values(**columns))


def match(connection: Connection, sequences: Sequence[int], day: date) -> None:
    """Write down that a statement of a day has had these movements."""
    ensure_all(connection, statement_matches, [{"movement": sequence, "day": day} for sequence in sequences])


def add_difference(connection: Connection, **columns: Any) -> bool:
    """Write a difference down; return False if it is there, open or closed."""
    return ensure(connection, differences, **columns)


def differences_of(connection: Connection, references: Sequence[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return number, kind, provider, reference and outcome of the differences about these references."""
    return connection.execute(
        select(
            differences.c.number,
            differences.c.kind,
            differences.c.provider,
            differences.c.reference,
            differences.c.outcome,
        ).where(differences.c.reference.in_(references))
    ).all()


def open_differences(connection: Connection) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the differences that are open, those found first before the others."""
    query = select(differences).where(differences.c.closed_at.is_(None))
    return connection.execute(query.order_by(differences.c.found_at, differences.c.number)).all()


def difference(connection: Connection, number: int) -> Row[*tuple[Any, ...]] | None:
    """Return a difference, locked in a write transaction; None if there is none."""
    return connection.execute(select(differences).where(differences.c.number == number).with_for_update()).one_or_none()


def change_open(connection: Connection, numbers: Sequence[int], columns: Mapping[str, Any]) -> int:
    """Change those of some differences that are still open; return how many that were."""
    which: ColumnElement[bool] = and_(differences.c.number.in_(numbers), differences.c.closed_at.is_(None))
    return connection.execute(update(differences).where(which).values(**columns)).rowcount
