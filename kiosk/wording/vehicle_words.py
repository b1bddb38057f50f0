"""A vehicle in words: its plate, and what carries it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from kiosk.contract.wire import Vehicle
from kiosk.i18n import Message, say


def named(vehicle: Vehicle) -> Message:
    """Return `BKZ-5937（汽車）`."""
    return say("check-vehicle", plate=vehicle.plate, type=say(f"vehicle-{vehicle.type.value}-short"))


def listed(plates: Sequence[str]) -> Message | str:
    """Return plates as the reader's language strings them together."""
    first: Message | str = plates[0] if plates else ""
    return reduce(_and_one_more, plates[1:], first)


def _and_one_more(some: Message | str, one: str) -> Message:
    return say("and-one-more", some=some, one=one)
