"""The owner's vehicles, on the real app against the real backend: binding, editing, removing, claiming."""

from __future__ import annotations

from sqlalchemy import select

from kiosk.backend.services import bindings
from kiosk.backend.store.owner_tables import claims
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind
from kiosk.widgets.choice import Choice
from tests.journeys.kiosk import Kiosk
from tests.journeys.owners import another_owner, chooses, owner_at
from tests.live_backend import LiveBackend

OTHERS = Vehicle(plate="AXY-1188", type=VehicleType.CAR)


async def chooses_option(kiosk: Kiosk, selector: str, name: str) -> None:
    """Touch an option of a choice."""
    await kiosk.pilot.pause()
    choice = kiosk.app.screen.query_one(selector, Choice)
    target = next(target for target in choice.targets if target.name == name)
    await kiosk.pilot.click(selector, offset=(target.region.x + 2, target.region.y + 1))
    await kiosk.pilot.pause()


async def enters_plate(kiosk: Kiosk, plate: str, vehicle: str) -> None:
    await kiosk.sees("PlateOfPage")
    await kiosk.press(*plate.lower().replace("-", ""))
    await chooses_option(kiosk, "#vehicle", vehicle)
    await kiosk.choose("#next")


def bound_by_somebody_else(backend: LiveBackend) -> None:
    """Let another owner have a vehicle."""
    other, now = another_owner(backend), backend.clock.now()
    with backend.database.write() as connection:
        services = (ServiceChoice(kind=ServiceKind.PAPERLESS),)
        bindings.bind(connection, other, OTHERS, services, device_id=None, now=now)


async def test_a_vehicle_is_bound_edited_and_removed_and_each_time_the_day_is_told(backend: LiveBackend) -> None:
    async with owner_at(backend, (80, 24)) as kiosk:
        await chooses(kiosk, "vehicles")
        await kiosk.sees("VehiclesPage", "2 輛", "BKZ-5937")
        await kiosk.choose("#add")
        await enters_plate(kiosk, "MXA-7731", "motorcycle")
        await kiosk.sees("ServicesPage", "MXA-7731", "機車享無紙化停車優惠", "✓ 下午", "自 11 月 24 日起生效")
        await chooses_option(kiosk, "#window", "services-afternoon")
        await kiosk.choose("#done")
        await kiosk.sees("BoundPage", "已綁定 MXA-7731", "13:00–18:00", "自 11 月 24 日起生效")
        await kiosk.choose("#back")
        await kiosk.sees("VehiclesPage", "3 輛")
        await chooses_row(kiosk, "edit", "MXA-7731")
        await kiosk.sees("ServicesPage", "✓ 下午")
        await kiosk.choose("#paperless")
        await kiosk.choose("#done")
        await kiosk.sees("BoundPage", "已修改 MXA-7731", "開單無紙化", "13:00–18:00")
        await kiosk.choose("#back")
        await kiosk.sees("VehiclesPage", "3 輛")
        await chooses_row(kiosk, "remove", "MXA-7731")
        await kiosk.sees("ConfirmPage", "要解除綁定 MXA-7731", "開單無紙化立即停止")
        await kiosk.choose("#yes")
        await kiosk.sees("VehiclesPage", "2 輛")


async def chooses_row(kiosk: Kiosk, what: str, plate: str) -> None:
    """Press a button of a vehicle's row."""
    page = kiosk.app.screen
    id = next(id for id, bound in page._vehicles.items() if bound.vehicle.plate == plate)  # type: ignore[attr-defined]
    page.query_one(f"#{what}-{id}").scroll_visible(animate=False)
    await kiosk.choose(f"#{what}-{id}")


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


async def test_a_plate_that_somebody_else_has_bound_gets_a_claim_and_no_leak(backend: LiveBackend) -> None:
    bound_by_somebody_else(backend)
    async with owner_at(backend, (120, 40)) as kiosk:
        await chooses(kiosk, "vehicles")
        await kiosk.choose("#add")
        await enters_plate(kiosk, OTHERS.plate, "car")
        await kiosk.sees("ServicesPage")
        await kiosk.choose("#paperless")
        await kiosk.choose("#done")
        await kiosk.sees("TroublePage", "已經有人綁定")
        assert not any(word in kiosk.text() for word in ("陳", "0987"))
        await kiosk.choose("#step-claim")
        await kiosk.sees("ClaimPage", "帶行車執照")
        with backend.database.read() as connection:
            number = connection.scalar(select(claims.c.number))
        assert kiosk.app.screen._claim.number == number  # type: ignore[attr-defined]
        await kiosk.choose("#back")
        await kiosk.sees("VehiclesPage", "2 輛")


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
