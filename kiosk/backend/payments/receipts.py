"""Receipts (收據) for paid payments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.passes import pass_records
from kiosk.backend.passes.pass_records import PaidPass
from kiosk.backend.payments import payment_records, payments
from kiosk.backend.payments.payment_records import PaidBill, Record
from kiosk.backend.registers.stays import stays_of
from kiosk.contract.payments import Receipt, ReceiptLine, ReceiptPass, ReceiptStay
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState


def get(context: Context, terminal_id: str, payment_id: str) -> Receipt:
    """Return the receipt of a payment of this terminal; raise `Refusal`: `NOT_FOUND`, `PAYMENT_STATE` unless paid."""
    with context.database.read() as connection:
        record = payments.owned(connection, terminal_id, payment_id)
        bills = payment_records.bills_of(connection, record.id)
        season = pass_records.of_payment(connection, record.id)
        return written(connection, context, record, bills, season)


def written(
    connection: Connection, context: Context, record: Record, bills: Sequence[PaidBill], season: PaidPass | None = None
) -> Receipt:
    """Return the receipt of these bills of a payment, or of its pass; raise `Refusal` (`PAYMENT_STATE`) unless paid."""
    if record.state is not PaymentState.PAID or record.receipt_number is None or record.paid_at is None:
        raise Refusal(ProblemKind.PAYMENT_STATE, state=record.state.value)
    stays = stays_of(connection, [bill.number for bill in bills])
    return Receipt(
        number=record.receipt_number,
        payment_number=record.number,
        payee=context.terms.payee,
        payee_en=context.terms.payee_en,
        provider=record.provider,
        provider_name=context.terms.providers.name(record.provider),
        provider_name_en=context.terms.providers.name_en(record.provider),
        provider_reference=record.provider_reference or "",
        amount=record.amount,
        fee=record.fee,
        paid_at=record.paid_at,
        lines=tuple(
            ReceiptLine(
                bill=bill.number,
                plate=bill.plate,
                dollars=bill.amount,
                stays=tuple(
                    ReceiptStay(parked_at=stay.parked_at, left_at=stay.left_at) for stay in stays.get(bill.number, ())
                ),
            )
            for bill in bills
        ),
        season_pass=None
        if season is None
        else ReceiptPass(
            name=season.name, name_en=season.name_en, plate=season.plate, month=season.month, dollars=season.price
        ),
    )
