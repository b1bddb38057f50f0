"""Bills, which are tickets and notices of our own register, as what can be paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import Aftermath
from kiosk.backend.payments import payment_records
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Standing
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.statements import owned
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.registers.statements import tickets

_BECOMES = {Aftermath.STAYS_PAID: "paid", Aftermath.WITHDRAWN: "withdrawn", Aftermath.OWED_AGAIN: "owed"}
"""The status of a ticket after its money has gone back."""


class BillPayable:
    """`Payable` for bills."""

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        """Return the bills that a payment is for."""
        return [
            PaidLine(bill.plate, bill.gross, bill.amount, bill=bill.number, pay_by=bill.pay_by)
            for bill in payment_records.kept_bills(connection, payment_id)
        ]

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        """Return whether the same tickets are owed with the same total, and whether one of them is paid."""
        own = payment_records.tickets_of(connection, record.id)
        numbers = [bill.number for bill in payment_records.bills_of(connection, record.id)]
        owed = bill_service.bills_by_number(connection, numbers, context.clock, lock=True).bills
        return Standing(
            still_owed=sum(bill.amount for bill in owed) == record.amount
            and sorted(ticket.number for bill in owed for ticket in bill.tickets) == own,
            paid_otherwise=tickets.one_is_paid(connection, own),
        )

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        """Let its tickets be paid; return False if one of them is not owed any more."""
        numbers = payment_records.tickets_of(connection, payment_id)
        return tickets.pay(connection, numbers) == len(numbers)

    def release(self, connection: Connection, payment_id: str) -> None:
        """Let go the tickets."""
        payment_records.release(connection, payment_id)

    def undo(
        self, connection: Connection, payment_id: str, aftermath: Aftermath, bills: Collection[str] | None = None
    ) -> bool:
        """Let its tickets stay paid, be withdrawn or be owed again; return False for what becomes of no ticket."""
        if aftermath not in _BECOMES:
            return False
        if bills is None:
            numbers = payment_records.tickets_of(connection, payment_id)
        else:
            numbers = payment_records.let_go(connection, payment_id, bills)
        tickets.undo(connection, numbers, _BECOMES[aftermath])
        return True

    def parts_of_owner(self, connection: Connection, owner_id: str, at_most: int) -> Sequence[OwnedPart]:
        """Return what was paid of bills of an owner's vehicles."""
        rows = owned.payments_of(connection, owner_id, at_most)
        plates = owned.plates(connection, owner_id, [row.id for row in rows])
        return [
            OwnedPart(row.id, row.receipt_number, row.paid_at, row.provider, plates[row.id], row.amount, row.bills)
            for row in rows
        ]

    def lines_of_owner(
        self, connection: Connection, payment_id: str, owner_id: str, lines: Sequence[PaidLine]
    ) -> Sequence[PaidLine]:
        """Return the bills of an owner's vehicles."""
        own = owned.bills(connection, owner_id, payment_id)
        return [line for line in lines if line.bill in own]


BILLS = BillPayable()
