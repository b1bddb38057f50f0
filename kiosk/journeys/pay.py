"""The main errand: a plate, its bills, a provider, a code for the phone, a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.api_client import KioskClient
from kiosk.contract.bills import BillAnswer
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import Plate, VehicleType
from kiosk.journeys.asking import Asking
from kiosk.journeys.paying import Debtor, Outcome, Paying
from kiosk.journeys.steps import show
from kiosk.platform.open_payments import OpenPayments
from kiosk.screens import trouble_kinds
from kiosk.screens.bill_words import title
from kiosk.screens.plate import PlatePage

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.screens.welcome import Pay


@dataclass(frozen=True, slots=True)
class Found:
    """A vehicle, and what was found for it."""

    vehicle: Vehicle
    outcome: Outcome


async def pay(app: KioskApp, client: KioskClient, payments: OpenPayments, errand: Pay) -> None:
    """Take a visitor from a plate to a receipt; raise `VisitOver` where they leave on the way."""

    async def find(plate: Plate, vehicle: VehicleType) -> Found:
        wanted = Vehicle(plate=str(plate), type=vehicle)
        return Found(wanted, await _debtor(client, wanted).outcome())

    plate, vehicle = errand.plate, None if errand.vehicle is None else VehicleType(errand.vehicle)
    asking = Asking(app, client)
    while (found := await show(app, PlatePage(find, plate=plate, vehicle=vehicle))) is not None:
        plate, vehicle = found.vehicle.plate, found.vehicle.type
        paying = Paying(app, client, payments, asking, _debtor(client, found.vehicle))
        if await paying.run(found.outcome):
            return


def _debtor(client: KioskClient, vehicle: Vehicle) -> Debtor:
    async def ask() -> BillAnswer:
        return await client.bills.search([vehicle])

    return Debtor(ask, lambda answer: title(answer, vehicle), trouble_kinds.nothing_owed(vehicle), steps_before=1)
