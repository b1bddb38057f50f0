"""Services of bound vehicles: which an owner chose, and from which day to which they hold.

What is chosen today holds from tomorrow, by Taipei's calendar, and what is given up today ends with today: the
office that issues tickets this morning need not ask again in the afternoon.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.domain.tariff import Rate
from kiosk.backend.vehicles.statements import services as choices
from kiosk.contract.vehicles import ChosenService, ServiceChoice, Window
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea, ServiceKind
from kiosk.domain.ticket import IssuedHow

_ORDER = {kind: place for place, kind in enumerate(ServiceKind)}


def chosen(connection: Connection, binding_ids: Sequence[str]) -> Mapping[str, tuple[ChosenService, ...]]:
    """Return the services that stand chosen for each binding, today's choices included, in the order of their kinds."""
    found: dict[str, list[ChosenService]] = {id: [] for id in binding_ids}
    for row in choices.of_bindings(connection, binding_ids):
        window = None if row["start_hour"] is None else Window(start=row["start_hour"], end=row["end_hour"])
        area = None if row["area"] is None else FloodArea(row["area"])
        service = ChosenService(
            kind=ServiceKind(row["service"]), effective_on=row["effective_on"], window=window, area=area
        )
        found[row["binding_id"]].append(service)
    return {id: tuple(sorted(services, key=lambda one: _ORDER[one.kind])) for id, services in found.items()}


def choose(connection: Connection, binding_id: str, services: Iterable[ServiceChoice], now: datetime) -> None:
    """Let these be a binding's services, and no others; the caller holds the owner's row.

    What was chosen before, and the same way, keeps its day. Another window or area is another choice.
    """
    wanted = {_values(service) for service in services}
    standing = choices.standing(connection, binding_id)
    tomorrow = taipei_date(now) + timedelta(days=1)
    dropped = [row.id for row in standing if tuple(row[1:]) not in wanted]
    if dropped:
        choices.drop(connection, dropped, ends_on=tomorrow)
    for kind, start, end, area in sorted(wanted - {tuple(row[1:]) for row in standing}, key=lambda one: one[0]):
        choices.choose(
            connection,
            binding_id=binding_id,
            service=kind,
            chosen_at=now,
            effective_on=tomorrow,
            start_hour=start,
            end_hour=end,
            area=area,
        )


def end(connection: Connection, binding_ids: Sequence[str], now: datetime) -> None:
    """End every service of bindings that end, at once: from now on the vehicle may be another owner's."""
    choices.end(connection, binding_ids, taipei_date(now), now)


def resume(connection: Connection, binding_id: str, ended_at: datetime) -> None:
    """Have the services on again that were on until a binding ended; the caller takes the binding up again."""
    choices.resume(connection, binding_id, ended_at)


def issued_how(connection: Connection, plate: str, type: VehicleType, day: date, rate: Rate) -> IssuedHow:
    """Return how a ticket of a vehicle parked on a day, at this rate, is issued (開單方式).

    Without paper where its owner chose that, in spaces charged by the visit: where time is charged, a post counts it or
    a slip tells since when. (The parking office's answers: cars and heavy motorcycles too since 2022-12-01.)
    """
    if rate.free:
        return IssuedHow.SMART_POST
    if not rate.per_visit:
        return IssuedHow.PAPER
    return IssuedHow.PAPERLESS if choices.is_paperless(connection, plate, type, day) else IssuedHow.PAPER


def _values(service: ServiceChoice) -> tuple[str, int | None, int | None, str | None]:
    return service.kind.value, service.start, service.end, None if service.area is None else service.area.value
