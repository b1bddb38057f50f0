"""What a terminal is told about the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi import APIRouter, Depends

from kiosk.clock import Clock
from kiosk.contract.service import ServiceInfo, TrialVehicle
from kiosk.domain.text import clean
from kiosk.settings import BackendSettings


def router(
    settings: BackendSettings, trials: Sequence[TrialVehicle], clock: Clock, device: Callable[..., object]
) -> APIRouter:
    """Return the route that introduces the service; `trials` are plates to try, in the demo."""
    routes = APIRouter(tags=["service"])

    @routes.get("/v1/service", operation_id="getService", dependencies=[Depends(device)])
    async def get_service() -> ServiceInfo:
        """Return the office, the help desk's number and the time by the backend's clock."""
        return ServiceInfo(
            office=clean(settings.office),
            now=clock.now(),
            demo=settings.demo,
            trial_vehicles=tuple(trials),
            help_phone=clean(settings.help_phone),
        )

    return routes
