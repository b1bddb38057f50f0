"""What a city answers, read strictly but for the quirks that were seen (Parking/PayBill, V1.03 of 2022-06-08).

Nothing is owed only where a valid success says so: with `"Result": null`, or with both lists there and empty and both
totals nought. Everything else is an answer with bills, or no answer at all.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from kiosk.backend.registers.national import fields
from kiosk.backend.registers.national.questions import NotAnsweredError, Question
from kiosk.contract import strict_json
from kiosk.contract.cities import CityReason

MOST_BYTES = 1024 * 1024
"""Three hundred bills take 60 KiB."""

T = TypeVar("T")

_REFUSED = {"ERR01": CityReason.NO_PLATE, "ERR02": CityReason.BAD_PLATE, "ERR03": CityReason.BAD_TYPE}
_BLANKS = " \t\r\n"
"""What may stand around JSON (RFC 8259 §2)."""


class NationalBill(NamedTuple):
    """One ticket, by itself or within a reminder. Money is whole TWD.

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
    """What a city says of one vehicle. A ticket's number may stand by itself and within a reminder: both are kept."""

    bills: tuple[NationalBill, ...] = ()
    reminders: tuple[NationalReminder, ...] = ()
    complete: bool = True
    """False where the city's own totals speak of more, or of other sums, than what it lists."""
    updated_at: datetime | None = None
    """When the city made the answer, as it says."""

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
    return _result(fields.an_object(result, "Result"), question)


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
        return fields.an_object(content, "the whole")
    raise NotAnsweredError(CityReason.NOT_JSON, fault)


def _result(result: dict[str, Any], question: Question) -> Answer:
    _check_vehicle(result, question)
    bills = tuple(_each(result, "Bills", _bill))
    reminders = tuple(_each(result, "Reminders", _reminder))
    answer = Answer(bills, reminders, updated_at=fields.moment(result.get("UpdateTime")))
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
    count, amount = fields.dollars(result, "TotalCount"), fields.dollars(result, "TotalAmount")
    return count == answer.payable and amount == answer.total


def _each(content: dict[str, Any], name: str, read: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    """Yield what the members of a list are; a fault in one of them is reported with its place."""
    for index, one in enumerate(fields.a_list(content, name)):
        try:
            yield read(fields.an_object(one, ""))
        except NotAnsweredError as error:
            fault = error
        else:
            continue
        raise NotAnsweredError(fault.reason, f"{name}.{index}.{fault.where}".rstrip("."))


def _bill(bill: dict[str, Any]) -> NationalBill:
    amount, status = fields.dollars(bill, "Amount"), fields.number(bill, "BillStatus")
    if status not in (0, 1, 2, 3):
        raise NotAnsweredError(CityReason.SHAPE, "BillStatus")
    return NationalBill(
        number=fields.identifier(bill, "BillNo"),
        parked_on=fields.day(bill, "ParkingDate"),
        pay_by=fields.day(bill, "PayLimitDate"),
        status=int(status),
        hours=fields.hours(bill, "ParkingHours"),
        amount=amount,
        pay_amount=amount if bill.get("PayAmount") is None else fields.dollars(bill, "PayAmount"),
    )


def _reminder(reminder: dict[str, Any]) -> NationalReminder:
    amount, extra = fields.dollars(reminder, "Amount"), fields.dollars(reminder, "ExtraCharge")
    prosecuted = fields.number(reminder, "IsProsecuted")
    if prosecuted not in (0, 1):
        raise NotAnsweredError(CityReason.SHAPE, "IsProsecuted")
    unprosecuted = reminder.get("ProsecuteLimitDate") in (None, "")
    return NationalReminder(
        number=fields.identifier(reminder, "ReminderNo"),
        pay_by=fields.day(reminder, "ReminderLimitDate"),
        amount=amount,
        extra_charge=extra,
        pay_amount=amount + extra if reminder.get("PayAmount") is None else fields.dollars(reminder, "PayAmount"),
        bills=tuple(_each(reminder, "Bills", _bill)),
        prosecuted=bool(prosecuted),
        prosecuted_after=None if unprosecuted else fields.day(reminder, "ProsecuteLimitDate"),
    )
