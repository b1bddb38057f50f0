"""The owner's vehicles, on the real app against the real backend: binding, editing, removing, claiming."""

from __future__ import annotations

import pytest

from kiosk.backend.vehicles import bindings
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind
from tests.journeys.kiosk import Kiosk
from tests.journeys.owners import another_owner, chooses, owner_at
from tests.live_backend import LiveBackend

OTHERS = Vehicle(plate="AXY-1188", type=VehicleType.CAR)


async def enters_plate(kiosk: Kiosk, plate: str, vehicle: str) -> None:
    await kiosk.sees("PlateOfPage")
    await kiosk.press(*plate.lower().replace("-", ""))
    await kiosk.touches("#vehicle", vehicle)
    await kiosk.choose("#next")


def bound_by_somebody_else(backend: LiveBackend) -> None:
    """Let another owner have a vehicle."""
    other, now = another_owner(backend), backend.clock.now()
    with backend.database.write() as connection:
        services = (ServiceChoice(kind=ServiceKind.PAPERLESS),)
        bindings.bind(connection, other, OTHERS, services, terminal_id=None, now=now)


@pytest.mark.long
async def test_going_back_from_the_services_keeps_the_plate(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "vehicles")
        await kiosk.choose("#add")
        await enters_plate(kiosk, "MXA-7731", "motorcycle")
        await kiosk.sees("ServicesPage")
        await kiosk.press("escape")
        await kiosk.sees("PlateOfPage")
        await kiosk.choose("#next")
        await kiosk.sees("ServicesPage", "MXA-7731（機車）")


@pytest.mark.long
async def test_a_plate_that_the_owner_has_bound_before_is_said_to_be_on_the_list(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "vehicles")
        await kiosk.choose("#add")
        await enters_plate(kiosk, "BKZ-5937", "car")
        await kiosk.sees("ServicesPage")
        await kiosk.choose("#paperless")
        await kiosk.choose("#done")
        await kiosk.sees("TroublePage", "您已經綁定 BKZ-5937")
        await kiosk.choose("#step-back")
        await kiosk.sees("OwnerAreaPage")
