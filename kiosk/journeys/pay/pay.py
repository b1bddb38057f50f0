"""The main task: a plate, its bills, a provider, a code for the phone, a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.api_client import KioskClient
from kiosk.contract.bills import BillAnswer
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import Plate, VehicleType
from kiosk.domain.scanned import bill_number
from kiosk.journeys.asking import Asking
from kiosk.journeys.pay.by_number import by_number
from kiosk.journeys.pay.debtor import Debtor, Outcome
from kiosk.journeys.pay.paying import Left, Paying
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.pay.bill_words import title
from kiosk.screens.pay.plate import NumberScanned, PlatePage

if TYPE_CHECKING:
    from kiosk.screens.welcome.welcome import Pay


@dataclass(frozen=True, slots=True)
class Found:
    """A vehicle, and what was found for it."""

    vehicle: Vehicle
    outcome: Outcome


async def pay(visit: Visit, task: Pay) -> None:
    """Take a visitor from a plate to a receipt; raise `VisitOver` where they leave on the way."""

    async def find(plate: Plate, vehicle: VehicleType) -> Found:
        wanted = Vehicle(plate=str(plate), type=vehicle)
        return Found(wanted, await _debtor(visit.client, wanted).outcome())

    plate, vehicle = task.plate, None if task.vehicle is None else VehicleType(task.vehicle)
    app, client, asking = visit.app, visit.client, Asking(visit)
    while True:
        typed, scan = app.typed_ahead.taken()
        number = bill_number(scan)
        if number is None:
            page = PlatePage(find, plate=plate, vehicle=vehicle, typed=scan or typed)
            found = await show(app, page)
            if found is None:
                return
        else:
            found = NumberScanned(number)
        bill = None
        if isinstance(found, NumberScanned):
            named = await by_number(visit, asking, found.number)
            if named is None:
                plate, vehicle = "", None
                continue
            outcome = await asking.waited(_debtor(client, named.vehicle).outcome())
            bill, found = named.number, Found(named.vehicle, outcome)
        paying = Paying(visit, asking, _debtor(client, found.vehicle))
        match await paying.run(found.outcome, bill):
            case Left.DONE:
                return
            case Left.OTHER_PLATE:
                plate, vehicle = "", None
            case Left.BACK:
                shown = paying.debtor.vehicle or found.vehicle
                plate, vehicle = shown.plate, shown.type


def _debtor(client: KioskClient, vehicle: Vehicle) -> Debtor:
    """Return a plate as one type of vehicle. Both are asked for: a wrong type must not pass for "nothing owed"."""
    other = Vehicle(plate=vehicle.plate, type=vehicle.type.other)

    async def ask() -> BillAnswer:
        return await client.bills.search([vehicle, other])

    return Debtor(
        ask,
        lambda answer: title(answer, vehicle),
        trouble_kinds.nothing_owed(vehicle.plate),
        steps_before=1,
        vehicle=vehicle,
        as_other=lambda: _debtor(client, other),
    )
