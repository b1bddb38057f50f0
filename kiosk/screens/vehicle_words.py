"""A vehicle in words: its plate, and what carries it."""

from __future__ import annotations

from kiosk.contract.wire import Vehicle
from kiosk.i18n import Message, say


def named(vehicle: Vehicle) -> Message:
    """Return `BKZ-5937（汽車）`."""
    return say("check-vehicle", plate=vehicle.plate, type=say(f"vehicle-{vehicle.type.value}-short"))
