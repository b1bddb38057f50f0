"""What the harbour asks for, as what can be paid: no row of ours stands for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.owed import Stay
from kiosk.backend.domain.payment import Aftermath
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import held_bills
from kiosk.backend.payments.held_bills import PaidBill
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Standing
from kiosk.backend.payments.payment_records import Record
from kiosk.contract.payments import PaymentRequest
from kiosk.contract.problems import ProblemKind
from tests.backend.registers.harbour.harbour_bills import Due, HarbourBills, dues

NAME = "harbour"


@dataclass(frozen=True)
class HarbourQuote:
    dues: tuple[Due, ...]

    @property
    def dollars(self) -> int:
        return sum(due.dollars for due in self.dues)


@dataclass
class HarbourPayable:
    """`Payable` of the harbour's dues."""

    source: HarbourBills
    operation = "payHarbourDues"
    aftermaths = frozenset({Aftermath.STAYS_PAID})

    def quote(self, connection: Connection, context: Context, wish: PaymentRequest, now: datetime) -> HarbourQuote:
        known = dues()
        if held_bills.held(connection, NAME, wish.bills):
            raise Refusal(ProblemKind.TICKET_TAKEN)
        if unknown := [number for number in wish.bills if number not in known]:
            raise Refusal(ProblemKind.NOT_PAYABLE, bills=unknown)
        return HarbourQuote(tuple(known[number] for number in wish.bills))

    def hold(
        self, connection: Connection, context: Context, payment_id: str, quote: HarbourQuote, now: datetime
    ) -> None:
        bills = [PaidBill(due.number, due.plate, "general", due.due_on, due.dollars, due.dollars) for due in quote.dues]
        held_bills.hold(connection, payment_id, NAME, bills, [due.number for due in quote.dues])

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        kept = held_bills.kept_bills(connection, payment_id, NAME)
        return [PaidLine(bill.plate, bill.gross, bill.amount, bill=bill.number, pay_by=bill.pay_by) for bill in kept]

    def stays(self, connection: Connection, lines: Sequence[PaidLine]) -> Mapping[str, tuple[Stay, ...]]:
        found = [due for line in lines if line.bill is not None and (due := dues().get(line.bill)) is not None]
        return {due.number: (Stay(due.number, due.parked_at, None),) for due in found}

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        numbers = held_bills.tickets_of(connection, record.id)
        return Standing(still_owed=self.source.paid.isdisjoint(numbers))

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        self.source.paid.update(held_bills.tickets_of(connection, payment_id))
        return True

    def release(self, connection: Connection, payment_id: str) -> None:
        held_bills.release(connection, payment_id)

    def undo(
        self,
        connection: Connection,
        payment_id: str,
        aftermath: Aftermath,
        now: datetime,
        bills: Collection[str] | None = None,
    ) -> None:
        """Leave it: the harbour gives back by itself."""

    def parts_of_owner(self, connection: Connection, owner_id: str, at_most: int) -> Sequence[OwnedPart]:
        return ()

    def lines_of_owner(
        self, connection: Connection, payment_id: str, owner_id: str, lines: Sequence[PaidLine]
    ) -> Sequence[PaidLine]:
        return ()
