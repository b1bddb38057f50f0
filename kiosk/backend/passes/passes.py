"""Selling monthly passes (月票): a pass is paid like a ticket, by the same payments."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.domain import pass_sale
from kiosk.backend.ground.idempotency import Answer
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.office import statements as office
from kiosk.backend.passes import records
from kiosk.backend.payments import payments
from kiosk.contract.passes import PassOffer, PassOrder, PassProduct
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType


def offer(connection: Connection, language: str, now: datetime) -> PassOffer:
    """Return what is sold, named in this language where the office has named it, and what is left of it."""
    today = taipei_date(now)
    taken = records.taken(connection, pass_sale.month_after(today))
    return PassOffer(
        month=pass_sale.month_on_sale(today),
        on_sale_from=pass_sale.sale_begins(today),
        products=tuple(
            PassProduct(
                code=product.code,
                name=json.loads(product.translations).get(language, product.name),
                vehicle_type=VehicleType(product.vehicle_type),
                price=product.price,
                left=None if product.places is None else max(0, product.places - taken.get(product.code, 0)),
            )
            for product in office.on_sale(connection)
        ),
    )


def order(
    context: Context, terminal_id: str, request: PassOrder, key: str | None, language: str | None = None
) -> Answer:
    """Make a payment for a pass of the month on sale, and return the `Payment` as it travels.

    The same key and request have one effect. Raise `Refusal`: `NOT_ON_SALE`, `SOLD_OUT`, `AMOUNT_CHANGED`,
    `TICKET_TAKEN` while another payment for the same pass is live, `ALREADY_PAID`, `PROVIDER_UNAVAILABLE`, and what
    `payments.once` raises.
    """
    return payments.once(
        context,
        terminal_id,
        "orderPass",
        request,
        key,
        lambda connection, now: _make(connection, context, terminal_id, request, language, now),
    )


def _make(
    connection: Connection, context: Context, terminal_id: str, request: PassOrder, language: str | None, now: datetime
) -> Payment:
    product = _on_sale(connection, request, now)
    if product.price != request.expected:
        raise Refusal(ProblemKind.AMOUNT_CHANGED, amount=product.price)
    _find_place(connection, context, request, product.places, now)
    record = payments.begin(connection, context, terminal_id, request.provider, product.price, language, now)
    pass_id = context.ports.chance.token_hex(16)
    records.hold(connection, pass_id, record.id, product.code, request.month, request.vehicle, product.price)
    return payments.wire(connection, context, record)


def _on_sale(connection: Connection, request: PassOrder, now: datetime) -> Row[Any]:
    """Return the product ordered, held to the end of the transaction so that its places are counted one at a time."""
    product = office.lock_on_sale(connection, request.product)
    if product is None or request.month != pass_sale.month_on_sale(taipei_date(now)):
        raise Refusal(ProblemKind.NOT_ON_SALE)
    if product.vehicle_type != request.vehicle.type.value:
        raise Refusal(ProblemKind.NOT_ON_SALE, "not for this type of vehicle")
    return product


def _find_place(
    connection: Connection, context: Context, request: PassOrder, places: int | None, now: datetime
) -> None:
    """Raise `Refusal` unless the vehicle has no such pass yet and a place is left."""
    refusal = _why_not(connection, request, places)
    # The worker may not have come yet to payments whose time is over and that still hold what is missing.
    if refusal is not None and _release_overdue(connection, context, request, now):
        refusal = _why_not(connection, request, places)
    if refusal is not None:
        raise Refusal(refusal)


def _why_not(connection: Connection, request: PassOrder, places: int | None) -> ProblemKind | None:
    own = records.of_vehicle(connection, request.product, request.month, request.vehicle)
    if own is not None:
        return ProblemKind.TICKET_TAKEN if own.paid_at is None else ProblemKind.ALREADY_PAID
    if places is not None and records.taken(connection, request.month).get(request.product, 0) >= places:
        return ProblemKind.SOLD_OUT
    return None


def _release_overdue(connection: Connection, context: Context, request: PassOrder, now: datetime) -> bool:
    holders = records.overdue_holders(connection, request.product, request.month, now)
    ended = [payments.expire(connection, context, holder, now) for holder in holders]
    return any(ended)
