"""Services (服務) that an owner chooses for a bound vehicle."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ServiceKind(StrEnum):
    """What an owner may choose for a vehicle; at least one with each binding."""

    PAPERLESS = "paperless"
    """開單無紙化: tickets are issued without paper, from the day after."""
    REMINDER = "reminder"
    """繳費提醒通知: a message three days before the due date, in a window of hours that the owner chose."""
    FLOOD = "flood"
    """防汛通知: a message when the riverside car parks of a chosen area must be cleared."""


MESSAGES: Mapping[str, tuple[str, ...]] = {
    "ticket-issued": ("plate", "number", "amount", "due"),
    "reminder": ("plate", "count", "amount", "due"),
    "flood": ("area", "until", "plates"),
}
"""What the services leave among an owner's messages: the kinds of those messages, and the texts that each needs."""

FIRST_HOUR, LAST_HOUR = 8, 21
"""Reminders are sent between these hours of a day in Taipei: never at night."""

LEAST_WINDOW = 2
"""Hours that a window has at least, so that every message of a day has its place in it."""


class FloodArea(StrEnum):
    """Where riverside car parks (堤外停車場) lie: the rivers whose gates are closed together."""

    TAMSUI = "tamsui"
    KEELUNG = "keelung"
    XINDIAN = "xindian"
    JINGMEI = "jingmei"
    SHUANGXI = "shuangxi"
