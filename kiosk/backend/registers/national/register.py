"""A city's bill query as the register of this service: what vehicles owe is asked there, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.registers.national.asking import CityReply
from kiosk.backend.registers.national.kept import KeptAnswers
from kiosk.backend.registers.national.owing import tickets_of
from kiosk.backend.registers.national.reckoning import worked_out
from kiosk.backend.registers.port import Asked, Numbered, SourceUnavailableError, WithdrawalRefusedError
from kiosk.clock import Clock, Deadline
from kiosk.contract.bills import Source
from kiosk.contract.wire import Vehicle
from kiosk.domain.fee_units import FeeUnits

WITHIN = 4.5
"""Seconds for all vehicles of one question: a terminal gives a try up after five, and asks once more. What was answered
by then is kept, so that the second try comes further."""


class NationalBills:
    """What one city says of vehicles, as tickets and notices."""

    def __init__(self, answers: KeptAnswers, clock: Clock) -> None:
        self.party: str | None = answers.party
        self._answers = answers
        self._city = answers.city
        self._clock = clock

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return every unpaid ticket that the city knows of, within a few seconds for all vehicles together.

        Where it answered for only some of them, both registers' tickets are given and `missing` says that it is not
        all; raise `SourceUnavailableError` where it answered for none.
        """
        deadline = Deadline.after(self._clock, WITHIN)
        replies = {vehicle: self._answers.reply(vehicle, deadline.remaining()) for vehicle in dict.fromkeys(vehicles)}
        heard = {vehicle: one for vehicle, one in replies.items() if one.answer is not None}
        if not heard:
            raise SourceUnavailableError
        missing: set[Source] = set() if len(heard) == len(replies) else {Source.TICKETS}
        tickets: list[OwedTicket] = []
        for vehicle, one in heard.items():
            assert one.answer is not None  # noqa: S101  none without an answer
            found, unsaid = tickets_of(one.answer, vehicle)
            tickets += found
            missing.update(unsaid)
        asked_at = min(one.asked_at for one in heard.values())
        if not tickets and len(missing) == len(Source):
            raise SourceUnavailableError
        # Where there is something to show, one stands for what is missing: both would mean that no one answered.
        named = tuple(source for source in Source if source in missing)[:1]
        single = [ticket.number for ticket in tickets if ticket.notice is None]
        links = {number: link for number in single if (link := self._city.pay_link(number)) is not None}
        return Asked(tickets, named, links, self._units(heard), asked_at)

    def _units(self, heard: Mapping[Vehicle, CityReply]) -> dict[str, FeeUnits]:
        """Return how the fees of tickets may be made up by this city's rates, by their numbers."""
        units: dict[str, FeeUnits] = {}
        for one in heard.values():
            for bill in () if one.answer is None else one.answer.every_bill:
                found = worked_out(self._city, bill, one.question.type)
                if found is not None:
                    units[bill.number] = found
        return units

    def find(self, number: str) -> Numbered | None:
        """Raise `SourceUnavailableError`: the query takes plates, not numbers."""
        raise SourceUnavailableError

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        """Raise `WithdrawalRefusedError`: a city's query tells of tickets, and changes none."""
        raise WithdrawalRefusedError
