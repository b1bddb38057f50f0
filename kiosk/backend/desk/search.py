"""The one box: all kinds that a text's shape fits are asked, exactly. Never for a name, an address or a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk.keys import keys_of
from kiosk.backend.desk.statements import search as statements
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import subjects
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.contract.desk.search import MOST_HITS, DeskAnswer, DeskSearch, Hit, HitKind, KeyKind
from kiosk.contract.problems import ProblemKind
from kiosk.domain.mobile import Mobile
from kiosk.domain.plate import VehicleType


def search(context: Context, acting: Acting, wish: DeskSearch) -> DeskAnswer:
    """Return what a text stands for; raise `Refusal` (`INVALID`) for characters that cannot be seen."""

    def work(connection: Connection) -> DeskAnswer:
        if not wish.text.isprintable():
            raise Refusal(ProblemKind.INVALID, "characters that cannot be seen")
        keys = keys_of(wish.text)
        hits = _each_once(hit for key in keys for hit in _FINDERS[key.kind](connection, key.value, acting))
        order = list(HitKind)
        hits.sort(key=lambda hit: (order.index(hit.kind), -hit.at.timestamp() if hit.at else 0.0))
        too_many = len(hits) > MOST_HITS
        return DeskAnswer(
            taken_for=tuple(key.kind for key in keys),
            hits=() if too_many else tuple(hits),
            too_many=too_many,
            as_of=context.clock.now(),
        )

    return perform(context, acting, "search", Arguments(subjects.of_text(context, wish.text), wish.case), work)


def _each_once(found: Iterable[Hit]) -> list[Hit]:
    """Return hits without those that another kind of key has found already."""
    return list({(hit.kind, hit.id, hit.plate, hit.vehicle_type): hit for hit in found}.values())


def _vehicle(by: KeyKind, plate: str, kind: str) -> Hit:
    return Hit(kind=HitKind.VEHICLE, by=by, id="", plate=plate, vehicle_type=VehicleType(kind), title=plate)


def _vehicles(connection: Connection, plate: str, _: Acting) -> list[Hit]:
    return [_vehicle(KeyKind.PLATE, plate, kind) for kind in statements.vehicle_types(connection, plate)]


def _tickets(connection: Connection, number: str, _: Acting) -> list[Hit]:
    ours = [
        Hit(
            kind=HitKind.TICKET,
            by=KeyKind.TICKET,
            id=row.number,
            plate=row.plate,
            vehicle_type=VehicleType(row.vehicle_type),
            title=row.number,
            state=row.status,
            amount=row.fee,
            at=row.parked_at,
        )
        for row in statements.ticket(connection, number)
    ]
    return [*ours, *_of_another_city(connection, KeyKind.TICKET, number)]


def _notices(connection: Connection, number: str, _: Acting) -> list[Hit]:
    ours = [
        Hit(
            kind=HitKind.TICKET,
            by=KeyKind.NOTICE,
            id=row.number,
            plate=row.plate,
            vehicle_type=VehicleType(row.vehicle_type),
            title=row.number,
            state=row.stage,
        )
        for row in statements.notice(connection, number)
    ]
    return [*ours, *_of_another_city(connection, KeyKind.NOTICE, number)]


def _of_another_city(connection: Connection, by: KeyKind, number: str) -> list[Hit]:
    """Return the payments for another city's bill: cities write their numbers as they like, some of them as we do."""
    return [_payment(by, row) for row in statements.by_city_bill(connection, number, MOST_HITS + 1)]


def _payment(by: KeyKind, row: Any) -> Hit:
    return Hit(
        kind=HitKind.PAYMENT,
        by=by,
        id=row.id,
        title=row.number,
        state=row.state,
        amount=row.amount + row.fee,
        at=row.created_at,
    )


def _orders(connection: Connection, number: str, _: Acting) -> list[Hit]:
    return [_payment(KeyKind.ORDER, row) for row in statements.by_order(connection, number)]


def _receipts(connection: Connection, number: str, _: Acting) -> list[Hit]:
    return [_payment(KeyKind.RECEIPT, row) for row in statements.by_receipt(connection, number)]


def _transactions(connection: Connection, reference: str, _: Acting) -> list[Hit]:
    rows = statements.by_transaction(connection, reference, MOST_HITS + 1)
    return [_payment(KeyKind.TRANSACTION, row) for row in rows]


def _failures(connection: Connection, code: str, _: Acting) -> list[Hit]:
    return [
        Hit(kind=HitKind.SUPPORT_CODE, by=KeyKind.SUPPORT_CODE, id=row.code, title=row.code, at=row.at)
        for row in statements.failure(connection, code)
    ]


def _claims(connection: Connection, number: str, _: Acting) -> list[Hit]:
    return [
        Hit(
            kind=HitKind.CLAIM,
            by=KeyKind.CLAIM,
            id=row.number,
            plate=row.plate,
            vehicle_type=VehicleType(row.vehicle_type),
            title=row.number,
            state="undone" if row.undone_at is not None else row.outcome or "open",
            at=row.made_at,
        )
        for row in statements.claim(connection, number)
    ]


def _cases(connection: Connection, number: str, acting: Acting) -> list[Hit]:
    return [
        Hit(kind=HitKind.CASE, by=KeyKind.CASE, id=row.number, title=row.number, state=row.state, at=row.opened_at)
        for row in statements.case(connection, number, acting.office)
    ]


def _numbers(_: Connection, mobile: str, _acting: Acting) -> list[Hit]:
    # Whether anybody has the number is not shown here: it is looked at by an operation of its own.
    return [Hit(kind=HitKind.NUMBER, by=KeyKind.MOBILE, id="", title=Mobile(mobile).masked)]


_FINDERS: Mapping[KeyKind, Callable[[Connection, str, Acting], list[Hit]]] = {
    KeyKind.PLATE: _vehicles,
    KeyKind.TICKET: _tickets,
    KeyKind.NOTICE: _notices,
    KeyKind.ORDER: _orders,
    KeyKind.RECEIPT: _receipts,
    KeyKind.TRANSACTION: _transactions,
    KeyKind.SUPPORT_CODE: _failures,
    KeyKind.CLAIM: _claims,
    KeyKind.CASE: _cases,
    KeyKind.MOBILE: _numbers,
}
