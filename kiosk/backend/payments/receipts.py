"""Receipts (收據) for paid payments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.office import offices
from kiosk.backend.payments import payables, payments
from kiosk.backend.payments.payable import PaidLine
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.statements import refunds
from kiosk.contract.payments import Receipt, ReceiptCity, ReceiptCityBill, ReceiptLine, ReceiptPass, ReceiptStay
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState


def get(context: Context, terminal_id: str, payment_id: str) -> Receipt:
    """Return the receipt of a payment of this terminal; raise `Refusal`: `NOT_FOUND`, `PAYMENT_STATE` unless paid."""
    with context.database.read() as connection:
        record = payments.owned(connection, terminal_id, payment_id)
        return written(connection, context, record, payables.lines_of(connection, context, record.id))


def written(connection: Connection, context: Context, record: Record, lines: Sequence[PaidLine]) -> Receipt:
    """Return the receipt of these lines of a payment; raise `Refusal` (`PAYMENT_STATE`) unless it is paid."""
    if record.state is not PaymentState.PAID or record.receipt_number is None or record.paid_at is None:
        raise Refusal(ProblemKind.PAYMENT_STATE, state=record.state.sent_as.value)
    stays = payables.stays_of(connection, context, record.id, lines)
    place = offices.of_terminal(connection, record.terminal_id)
    return Receipt(
        number=record.receipt_number,
        payment_number=record.number,
        payee=context.terms.payee,
        payee_en=context.terms.payee_en,
        office=None if place is None else place.name,
        office_en=None if place is None else place.name_en,
        provider=record.provider,
        provider_name=context.terms.providers.name(record.provider),
        provider_name_en=context.terms.providers.name_en(record.provider),
        provider_reference=record.provider_reference or "",
        # What went back since is on it no more. When the lines have been deleted, the sum is still known.
        amount=sum(line.amount for line in lines) if lines else record.amount - refunds.given(connection, record.id),
        fee=record.fee,
        paid_at=record.paid_at,
        lines=tuple(
            ReceiptLine(
                bill=line.bill,
                plate=line.plate,
                dollars=line.amount,
                stays=tuple(
                    stay_under(line.bill, stay.ticket, stay.parked_at, stay.left_at)
                    for stay in stays.get(line.bill, ())
                ),
            )
            for line in lines
            if line.bill is not None and line.city is None
        ),
        bought_pass=next(
            (
                ReceiptPass(
                    name=line.name, name_en=line.name_en, plate=line.plate, month=line.month, dollars=line.amount
                )
                for line in lines
                if line.month is not None
            ),
            None,
        ),
        city=_city(lines),
    )


def stay_under(bill: str, ticket: str, parked_at: datetime, left_at: datetime | None) -> ReceiptStay:
    """Return a stay that a bill is for, with its ticket's number where the bill has another: a notice."""
    return ReceiptStay(parked_at=parked_at, left_at=left_at, ticket=None if ticket == bill else ticket)


def _city(lines: Sequence[PaidLine]) -> ReceiptCity | None:
    """Return the bills of another city, where they are for those: all of them for one."""
    city = next((line.city for line in lines if line.city is not None), None)
    if city is None:
        return None
    bills = tuple(
        ReceiptCityBill(bill=line.bill, plate=line.plate, dollars=line.amount)
        for line in lines
        if line.bill is not None
    )
    return ReceiptCity(code=city.code, name=city.name, name_en=city.name_en, standing=city.standing, bills=bills)
