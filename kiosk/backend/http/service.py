"""What a terminal is told about the service it stands in."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.registers.national.set_up import city_of
from kiosk.contract.service import ServiceInfo
from kiosk.domain.text import clean
from kiosk.settings import BackendSettings


def router(settings: BackendSettings, context: Context) -> APIRouter:
    """Return the route of the service's own description."""
    city = city_of(settings.national_city, settings.national_address) if settings.national_city else None
    routes = APIRouter(tags=["service"], route_class=JsonRoute)

    @routes.get("/v1/service", operation_id="getService")
    async def get_service() -> ServiceInfo:
        """Return the office, the time by the backend's clock and, in the demo, plates to try."""
        return ServiceInfo(
            office=clean(settings.office),
            office_en=None if settings.english_office is None else clean(settings.english_office),
            now=context.clock.now(),
            demo=settings.demo,
            trial_vehicles=TRIAL_VEHICLES if settings.demo else (),
            help_phone=clean(settings.help_phone),
            store_codes=bool(context.terms.store_item),
            payments=context.terms.providers.some,
            asks_city=None if city is None else city.name,
            asks_city_en=None if city is None else city.name_en,
        )

    return routes
