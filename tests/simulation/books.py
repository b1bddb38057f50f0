"""The books after a simulation: what the database, the provider, the shop and the visitors say must be one story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, select

from kiosk.backend.ground.tables import outbox
from kiosk.backend.payments.tables import payment_events, payment_tickets, payments, refunds
from kiosk.backend.registers.tables import tickets
from kiosk.domain.payment import PaymentState

_S = PaymentState
LIVE = (_S.WAITING, _S.AT_WALLET, _S.PROCESSING, _S.UNKNOWN, _S.REFUND_DUE)
_MONEY = ("charge", "reconcile", "refund")

_WAITING = select(func.count()).select_from(outbox).where(outbox.c.done_at.is_(None), outbox.c.kind.in_(_MONEY))

_AFTER_SHOWN = {
    _S.PAID: {_S.PAID},
    _S.REFUNDED: {_S.REFUNDED},
    _S.REFUND_DUE: {_S.REFUNDED},
    # Money may come after the end; it goes back.
    _S.CANCELLED: {_S.CANCELLED, _S.REFUNDED},
    _S.EXPIRED: {_S.EXPIRED, _S.REFUNDED},
    _S.FAILED: {_S.FAILED, _S.REFUNDED},
    _S.AT_WALLET: {_S.PAID, _S.FAILED, _S.REFUNDED, _S.CANCELLED, _S.EXPIRED},
    _S.PROCESSING: {_S.PAID, _S.FAILED, _S.REFUNDED},
    _S.UNKNOWN: {_S.PAID, _S.FAILED, _S.REFUNDED},
}
"""How a payment may end that somebody was shown is in that state."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What the provider did with one order, in dollars."""

    taken: int
    """Nought if it took nothing."""
    given_back: int


@dataclass(frozen=True, slots=True)
class Story:
    """What is known outside the database."""

    orders: Mapping[str, Collected]
    """By order number, as the provider has them."""
    reported: Mapping[str, AbstractSet[PaymentState]]
    """The states in which somebody saw each payment, by its id."""
    paid_at_shop: AbstractSet[str] = frozenset()
    """Tickets."""
    answers: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    """What each intent, by its key, was answered."""


@dataclass(frozen=True, slots=True)
class _Read:
    payments: dict[str, Row[Any]]
    """By order number."""
    tickets: dict[str, str]
    """The status of each ticket."""
    paid: Counter[str]
    """How many paid payments there are for a ticket."""
    held: Counter[str]
    """How many payments hold a ticket."""
    refunds: dict[str, Row[Any]]
    events: Counter[str]
    waiting: int
    """Work with money that is not done."""


def unfinished(connection: Connection) -> int:
    """Return how many payments have no end yet, and how much work with money is not done."""
    live = [state.value for state in LIVE]
    payments_left = select(func.count()).select_from(payments).where(payments.c.state.in_(live)).scalar_subquery()
    return connection.scalar(select(payments_left + _WAITING.scalar_subquery())) or 0


def balance(connection: Connection, story: Story) -> list[str]:
    """Return what does not agree, in words; nothing if the books are balanced."""
    read = _read(connection)
    return [*_payments(story, read), *_tickets(story, read), *_money(story, read), *_reported(story, read)]


def _read(connection: Connection) -> _Read:
    joined = payment_tickets.join(payments, payments.c.id == payment_tickets.c.payment_id)
    number = payment_tickets.c.ticket_number
    return _Read(
        payments={row.number: row for row in connection.execute(select(payments))},
        tickets={row.number: row.status for row in connection.execute(select(tickets.c.number, tickets.c.status))},
        paid=Counter(connection.scalars(select(number).select_from(joined).where(payments.c.state == "paid"))),
        held=Counter(connection.scalars(select(number).where(payment_tickets.c.holds == 1))),
        refunds={row.payment_id: row for row in connection.execute(select(refunds))},
        events=Counter(connection.scalars(select(payment_events.c.payment_id))),
        waiting=connection.scalar(_WAITING) or 0,
    )


def _payments(story: Story, read: _Read) -> Iterator[str]:
    for number, payment in read.payments.items():
        if payment.state in LIVE:
            yield f"payment {number} has no end: {payment.state}"
        if read.events[payment.id] != payment.version:
            yield f"payment {number} has {read.events[payment.id]} events in version {payment.version}"
        refund = read.refunds.get(payment.id)
        if (payment.state == "refunded") != (refund is not None and refund.status == "refunded"):
            yield f"payment {number} is {payment.state}, its refund {refund and refund.status}"
    if read.waiting:
        yield f"{read.waiting} pieces of work with money are not done"
    for key, answers in story.answers.items():
        if len(answers) > 1:
            yield f"key {key} has had {len(answers)} payments"


def _tickets(story: Story, read: _Read) -> Iterator[str]:
    for number, status in read.tickets.items():
        shop, here = number in story.paid_at_shop, read.paid[number]
        if shop + here > 1:
            yield f"ticket {number} is paid {here} times here and {int(shop)} times at the shop"
        if (status == "paid") != bool(shop + here):
            yield f"ticket {number} is {status}, paid {here} times here and {int(shop)} times at the shop"
        if read.held[number] != here:
            yield f"ticket {number} is held by {read.held[number]} payments and paid by {here}"


def _money(story: Story, read: _Read) -> Iterator[str]:
    for number, order in story.orders.items():
        payment = read.payments.get(number)
        if payment is None:
            yield f"order {number} is nobody's"
            continue
        kept = order.taken - order.given_back
        due = payment.amount + payment.fee if payment.state == "paid" else 0
        if kept != due:
            yield f"order {number}: {kept} dollars kept, {due} due for a payment that is {payment.state}"
    for number, payment in read.payments.items():
        if payment.state == "paid" and number not in story.orders:
            yield f"payment {number} is paid, and the provider took nothing"


def _reported(story: Story, read: _Read) -> Iterator[str]:
    states = {payment.id: PaymentState(payment.state) for payment in read.payments.values()}
    sent = {payment.id for payment in read.payments.values() if payment.wallet_url is not None}
    for id, reported in story.reported.items():
        for state in reported:
            if id in sent and state in (_S.PROCESSING, _S.UNKNOWN):
                # What a terminal hears of a payment at a wallet, or what was so before there was a page.
                state = _S.AT_WALLET  # noqa: PLW2901
            if states[id] not in _AFTER_SHOWN.get(state, PaymentState):
                yield f"payment {id} was told to be {state} and ended as {states[id]}"


def ends(connection: Connection) -> Counter[str]:
    """Return how many payments ended in each state."""
    return Counter(connection.scalars(select(payments.c.state)))
