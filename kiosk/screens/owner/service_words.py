"""Services of a vehicle in words."""

from __future__ import annotations

from datetime import date

from kiosk.contract.vehicles import BoundVehicle, ChosenService
from kiosk.i18n import Message, Named, say
from kiosk.wording.date_words import day


def chosen(service: ChosenService, today: date) -> Message:
    """Return what was chosen and since when it holds: `繳費提醒通知（簡訊，13:00–18:00），自 12 月 1 日起生效`."""
    return say("service-since", service=_named(service), day=day(service.effective_on, today))


def _named(service: ChosenService) -> Message:
    name = say(f"service-{service.kind.value}")
    if service.window is not None:
        hours = f"{service.window.start}:00–{service.window.end}:00"
        return say("service-with", service=name, choice=say("service-by-text", hours=hours))
    if service.area is not None:
        return say("service-with", service=name, choice=say(f"area-of-{service.area.value}"))
    return name


def ends(service: ChosenService) -> Message:
    """Return what is said of a service that ends with its vehicle's binding."""
    return say("remove-ends", service=_named(service))


def extras(vehicle: BoundVehicle) -> list[Message]:
    """Return what the city knows of a vehicle besides (加值服務資訊)."""
    nothing, member = say("extra-nothing"), say("extra-yes" if vehicle.member else "extra-no")
    return [
        say("extra-member", answer=member),
        say("extra-pass-lot", lot=Named(vehicle.pass_lot, vehicle.pass_lot_en) if vehicle.pass_lot else nothing),
        say("extra-third-party", party=vehicle.third_party or nothing),
    ]
