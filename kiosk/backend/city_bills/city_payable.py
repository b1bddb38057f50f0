"""Bills of another city as what can be paid: quoted by what the city says at this moment, and held by our database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.city_bills import records
from kiosk.backend.city_bills.names import name_of
from kiosk.backend.city_bills.records import HeldBill
from kiosk.backend.context import Context
from kiosk.backend.domain.city_settlement import CityState, CityWay
from kiosk.backend.domain.owed import Stay
from kiosk.backend.domain.payment import Aftermath
from kiosk.backend.ground import outbox
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payments
from kiosk.backend.payments.payable import OwnedPart, PaidCity, PaidLine, Standing
from kiosk.backend.payments.payment_records import Record
from kiosk.contract.cities import CityAnswer, CityPaymentRequest, CityStanding
from kiosk.contract.desk.refunds import CITY_WAITING
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle

_STANDING = {
    CityState.SETTLED: CityStanding.CONFIRMED,
    CityState.UNKNOWN: CityStanding.UNCLEAR,
}


@dataclass(frozen=True, slots=True)
class CityWish:
    """What a terminal asks to pay, with what the city has just said of the vehicle."""

    request: CityPaymentRequest
    answer: CityAnswer
    """Whole: its city was asked for this very wish, and answered."""

    @property
    def provider(self) -> str:
        """Code of the provider to pay through."""
        return self.request.provider

    @property
    def expected(self) -> int:
        """The dollars that stood on the screen."""
        return self.request.expected

    def model_dump_json(self) -> str:
        """Return what the terminal asked as text: what the city says of it is no part of that."""
        return self.request.model_dump_json()


@dataclass(frozen=True, slots=True)
class CityQuote:
    """Bills of a city as it tells of them now."""

    city: str
    vehicle: Vehicle
    way: CityWay
    bills: tuple[HeldBill, ...]

    @property
    def dollars(self) -> int:
        """What they come to."""
        return sum(bill.amount for bill in self.bills)


class CityPayable:
    """`Payable` for bills of another city. An order is settled, and goes back, whole or not at all."""

    operation = "payCityBills"
    aftermaths = frozenset({Aftermath.STAYS_PAID})

    def quote(self, connection: Connection, context: Context, wish: CityWish, now: datetime) -> CityQuote:
        """Return the bills asked for, with the amounts that the city tells now.

        Raise `Refusal`: `ALREADY_PAID` and `TICKET_TAKEN` for what a payment of ours has paid or is for, `NOT_PAYABLE`
        for what the city does not ask for, or not as one thing.
        """
        request = wish.request
        settlement = context.ports.city_settlements.get(request.city)
        if settlement is None:
            raise Refusal(ProblemKind.NOT_PAYABLE, "this city's bills are not paid here", bills=request.bills)
        numbers = tuple(dict.fromkeys(request.bills))
        held = records.held(connection, request.city, numbers)
        if held and _release_overdue(connection, context, request.city, numbers, now):
            held = records.held(connection, request.city, numbers)
        if paid := [number for number in numbers if held.get(number)]:
            raise Refusal(ProblemKind.ALREADY_PAID, bills=paid)
        if held:
            raise Refusal(ProblemKind.TICKET_TAKEN, bills=[number for number in numbers if number in held])
        owed = {bill.number: bill for bill in wish.answer.bills or () if bill.payable and bill.amount}
        if unknown := [number for number in numbers if number not in owed]:
            raise Refusal(ProblemKind.NOT_PAYABLE, "not owed under this number", bills=unknown)
        chosen = tuple(HeldBill(number, owed[number].pay_by, owed[number].amount) for number in numbers)
        return CityQuote(request.city, request.vehicle, settlement.way, chosen)

    def hold(self, connection: Connection, context: Context, payment_id: str, quote: CityQuote, now: datetime) -> None:
        """Keep the bills, and hold them; raise `IntegrityError` if another payment has come to hold one."""
        records.hold(connection, payment_id, quote.city, quote.vehicle, quote.way, quote.bills)

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        """Return the bills that a payment is for."""
        order = records.order(connection, payment_id)
        if order is None:
            return ()
        name, name_en = name_of(order.city)
        city = PaidCity(order.city, name, name_en, _STANDING.get(order.state, CityStanding.WAITING))
        return [
            PaidLine(order.vehicle.plate, bill.amount, bill.amount, bill=bill.number, pay_by=bill.pay_by, city=city)
            for bill in records.bills(connection, payment_id)
        ]

    def stays(self, connection: Connection, lines: Sequence[PaidLine]) -> Mapping[str, tuple[Stay, ...]]:
        """Return nothing: cities tell days, and none of reminders."""
        return {}

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        """Return whether it holds its bills. Whether they still are owed, their city says in its answer."""
        return Standing(still_owed=records.holds_all(connection, record.id))

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        """Have the city know that they were paid; return False if they are not held any more."""
        if not records.money_is_here(connection, payment_id, now):
            return False
        outbox.put(connection, outbox.Kind.CITY, payment_id, now)
        return True

    def release(self, connection: Connection, payment_id: str) -> None:
        """Let the bills go."""
        records.release(connection, payment_id)

    def undo(
        self,
        connection: Connection,
        payment_id: str,
        aftermath: Aftermath,
        now: datetime,
        bills: Collection[str] | None = None,
    ) -> None:
        """Have the city asked no more.

        Raise `Refusal`: `PAYMENT_STATE` (`city-waiting`) while the city may be taking the money at this very moment,
        and `INVALID` for only some of the bills.
        """
        if bills is not None and len(bills) < len(records.bills(connection, payment_id)):
            raise Refusal(ProblemKind.INVALID, "bills of another city go back together")
        if not records.move(connection, payment_id, {CityState.SETTLED, CityState.UNKNOWN}, CityState.ENDED):
            raise Refusal(ProblemKind.PAYMENT_STATE, "the city has not answered yet", state=CITY_WAITING)

    def parts_of_owner(self, connection: Connection, owner_id: str, at_most: int) -> Sequence[OwnedPart]:
        """Return nothing: an owner's records are of what is owed to this city."""
        return ()

    def lines_of_owner(
        self, connection: Connection, payment_id: str, owner_id: str, lines: Sequence[PaidLine]
    ) -> Sequence[PaidLine]:
        """Return nothing, as `parts_of_owner`."""
        return ()


def _release_overdue(
    connection: Connection, context: Context, city: str, numbers: Sequence[str], now: datetime
) -> bool:
    """End payments whose time is over and that still hold these bills, because the worker has not come to them."""
    holders = records.overdue_holders(connection, city, numbers, now)
    ended = [payments.expire(connection, context, holder, now) for holder in holders]
    return any(ended)


CITY_BILLS = CityPayable()
