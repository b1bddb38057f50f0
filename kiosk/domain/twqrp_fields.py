"""The fields of a TWQRP payload, each read from its text and written as one."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from urllib.parse import unquote

from kiosk.domain.dates import TAIPEI
from kiosk.domain.money import Money

_MOST_CENTS = 10**12


class TwqrpError(ValueError):
    """A payload, or a field of one, that is not as specified. The message names the field, never its value."""


def number(key: str, value: str, most: int) -> int:
    """Return a number of at most `most` digits; raise `TwqrpError`."""
    hold(re.fullmatch(rf"[0-9]{{1,{most}}}", value), f"{key}: not one to {most} digits")
    return int(value)


def dollars(value: str) -> Money:
    """Return a D1; raise `TwqrpError`, also for one with cents."""
    cents = number("D1", value, 12)
    hold(cents % 100 == 0, "D1: not whole dollars; its last two digits are decimals")
    return Money(cents // 100)


def cents(amount: Money) -> str:
    """Return an amount as a D1, its last two digits being decimals; raise `TwqrpError`."""
    cents = amount.dollars * 100
    hold(cents < _MOST_CENTS, "D1: more than twelve digits")
    return str(cents)


def day(key: str, value: str) -> date:
    """Return a day of eight digits; raise `TwqrpError`."""
    hold(re.fullmatch(r"[0-9]{8}", value), f"{key}: not a year, a month and a day in eight digits")
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        raise TwqrpError(f"{key}: no day of the calendar") from None


def moment(value: str) -> datetime:
    """Return a D12; of only a day, its last second; raise `TwqrpError`."""
    if len(value) == 8:
        value += "235959"
    hold(re.fullmatch(r"[0-9]{14}", value), "D12: not fourteen digits, nor eight")
    on = day("D12", value[:8])
    try:
        at = time(int(value[8:10]), int(value[10:12]), int(value[12:]), tzinfo=TAIPEI)
    except ValueError:
        raise TwqrpError("D12: no time of the day") from None
    return datetime.combine(on, at)


def digits(moment: datetime) -> str:
    """Return a moment as the fourteen digits of Taiwan time."""
    return re.sub(r"[^0-9]", "", moment.astimezone(TAIPEI).replace(tzinfo=None).isoformat(timespec="seconds"))


def text(key: str, value: str, most: int) -> bool:
    """Return True for a text that stays within its field; raise `TwqrpError`."""
    hold(1 <= len(value) <= most, f"{key}: not one to {most} characters")
    hold(value.isprintable() and not set("&=?#%") & set(value), f"{key}: a character that could begin another field")
    return True


def unquoted(key: str, value: str) -> str:
    """Undo percent-encoding once. A `+` is a plus: what sends a blank instead has broken the code already."""
    hold(not re.search(r"%(?![0-9A-Fa-f]{2})", value), f"{key}: half of a percent code")
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise TwqrpError(f"{key}: not UTF-8") from None


def hold(holds: object, message: str) -> None:
    """Raise `TwqrpError` with a message for what does not hold."""
    if not holds:
        raise TwqrpError(message)
