"""A monthly pass as what can be paid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain import pass_sale
from kiosk.backend.domain.owed import Stay
from kiosk.backend.domain.payment import Aftermath
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.office import statements as office
from kiosk.backend.passes import records
from kiosk.backend.payments import payments
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Standing
from kiosk.backend.payments.payment_records import Record
from kiosk.contract.passes import PassOrder
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date


@dataclass(frozen=True, slots=True)
class PassQuote:
    """A pass on sale, held to the end of the transaction so that its places are counted one at a time."""

    order: PassOrder
    dollars: int
    places: int | None
    """How many there are of it each month; None where there is no limit."""


class PassPayable:
    """`Payable` for a monthly pass."""

    operation = "orderPass"
    aftermaths = frozenset({Aftermath.PLACE_FREED})

    def quote(self, connection: Connection, context: Context, wish: PassOrder, now: datetime) -> PassQuote:
        """Return the pass ordered, for the month on sale; raise `Refusal` (`NOT_ON_SALE`)."""
        product = office.lock_on_sale(connection, wish.product)
        if product is None or wish.month != pass_sale.month_on_sale(taipei_date(now)):
            raise Refusal(ProblemKind.NOT_ON_SALE)
        if product.vehicle_type != wish.vehicle.type.value:
            raise Refusal(ProblemKind.NOT_ON_SALE, "not for this type of vehicle")
        return PassQuote(wish, product.price, product.places)

    def hold(self, connection: Connection, context: Context, payment_id: str, quote: PassQuote, now: datetime) -> None:
        """Keep a place.

        Raise `Refusal`: `SOLD_OUT`, `TICKET_TAKEN` while another payment for the same pass is live, `ALREADY_PAID`.
        """
        refusal = _why_not(connection, quote)
        # The worker may not have come yet to payments whose time is over and that still hold what is missing.
        if refusal is not None and _release_overdue(connection, context, quote.order, now):
            refusal = _why_not(connection, quote)
        if refusal is not None:
            raise Refusal(refusal)
        order, id = quote.order, context.ports.chance.token_hex(16)
        records.hold(connection, id, payment_id, order.product, order.month, order.vehicle, quote.dollars)

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        """Return the pass that a payment is for."""
        sold = records.of_payment(connection, payment_id)
        if sold is None:
            return ()
        return (PaidLine(sold.plate, sold.price, sold.price, name=sold.name, name_en=sold.name_en, month=sold.month),)

    def stays(self, connection: Connection, lines: Sequence[PaidLine]) -> Mapping[str, tuple[Stay, ...]]:
        """Return nothing: a pass is for a month."""
        return {}

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        """Return whether its place is kept: no one else can pay for it, and its price was fixed when it was ordered."""
        sold = records.of_payment(connection, record.id)
        return Standing(still_owed=sold is not None and sold.holds)

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        """Let it be paid; return False if its place is not kept any more."""
        return records.settle(connection, payment_id, now)

    def release(self, connection: Connection, payment_id: str) -> None:
        """Give its place back."""
        records.release(connection, payment_id)

    def undo(
        self,
        connection: Connection,
        payment_id: str,
        aftermath: Aftermath,
        now: datetime,
        bills: Collection[str] | None = None,
    ) -> None:
        """Do nothing more: its place is free again once the payment has let it go."""

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


def _why_not(connection: Connection, quote: PassQuote) -> ProblemKind | None:
    """Return why a vehicle cannot have a pass: it has one, or no place is left."""
    order = quote.order
    own = records.of_vehicle(connection, order.product, order.month, order.vehicle)
    if own is not None:
        return ProblemKind.TICKET_TAKEN if own.paid_at is None else ProblemKind.ALREADY_PAID
    taken = records.taken(connection, order.month).get(order.product, 0)
    return ProblemKind.SOLD_OUT if quote.places is not None and taken >= quote.places else None


def _release_overdue(connection: Connection, context: Context, order: PassOrder, now: datetime) -> bool:
    holders = records.overdue_holders(connection, order.product, order.month, now)
    ended = [payments.expire(connection, context, holder, now) for holder in holders]
    return any(ended)


PASSES = PassPayable()
