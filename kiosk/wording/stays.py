"""From when to when a vehicle was parked, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from kiosk.domain.dates import taipei
from kiosk.i18n import Message, say
from kiosk.wording.date_words import short_day


class Parked(Protocol):
    """What has a beginning, and an end where somebody saw it."""

    @property
    def parked_at(self) -> datetime:
        """When it began."""

    @property
    def left_at(self) -> datetime | None:
        """When it ended."""


def stay(one: Parked) -> Message:
    """Return from when to when somebody parked; the day is named where they left on another."""
    began = taipei(one.parked_at)
    if one.left_at is None:
        return say("stay-began", began=f"{began:%H:%M}")
    ended = taipei(one.left_at)
    hours = {"began": f"{began:%H:%M}", "ended": f"{ended:%H:%M}"}
    if ended.date() == began.date():
        return say("stay", **hours)
    return say("stay-overnight", day=short_day(ended, began), **hours)
