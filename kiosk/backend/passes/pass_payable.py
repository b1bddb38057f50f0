"""A monthly pass as what can be paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import Aftermath
from kiosk.backend.passes import records
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Standing
from kiosk.backend.payments.payment_records import Record


class PassPayable:
    """`Payable` for a monthly pass."""

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        """Return the pass that a payment is for."""
        sold = records.of_payment(connection, payment_id)
        if sold is None:
            return ()
        return (PaidLine(sold.plate, sold.price, sold.price, name=sold.name, name_en=sold.name_en, month=sold.month),)

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        """Return whether its place is kept: nobody else can pay for it, and its price was fixed when it was ordered."""
        sold = records.of_payment(connection, record.id)
        return Standing(still_owed=sold is not None and sold.holds)

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        """Let it be paid; return False if its place is not kept any more."""
        return records.settle(connection, payment_id, now)

    def release(self, connection: Connection, payment_id: str) -> None:
        """Give its place back."""
        records.release(connection, payment_id)

    def undo(
        self, connection: Connection, payment_id: str, aftermath: Aftermath, bills: Collection[str] | None = None
    ) -> bool:
        """Return whether this is its place's being free again, which it is once the payment has let it go."""
        return bills is None and aftermath is Aftermath.PLACE_FREED

    def parts_of_owner(self, connection: Connection, owner_id: str, at_most: int) -> Sequence[OwnedPart]:
        """Return the passes that were bought for an owner's vehicles."""
        return [
            OwnedPart(
                row.id,
                row.receipt_number,
                row.paid_at,
                row.provider,
                plates=(row.plate,),
                amount=row.price,
                lines=1,
                name=row.name,
                name_en=records.in_english(row.translations),
            )
            for row in records.paid_for_owner(connection, owner_id, at_most)
        ]

    def lines_of_owner(
        self, connection: Connection, payment_id: str, owner_id: str, lines: Sequence[PaidLine]
    ) -> Sequence[PaidLine]:
        """Return the pass, where it is one for an owner's vehicle."""
        return lines if records.is_for_owner(connection, owner_id, payment_id) else ()
