"""What a vehicle owes in other counties and cities, asked there one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kiosk.backend.domain.city_settlement import CityWay
from kiosk.backend.registers.national.answers import Answer
from kiosk.backend.registers.national.cities import Quirk
from kiosk.backend.registers.national.kept import KeptAnswers
from kiosk.contract.cities import CityAnswer, CityBill, OtherCity
from kiosk.contract.wire import Vehicle


class NationalElsewhere:
    """The other cities of an installation; `ways` has those whose bills are paid here, and how they learn of it."""

    def __init__(self, answers: Sequence[KeptAnswers], ways: Mapping[str, CityWay] | None = None) -> None:
        self._ways = ways or {}
        self._answers = {one.city.code: one for one in answers}
        self.listed = tuple(
            OtherCity(
                code=one.city.code,
                name=one.city.name,
                name_en=one.city.name_en,
                secured=Quirk.PLAIN_HTTP not in one.city.quirks,
                payable=one.city.code in self._ways,
            )
            for one in answers
        )

    def party(self, code: str) -> str:
        """Return a city's name among the parties outside; raise `KeyError` for a city that is not asked."""
        return self._answers[code].party

    def ask(self, code: str, vehicle: Vehicle, *, afresh: bool = False) -> CityAnswer:
        """Return what a city says of a vehicle within eight seconds; raise `KeyError` for a city that is not asked."""
        reply = self._answers[code].reply(vehicle, afresh=afresh)
        bills = (
            None
            if reply.answer is None
            else _bills(reply.answer, reminders=self._ways.get(code) is not CityWay.ASKED_AGAIN)
        )
        complete = reply.answer is not None and reply.answer.complete
        return CityAnswer(city=code, bills=bills, complete=complete, reason=reply.reason, asked_at=reply.asked_at)

    def numbers(self, code: str, vehicle: Vehicle) -> frozenset[str] | None:
        """Return every number that a city lists, asked afresh; None where it is unknown; raise `KeyError` as `ask`."""
        answer = self._answers[code].reply(vehicle, afresh=True).answer
        return frozenset(_numbers(answer)) if answer is not None and answer.complete else None


def _numbers(answer: Answer) -> list[str]:
    return [bill.number for bill in answer.every_bill] + [one.number for one in answer.reminders]


def _bills(answer: Answer, *, reminders: bool) -> tuple[CityBill, ...]:
    """Return what there is to pay: a reminder is one thing, however many tickets it merges.

    The specification's own sample has a ticket both by itself and within a reminder. A payer of either might pay
    it twice, so neither is one that can be paid by its number. Nor are `reminders` where all that is known of a payment
    is that the number is gone: so it is where a reminder is taken back and its tickets stand by themselves again.
    """
    named = Counter(_numbers(answer))
    listed = [
        CityBill(
            number=bill.number,
            parked_on=bill.parked_on,
            pay_by=bill.pay_by,
            amount=bill.pay_amount,
            payable=named[bill.number] == 1,
        )
        for bill in answer.bills
    ]
    reminded = [
        CityBill(
            number=one.number,
            tickets=max(1, len(one.bills)),
            reminder=True,
            parked_on=None,
            pay_by=one.pay_by,
            amount=one.pay_amount,
            surcharge=one.extra_charge,
            payable=reminders
            and all(named[number] == 1 for number in (one.number, *(bill.number for bill in one.bills))),
        )
        for one in answer.reminders
    ]
    return tuple(sorted(reminded + listed, key=lambda bill: (bill.pay_by, bill.number)))
