"""A payment's story: every event with who caused it, the money, the refunds, and one sentence for the person."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk.statements import story as statements
from kiosk.backend.desk.tell import tell
from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.domain.payment import PaymentEvent, RefundReason
from kiosk.backend.ground.outbox import Kind
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import held_bills, payables, payment_records, staff_refunds
from kiosk.backend.payments.collectors import may_be_paid_late, wallet_takes
from kiosk.backend.payments.payable import PaidLine
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import accounts, approvals, audit
from kiosk.contract.desk.story import (
    Inquiry,
    PaymentSeen,
    PaymentWish,
    Story,
    StoryBill,
    StoryEvent,
    StoryMovement,
    StoryRefund,
    Teller,
)
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState

MOST = 50
_LONGEST = 110
"""Characters of a city with the numbers of its bills: of many, the first ones."""
ASK_EVERY = timedelta(seconds=10)
"""How often the provider is asked about one payment, however many clerks ask."""
_ASKED_ABOUT = frozenset({PaymentState.AT_WALLET, PaymentState.PROCESSING, PaymentState.UNKNOWN})
"""The states in which asking the provider can tell something new."""

_E = PaymentEvent
_THROUGH: Mapping[str, Teller] = {
    _E.CREATED: Teller.KIOSK,
    _E.PAYER_CONFIRMED: Teller.PAYER,
    _E.PAYER_AGREED: Teller.PAYER,
    _E.EXPIRED: Teller.SYSTEM,
    _E.NO_ANSWER: Teller.SYSTEM,
    _E.CASE_OPENED: Teller.SYSTEM,
    _E.REFUND_ORDERED: Teller.STAFF,
    _E.PART_REFUND_ORDERED: Teller.STAFF,
    _E.CITY_SILENT: Teller.SYSTEM,
    _E.CITY_CONFIRMED: Teller.SYSTEM,
    _E.CITY_REFUSED: Teller.SYSTEM,
}
"""Through whom each event happens; every other one is the provider's, and cancelling the kiosk's or the payer's."""
_BY_DESK = {"payment.see": "looked-at", "payment.ask": "asked"}


def see(context: Context, acting: Acting, wish: PaymentWish) -> Story:
    """Return a payment's story; raise `Refusal` (`NOT_FOUND`)."""
    arguments = Arguments(wish.id, wish.case)
    return perform(
        context, acting, "payment.see", arguments, lambda connection: of_payment(connection, context, wish.id)
    )


def of_payment(connection: Connection, context: Context, payment_id: str) -> Story:
    """Return a payment's story as it is now; raise `Refusal` (`NOT_FOUND`)."""
    row, record = statements.whole(connection, payment_id), payment_records.load(connection, id=payment_id)
    if row is None or record is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    now, state = context.clock.now(), record.state
    asks = asked_about(connection, context, record)
    # What a wallet that takes money by itself has not answered for, it may have taken, whatever the payment is here.
    spoken = PaymentState.UNKNOWN if asks and wallet_takes(context, record) else state
    happened = _events(connection, context, row)
    refunds = _refunds(connection, payment_id)
    moves = [event.event for event in happened if event.state is not None]
    due = [
        refund.created_at
        for refund in refunds
        # What the office gives back of a payment that stays paid is no second charge.
        if refund.status == "due" and (state is not PaymentState.PAID or refund.reason == RefundReason.SECOND_CHARGE)
    ]
    lines = payables.lines_of(connection, context, payment_id)
    asked = [event.at for event in happened if event.event == "asked"]
    wait = (asked[-1] + ASK_EVERY - now).total_seconds() if asked else 0.0
    return Story(
        payment=seen(context, row),
        version=row.version,
        fee=row.fee,
        expires_at=row.expires_at,
        changed_at=row.changed_at,
        provider=row.provider,
        provider_reference=row.provider_reference,
        receipt_number=row.receipt_number,
        decline=row.decline,
        bills=_bills(connection, payment_id),
        pass_name=next((line.name for line in lines if line.name), None),
        other_city=_other_city(lines),
        events=tuple(happened),
        inquiry=_inquiry(connection, payment_id) if asks else None,
        movements=tuple(
            StoryMovement.model_validate(one, from_attributes=True) for one in statements.moved(connection, payment_id)
        ),
        refunds=tuple(refunds),
        refundable=staff_refunds.refundable(connection, payment_id) if state is PaymentState.PAID else 0,
        waits_since=approvals.waits_since(connection, [payment_id], now),
        related=tuple(seen(context, one) for one in statements.of_same_tickets(connection, payment_id, MOST)),
        tell=tell(spoken, moves[-1] if moves else "", row.expires_at, min(due, default=None), now),
        ask_now=asks,
        ask_again_in=max(0.0, wait),
        as_of=now,
    )


def asked_about(connection: Connection, context: Context, record: Record) -> bool:
    """Whether asking the provider can tell something new: of what has ended, while it is still asked by itself."""
    if record.state in _ASKED_ABOUT:
        return True
    inquiry = _inquiry(connection, record.id) if may_be_paid_late(context, record) else None
    return inquiry is not None and inquiry.next_at is not None


def _other_city(lines: Sequence[PaidLine]) -> str | None:
    """Return the other city with the numbers of its bills, None for everything else."""
    city = next((line.city for line in lines if line.city is not None), None)
    if city is None:
        return None
    numbers = " ".join(line.bill for line in lines if line.bill is not None)
    return textwrap.shorten(f"{city.name} {numbers}", _LONGEST, placeholder=" …")


def seen(context: Context, row: Any) -> PaymentSeen:
    """Return a payment as it stands in a list."""
    return PaymentSeen(
        id=row.id,
        number=row.number,
        state=PaymentState(row.state),
        provider_name=context.terms.providers.name(row.provider),
        provider_name_en=context.terms.providers.name_en(row.provider),
        amount=row.amount + row.fee,
        created_at=row.created_at,
        paid_at=row.paid_at,
        terminal_name=row.terminal_name,
    )


def _bills(connection: Connection, payment_id: str) -> tuple[StoryBill, ...]:
    """Return the bills; what a payment holds is being paid, and not merely owed."""
    rows = statements.bills(connection, payment_id)
    held = held_bills.held(connection, OUR_REGISTER, [row.ticket for row in rows if row.ticket is not None])
    kept = {bill.number for bill in held_bills.kept_bills(connection, payment_id)}
    return tuple(
        StoryBill(
            number=row.number,
            plate=row.plate,
            amount=row.amount,
            now="being-paid" if row.now == "owed" and row.ticket in held else row.now,
            returned=row.number not in kept,
        )
        for row in rows
    )


def _events(connection: Connection, context: Context, row: Any) -> list[StoryEvent]:
    """Return what happened and who of the staff viewed it, in order."""
    provider = context.terms.providers.name(row.provider)
    names = {Teller.KIOSK: row.terminal_name, Teller.PROVIDER: provider}
    found = []
    for event in statements.events(connection, row.id):
        teller = _through(event.event)
        found.append(
            StoryEvent(
                at=event.at,
                event=event.event,
                state=PaymentState(event.state),
                actor=teller,
                actor_name=names.get(teller),
            )
        )
    return sorted([*found, *_by_desk(connection, row.id)], key=_at)


def _at(event: StoryEvent) -> datetime:
    return event.at


def _through(event: str) -> Teller:
    if event == _E.CANCELLED:
        # By the kiosk or on the phone: the event does not say, so neither do we.
        return Teller.PAYER
    return _THROUGH.get(event, Teller.PROVIDER)


def _by_desk(connection: Connection, payment_id: str) -> list[StoryEvent]:
    rows = audit.about(connection, payment_id, list(_BY_DESK), MOST)
    names = accounts.display_names(connection, [row.staff_id for row in rows if row.staff_id])
    return [
        StoryEvent(
            at=row.at,
            event=_BY_DESK[row.operation],
            state=None,
            actor=Teller.STAFF,
            actor_name=names.get(row.staff_id, row.who),
        )
        for row in rows
    ]


def _refunds(connection: Connection, payment_id: str) -> list[StoryRefund]:
    rows = statements.going_back(connection, payment_id)
    work = statements.work(connection, Kind.REFUND.value, [row.id for row in rows])
    found = []
    for row in rows:
        item = work.get(row.id)
        found.append(
            StoryRefund(
                reason=row.reason,
                amount=row.amount,
                status=row.status,
                created_at=row.created_at,
                done_at=row.done_at,
                tries=0 if item is None else item.attempts,
                next_try_at=None if item is None or item.done_at is not None else item.due_at,
                ordered_by=row.ordered_by,
                case=row.case,
            )
        )
    return found


def _inquiry(connection: Connection, payment_id: str) -> Inquiry | None:
    item = statements.work(connection, Kind.RECONCILE.value, [payment_id]).get(payment_id)
    if item is None:
        return None
    due = None if item.done_at is not None else item.due_at
    return Inquiry(tries=item.attempts, next_at=due, last_error=item.last_error)
