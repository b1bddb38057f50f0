"""What a vehicle owes in other counties and cities, asked there one by one; nothing of it is paid here."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.backend.registers.national.answers import Answer
from kiosk.backend.registers.national.cities import Quirk
from kiosk.backend.registers.national.kept import KeptAnswers
from kiosk.contract.cities import CityAnswer, CityBill, OtherCity
from kiosk.contract.wire import Vehicle


class NationalElsewhere:
    """The other cities of an installation."""

    def __init__(self, answers: Sequence[KeptAnswers]) -> None:
        self._answers = {one.city.code: one for one in answers}
        self.listed = tuple(
            OtherCity(
                code=one.city.code,
                name=one.city.name,
                name_en=one.city.name_en,
                secured=Quirk.PLAIN_HTTP not in one.city.quirks,
            )
            for one in answers
        )

    def party(self, code: str) -> str:
        """Return a city's name among the parties outside; raise `KeyError` for a city that is not asked."""
        return self._answers[code].party

    def ask(self, code: str, vehicle: Vehicle) -> CityAnswer:
        """Return what a city says of a vehicle within eight seconds; raise `KeyError` for a city that is not asked."""
        reply = self._answers[code].reply(vehicle)
        bills = None if reply.answer is None else _bills(reply.answer)
        complete = reply.answer is not None and reply.answer.complete
        return CityAnswer(city=code, bills=bills, complete=complete, reason=reply.reason, asked_at=reply.asked_at)


def _bills(answer: Answer) -> tuple[CityBill, ...]:
    """Return what there is to pay: a reminder is one thing, however many tickets it merges."""
    tickets = [
        CityBill(number=bill.number, parked_on=bill.parked_on, pay_by=bill.pay_by, amount=bill.pay_amount)
        for bill in answer.bills
    ]
    reminders = [
        CityBill(
            number=one.number,
            tickets=max(1, len(one.bills)),
            reminder=True,
            parked_on=None,
            pay_by=one.pay_by,
            amount=one.pay_amount,
            surcharge=one.extra_charge,
        )
        for one in answer.reminders
    ]
    return tuple(sorted(reminders + tickets, key=lambda bill: (bill.pay_by, bill.number)))
