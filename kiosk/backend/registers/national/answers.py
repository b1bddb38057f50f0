"""What a city answers, read strictly but for the quirks that were seen (Parking/PayBill, V1.03 of 2022-06-08).

Nothing is owed only where a valid success says so: with `"Result": null`, or with both lists there and empty and both
totals nought. Everything else is an answer with bills, or no answer at all.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from kiosk.backend.registers.national.questions import NotAnsweredError, Question
from kiosk.contract import strict_json
from kiosk.contract.cities import CityReason

MOST_BYTES = 1024 * 1024
"""Three hundred bills take 60 KiB."""

MOST_DOLLARS = 10_000_000
MOST_PAYABLE = 5_000
_MOST = 10**9

T = TypeVar("T")

_REFUSED = {"ERR01": CityReason.NO_PLATE, "ERR02": CityReason.BAD_PLATE, "ERR03": CityReason.BAD_TYPE}
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,32}")
_AMOUNT = re.compile(r"-?[0-9]{1,3}(,[0-9]{3}){1,2}(\.[0-9]{1,6})?|-?[0-9]{1,9}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_LENGTH = 10
_BLANKS = " \t\r\n"
"""What may stand around JSON (RFC 8259 §2)."""
_LONGEST_AMOUNT = 32


class NationalBill(NamedTuple):
    """One ticket, alone or within a reminder. Money is whole TWD.

    A tuple: an answer may hold hundreds, and a frozen dataclass takes five times as long to make.
    """

    number: str
    parked_on: date
    pay_by: date
    status: int
    """0 not overdue, 1 overdue and its reminder not yet made, 2 in a reminder, 3 reported for a fine."""
    hours: Decimal | None
    """None where the city counts visits, or does not say (-1)."""
    amount: int
    pay_amount: int


@dataclass(frozen=True, slots=True)
class NationalReminder:
    """A reminder (催繳單): one thing to pay for all its tickets, with what the reminder itself costs."""

    number: str
    pay_by: date
    amount: int
    extra_charge: int
    pay_amount: int
    bills: tuple[NationalBill, ...]
    prosecuted: bool
    prosecuted_after: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a city says of one vehicle. A ticket's number may stand both alone and within a reminder: both are kept."""

    bills: tuple[NationalBill, ...] = ()
    reminders: tuple[NationalReminder, ...] = ()
    complete: bool = True
    """False where the city's own totals speak of more, or of other sums, than what it lists."""
    updated_at: datetime | None = None
    """When the city says that it looked."""

    @property
    def total(self) -> int:
        """Return what there is to pay; a reminder counts once, however many tickets it merges."""
        return sum(bill.pay_amount for bill in self.bills) + sum(one.pay_amount for one in self.reminders)

    @property
    def every_bill(self) -> tuple[NationalBill, ...]:
        """Return every ticket, those within reminders too."""
        return self.bills + tuple(bill for one in self.reminders for bill in one.bills)

    @property
    def payable(self) -> int:
        """Return how many things there are to pay."""
        return len(self.bills) + len(self.reminders)


def decode(body: bytes, question: Question) -> Answer:
    """Return what a city's content with HTTP 200 says about a vehicle; raise `NotAnsweredError`."""
    content = _content(body)
    status = content.get("Status")
    if not isinstance(status, str):
        raise NotAnsweredError(CityReason.SHAPE, "Status")
    # "OK" is not in the specification; a city was seen to say so.
    if status not in ("SUCCESS", "OK"):
        raise NotAnsweredError(_REFUSED.get(status, CityReason.FAILED), status if status in _REFUSED else "Status")
    if "Result" not in content:
        raise NotAnsweredError(CityReason.SHAPE, "Result")
    result = content["Result"]
    if result is None:
        return Answer()
    return _result(_object(result, "Result"), question)


def _content(body: bytes) -> dict[str, Any]:
    if len(body) > MOST_BYTES:
        raise NotAnsweredError(CityReason.TOO_LONG)
    try:
        # A byte order mark stands before some cities' answers.
        text = body.decode("utf-8-sig").strip(_BLANKS)
    except UnicodeDecodeError:
        text = "no text"
    if not text:
        raise NotAnsweredError(CityReason.EMPTY)
    try:
        content = strict_json.loads(text)
    except json.JSONDecodeError as error:
        fault = error.msg
    else:
        if content is None:
            raise NotAnsweredError(CityReason.EMPTY, "null")
        return _object(content, "the whole")
    raise NotAnsweredError(CityReason.NOT_JSON, fault)


def _result(result: dict[str, Any], question: Question) -> Answer:
    _check_vehicle(result, question)
    bills = tuple(_each(result, "Bills", _bill))
    reminders = tuple(_each(result, "Reminders", _reminder))
    answer = Answer(bills, reminders, updated_at=_moment(result.get("UpdateTime")))
    agreed = _agree(result, answer)
    if not answer.payable:
        if not agreed or "Bills" not in result or "Reminders" not in result:
            raise NotAnsweredError(CityReason.SHAPE, "TotalCount")
        return answer
    return answer if agreed else Answer(bills, reminders, complete=False, updated_at=answer.updated_at)


def _check_vehicle(result: dict[str, Any], question: Question) -> None:
    plate, type = result.get("CarID"), result.get("CarType")
    if not isinstance(plate, str):
        raise NotAnsweredError(CityReason.SHAPE, "CarID")
    if not isinstance(type, str):
        raise NotAnsweredError(CityReason.SHAPE, "CarType")
    # One city answers in other capitals, some without the dash; the specification's own table has a full-width O.
    if _bare(plate) != _bare(str(question.plate)) or _bare(type) != question.type.value:
        raise NotAnsweredError(CityReason.OTHER_VEHICLE)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:64]).upper().replace("-", "").replace(" ", "")


def _agree(result: dict[str, Any], answer: Answer) -> bool:
    """Return whether a city's totals are those of what it lists; a total that is not there agrees with nothing."""
    if result.get("TotalCount") is None or result.get("TotalAmount") is None:
        return False
    count, amount = _dollars(result, "TotalCount"), _dollars(result, "TotalAmount")
    return count == answer.payable and amount == answer.total


def _each(content: dict[str, Any], name: str, read: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    """Yield what the members of a list are; a fault in one of them is told with its place."""
    for index, one in enumerate(_list(content, name)):
        try:
            yield read(_object(one, ""))
        except NotAnsweredError as error:
            fault = error
        else:
            continue
        raise NotAnsweredError(fault.reason, f"{name}.{index}.{fault.where}".rstrip("."))


def _bill(bill: dict[str, Any]) -> NationalBill:
    amount, status = _dollars(bill, "Amount"), _number(bill, "BillStatus")
    if status not in (0, 1, 2, 3):
        raise NotAnsweredError(CityReason.SHAPE, "BillStatus")
    return NationalBill(
        number=_identifier(bill, "BillNo"),
        parked_on=_day(bill, "ParkingDate"),
        pay_by=_day(bill, "PayLimitDate"),
        status=int(status),
        hours=_hours(bill, "ParkingHours"),
        amount=amount,
        pay_amount=amount if bill.get("PayAmount") is None else _dollars(bill, "PayAmount"),
    )


def _reminder(reminder: dict[str, Any]) -> NationalReminder:
    amount, extra = _dollars(reminder, "Amount"), _dollars(reminder, "ExtraCharge")
    prosecuted = _number(reminder, "IsProsecuted")
    if prosecuted not in (0, 1):
        raise NotAnsweredError(CityReason.SHAPE, "IsProsecuted")
    unprosecuted = reminder.get("ProsecuteLimitDate") in (None, "")
    return NationalReminder(
        number=_identifier(reminder, "ReminderNo"),
        pay_by=_day(reminder, "ReminderLimitDate"),
        amount=amount,
        extra_charge=extra,
        pay_amount=amount + extra if reminder.get("PayAmount") is None else _dollars(reminder, "PayAmount"),
        bills=tuple(_each(reminder, "Bills", _bill)),
        prosecuted=bool(prosecuted),
        prosecuted_after=None if unprosecuted else _day(reminder, "ProsecuteLimitDate"),
    )


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAnsweredError(CityReason.SHAPE, where)
    return value


def _list(content: dict[str, Any], name: str) -> list[Any]:
    value = content.get(name)
    if value is None:  # some cities write null for an empty list
        return []
    if not isinstance(value, list) or len(value) > MOST_PAYABLE:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return value


def _identifier(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise NotAnsweredError(CityReason.SHAPE, name)
    return value


def _day(content: dict[str, Any], name: str) -> date:
    value = content.get(name)
    day = _calendar_day(value) if isinstance(value, str) and len(value) == _DAY_LENGTH else None
    if day is None:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return day


@lru_cache(maxsize=1024)
def _calendar_day(text: str) -> date | None:
    """Return the day that a text of ten characters is. The bills of one answer share a few days."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # the 31st of February
    return None


def _moment(value: Any) -> datetime | None:
    """Return a moment with its zone; None for anything else, for nothing depends on it."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _dollars(content: dict[str, Any], name: str) -> int:
    value = content.get(name)
    if type(value) is int and 0 <= value <= MOST_DOLLARS:
        return value  # as the specification has it
    value = _number(content, name)
    whole = int(value)
    if value != whole or not 0 <= whole <= MOST_DOLLARS:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return whole


def _hours(content: dict[str, Any], name: str) -> Decimal | None:
    hours = _number(content, name)
    if hours == -1:
        return None
    if hours < 0:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return Decimal(hours)


def _number(content: dict[str, Any], name: str) -> int | Decimal:
    """Return a number of nine digits at most, which may have come as text with commas between its thousands."""
    value = content.get(name)
    if type(value) is int and -_MOST < value < _MOST:
        return value
    if type(value) is float and -_MOST < value < _MOST:
        return Decimal(repr(value))
    number = _amount(value) if isinstance(value, str) and len(value) <= _LONGEST_AMOUNT else None
    if number is None:
        raise NotAnsweredError(CityReason.SHAPE, name)
    return number


@lru_cache(maxsize=1024)
def _amount(text: str) -> Decimal | None:
    """Return the number that a short text is; the same few amounts stand in an answer again and again."""
    stripped = text.strip()
    return Decimal(stripped.replace(",", "")) if _AMOUNT.fullmatch(stripped) else None
