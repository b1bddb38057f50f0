"""The members of a city's answer, each read strictly but for the quirks that were seen.

What cannot be read raises `NotAnsweredError` with the member's name, and without what stood there.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kiosk.backend.registers.national.questions import NotAnsweredError
from kiosk.contract.cities import CityReason

MOST_DOLLARS = 10_000_000
MOST_PAYABLE = 5_000
_MOST = 10**9

_NUMBER = re.compile(r"[0-9A-Za-z-]{1,32}")
_AMOUNT = re.compile(r"-?[0-9]{1,3}(,[0-9]{3}){1,2}(\.[0-9]{1,6})?|-?[0-9]{1,9}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_LENGTH = 10
_LONGEST_AMOUNT = 32


def an_object(value: Any, where: str) -> dict[str, Any]:
    """Return a JSON object; `where` names it in the error."""
    if not isinstance(value, dict):
        raise NotAnsweredError(CityReason.SHAPE, where)
    return value


def a_list(content: dict[str, Any], name: str) -> list[Any]:
    """Return a JSON list of at most `MOST_PAYABLE`; empty where the member is missing or null."""
    value = content.get(name)
    if value is None:  # some cities write null for an empty list
        return []
    if not isinstance(value, list) or len(value) > MOST_PAYABLE:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return value


def identifier(content: dict[str, Any], name: str) -> str:
    """Return the number of a ticket or a reminder."""
    value = content.get(name)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise NotAnsweredError(CityReason.SHAPE, name)
    return value


def day(content: dict[str, Any], name: str) -> date:
    """Return a day, written 2026-11-29."""
    value = content.get(name)
    read = _calendar_day(value) if isinstance(value, str) and len(value) == _DAY_LENGTH else None
    if read is None:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return read


@lru_cache(maxsize=1024)
def _calendar_day(text: str) -> date | None:
    """Return the day that a text of ten characters is. The bills of one answer share a few days."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # the 31st of February
    return None


def moment(value: Any) -> datetime | None:
    """Return a moment with its zone; None for anything else, for nothing depends on it."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read if read is not None and read.tzinfo is not None else None


def dollars(content: dict[str, Any], name: str) -> int:
    """Return whole TWD from nought to `MOST_DOLLARS`, or as many of something."""
    value = content.get(name)
    if type(value) is int and 0 <= value <= MOST_DOLLARS:
        return value  # as the specification has it
    value = number(content, name)
    whole = int(value)
    if value != whole or not 0 <= whole <= MOST_DOLLARS:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return whole


def hours(content: dict[str, Any], name: str) -> Decimal | None:
    """Return how long; None for -1, which is "does not say"."""
    read = number(content, name)
    if read == -1:
        return None
    if read < 0:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return Decimal(read)


def number(content: dict[str, Any], name: str) -> int | Decimal:
    """Return a number of nine digits at most, which may have come as text with commas between its thousands."""
    value = content.get(name)
    if type(value) is int and -_MOST < value < _MOST:
        return value
    if type(value) is float and -_MOST < value < _MOST:
        return Decimal(repr(value))
    read = _amount(value) if isinstance(value, str) and len(value) <= _LONGEST_AMOUNT else None
    if read is None:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return read


@lru_cache(maxsize=1024)
def _amount(text: str) -> Decimal | None:
    """Return the number that a short text is; the same few amounts stand in an answer again and again."""
    stripped = text.strip()
    return Decimal(stripped.replace(",", "")) if _AMOUNT.fullmatch(stripped) else None
