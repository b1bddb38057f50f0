"""What was paid for an owner's vehicles (已繳記錄), here or on a phone, by any payer."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payables, payment_records, receipts
from kiosk.backend.payments.payable import OwnedPart
from kiosk.contract.owners import OwnerReceipt, OwnerReceipts
from kiosk.contract.payments import Receipt
from kiosk.contract.problems import ProblemKind

MOST_SHOWN = 100


def listed(connection: Connection, context: Context, owner_id: str) -> OwnerReceipts:
    """Return what was paid since each vehicle was bound, newest first.

    Of a payment for several people's vehicles only the owner's part is returned: the rest is personal data of others.
    """
    found = payables.parts_of_owner(connection, context, owner_id, MOST_SHOWN)
    found.sort(key=lambda part: part.paid_at, reverse=True)
    return OwnerReceipts(receipts=tuple(_receipt(context, part) for part in found[:MOST_SHOWN]))


def get(connection: Connection, context: Context, owner_id: str, payment_id: str) -> Receipt:
    """Return the receipt of what was paid for the owner's vehicles, at whatever terminal.

    Of a payment for others as well it has only the owner's lines, and neither the fee nor the provider's number.
    Raise `Refusal` (`NOT_FOUND`) where nothing of it is the owner's.
    """
    lines, own = payables.lines_of_owner(connection, context, payment_id, owner_id)
    record = payment_records.load(connection, id=payment_id) if own else None
    if record is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    if len(own) < len(lines):
        record = replace(record, fee=0, provider_reference=None)
    return receipts.written(connection, context, record, own)


def _receipt(context: Context, part: OwnedPart) -> OwnerReceipt:
    return OwnerReceipt(
        payment_id=part.payment_id,
        number=part.receipt_number,
        paid_at=part.paid_at,
        plates=part.plates,
        amount=part.amount,
        provider_name=context.terms.providers.name(part.provider),
        provider_name_en=context.terms.providers.name_en(part.provider),
        bills=part.lines,
        pass_name=part.name,
        pass_name_en=part.name_en,
    )
