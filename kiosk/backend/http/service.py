"""What a terminal asks about the service it belongs to."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context, Terms
from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.backend.http.principal import FromAnybody
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.office import offices
from kiosk.backend.office.offices import Office, Place
from kiosk.backend.registers.national.set_up import city_of
from kiosk.backend.terminals import closings, enrolment
from kiosk.contract.service import ClosedReason, OtherOffice, ServiceInfo, TerminalPlace
from kiosk.domain.text import clean
from kiosk.settings import BackendSettings


def router(settings: BackendSettings, context: Context) -> APIRouter:
    """Return the route of the service's own description."""
    city = city_of(settings.national_city, settings.national_address) if settings.national_city else None
    routes = json_router("service")

    def here(terminal_id: str) -> tuple[TerminalPlace, str | None]:
        with context.database.read() as connection:
            place = offices.of_terminal(connection, terminal_id)
            closed = closings.of_terminal(connection, terminal_id)
            name = enrolment.name_of(connection, terminal_id)
        return place_of(place, closed, settings, context.terms), name

    @routes.get("/v1/service", operation_id="getService")
    async def get_service(asking: FromAnybody) -> ServiceInfo:
        """Return the office, the terminal's name, the backend's time and, in the demo, plates to try."""
        place, terminal = await in_unit_of_work(lambda: here(asking.id))
        return ServiceInfo(
            **dict(place),
            now=context.clock.now(),
            demo=settings.demo,
            terminal=clean(terminal or "") or None,
            trial_vehicles=TRIAL_VEHICLES if settings.demo else (),
            phones=context.terms.phones,
            mails=settings.demo or bool(settings.mail_url),
            store_codes=bool(context.terms.store_item),
            payments=context.terms.providers.some,
            asks_city=None if city is None else city.name,
            asks_city_en=None if city is None else city.name_en,
            other_cities=context.ports.elsewhere is not None,
        )

    return routes


def place_of(
    place: Place | None, closed: ClosedReason | None, settings: BackendSettings, terms: Terms
) -> TerminalPlace:
    """Return what a terminal tells of where it stands; what its office does not say, the settings do."""
    if place is None:
        place = Place(clean(settings.office), settings.english_office and clean(settings.english_office))
    return TerminalPlace(
        office=place.name,
        office_en=place.name_en,
        help_phone=place.phone or terms.help_phone,
        hours=place.hours,
        nearest=None if place.nearest is None else _other(place.nearest),
        closed=closed,
    )


def _other(office: Office) -> OtherOffice:
    return OtherOffice(name=office.name, name_en=office.name_en, phone=office.phone, hours=office.hours)
