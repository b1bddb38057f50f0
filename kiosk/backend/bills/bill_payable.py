"""Bills, which are tickets and notices of our own register, as what can be paid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.bills import statements
from kiosk.backend.context import Context
from kiosk.backend.domain.owed import OUR_REGISTER, Stay
from kiosk.backend.domain.payment import Aftermath
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import held_bills, payments
from kiosk.backend.payments.held_bills import PaidBill
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Standing
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.registers import objections
from kiosk.backend.registers.statements import tickets, withdrawals
from kiosk.backend.registers.stays import stays_of
from kiosk.contract.bills import Bill
from kiosk.contract.payments import PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.ticket import BillState

_BECOMES = {Aftermath.STAYS_PAID: "paid", Aftermath.WITHDRAWN: "withdrawn", Aftermath.OWED_AGAIN: "owed"}
"""The status of a ticket after its money has gone back."""


@dataclass(frozen=True, slots=True)
class BillQuote:
    """Bills that can be paid now, and cannot change before the transaction ends."""

    bills: tuple[Bill, ...]

    @property
    def dollars(self) -> int:
        """What they come to."""
        return sum(bill.amount for bill in self.bills)


class BillPayable:
    """`Payable` for bills."""

    operation = "createPayment"
    aftermaths = _BECOMES.keys()

    def quote(self, connection: Connection, context: Context, wish: PaymentRequest, now: datetime) -> BillQuote:
        """Return the bills asked for, as they stand now.

        Raise `Refusal`: `ALREADY_PAID`, `NOT_PAYABLE`, `TICKET_TAKEN` while another payment for one of them is live.
        """
        named = bill_service.bills_by_number(connection, wish.bills, context.clock, lock=True)
        if named.paid:
            raise Refusal(ProblemKind.ALREADY_PAID, bills=named.paid)
        if named.unknown:
            raise Refusal(ProblemKind.NOT_PAYABLE, "not owed under this number", bills=named.unknown)
        held = _held(named.bills)
        if held and _release_overdue(connection, context, held, now):
            named = bill_service.bills_by_number(connection, wish.bills, context.clock, lock=True)
            held = _held(named.bills)
        if held:
            raise Refusal(ProblemKind.TICKET_TAKEN, bills=[bill.number for bill in held])
        elsewhere = [bill.number for bill in named.bills if bill.state is BillState.NOT_HERE or bill.amount == 0]
        if elsewhere:
            raise Refusal(ProblemKind.NOT_PAYABLE, "not to be paid here", bills=elsewhere)
        return BillQuote(named.bills)

    def hold(self, connection: Connection, context: Context, payment_id: str, quote: BillQuote, now: datetime) -> None:
        """Keep the bills, and hold their tickets."""
        kept = [
            PaidBill(
                number=bill.number,
                plate=bill.vehicle.plate,
                stage=bill.stage.value,
                pay_by=bill.pay_by,
                gross=bill_service.gross(bill),
                amount=bill.amount,
            )
            for bill in quote.bills
        ]
        held_bills.hold(connection, payment_id, OUR_REGISTER, kept, sorted(_tickets(quote.bills)))

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        """Return the bills that a payment is for."""
        return [
            PaidLine(bill.plate, bill.gross, bill.amount, bill=bill.number, pay_by=bill.pay_by)
            for bill in held_bills.kept_bills(connection, payment_id, OUR_REGISTER)
        ]

    def stays(self, connection: Connection, lines: Sequence[PaidLine]) -> Mapping[str, tuple[Stay, ...]]:
        """Return the stays that the register has under the numbers of the bills."""
        return stays_of(connection, [line.bill for line in lines if line.bill is not None])

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        """Return whether the same tickets are owed with the same total, and whether one of them is paid."""
        own = held_bills.tickets_of(connection, record.id)
        numbers = [bill.number for bill in held_bills.bills_of(connection, record.id)]
        owed = bill_service.bills_by_number(connection, numbers, context.clock, lock=True).bills
        return Standing(
            still_owed=sum(bill.amount for bill in owed) == record.amount and sorted(_tickets(owed)) == own,
            paid_otherwise=tickets.one_is_paid(connection, own),
        )

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        """Let its tickets be paid; return False if one of them is not owed any more."""
        numbers = held_bills.tickets_of(connection, payment_id)
        return tickets.pay(connection, numbers) == len(numbers)

    def release(self, connection: Connection, payment_id: str) -> None:
        """Let go the tickets."""
        held_bills.release(connection, payment_id)

    def undo(
        self,
        connection: Connection,
        payment_id: str,
        aftermath: Aftermath,
        now: datetime,
        bills: Collection[str] | None = None,
    ) -> None:
        """Let its tickets stay paid, be withdrawn, which ends the objections to them, or be owed again."""
        if bills is None:
            numbers = held_bills.tickets_of(connection, payment_id)
        else:
            numbers = statements.tickets_of_bills(connection, payment_id, bills)
            held_bills.release_some(connection, payment_id, numbers)
        tickets.undo(connection, numbers, _BECOMES[aftermath])
        if aftermath is Aftermath.WITHDRAWN:
            withdrawals.keep(connection, numbers, now, payment_id=payment_id)
            objections.uphold(connection, numbers, now)

    def parts_of_owner(self, connection: Connection, owner_id: str, at_most: int) -> Sequence[OwnedPart]:
        """Return what was paid of bills of an owner's vehicles."""
        rows = statements.payments_of(connection, owner_id, at_most)
        plates = statements.plates(connection, owner_id, [row.id for row in rows])
        return [
            OwnedPart(row.id, row.receipt_number, row.paid_at, row.provider, plates[row.id], row.amount, row.bills)
            for row in rows
        ]

    def lines_of_owner(
        self, connection: Connection, payment_id: str, owner_id: str, lines: Sequence[PaidLine]
    ) -> Sequence[PaidLine]:
        """Return the bills of an owner's vehicles."""
        own = statements.bills(connection, owner_id, payment_id)
        return [line for line in lines if line.bill in own]


def _held(bills: Sequence[Bill]) -> list[Bill]:
    return [bill for bill in bills if bill.state is BillState.BEING_PAID]


def _tickets(bills: Sequence[Bill]) -> list[str]:
    return [ticket.number for bill in bills for ticket in bill.tickets]


def _release_overdue(connection: Connection, context: Context, held: Sequence[Bill], now: datetime) -> bool:
    """End payments whose time is over and that still hold these bills, because the worker has not come to them."""
    holders = held_bills.overdue_holders(connection, OUR_REGISTER, _tickets(held), now)
    ended = [payments.expire(connection, context, holder, now) for holder in holders]
    return any(ended)


BILLS = BillPayable()
