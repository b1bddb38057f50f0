"""Registers that fall silent about certain vehicles, so that the demo can show what a visitor sees then."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from kiosk.backend.demo.vehicles import demo_vehicles
from kiosk.backend.registers.port import Asked, BillSource, Numbered, SourceUnavailableError
from kiosk.contract.bills import Source
from kiosk.contract.wire import Vehicle


class DemoBills:
    """A source of bills with the demo's named silences put over it."""

    def __init__(self, source: BillSource) -> None:
        self._source = source
        self.party = source.party
        self._silent = {(str(one.plate), one.type): one.silent for one in demo_vehicles() if one.silent}

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return what the source says; raise `SourceUnavailableError` for a vehicle whose register does not answer."""
        silent: frozenset[Source] = frozenset()
        for vehicle in vehicles:
            silent |= self._silent.get((vehicle.plate, vehicle.type), frozenset())
        asked = self._source.ask(vehicles)
        if not silent:
            return asked
        missing = tuple(source for source in Source if source in silent or source in asked.missing)
        if len(missing) == len(Source):
            raise SourceUnavailableError
        heard = [ticket for ticket in asked.tickets if _register(ticket.notice) not in silent]
        return Asked(heard, missing)

    def find(self, number: str) -> Numbered | None:
        """Return what the source says: the silences are about vehicles, and met when theirs is asked for."""
        return self._source.find(number)

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        """Withdraw a ticket; raise as the source does, and `SourceUnavailableError` for a vehicle with a silence."""
        if self._silent.get((vehicle.plate, vehicle.type)):
            raise SourceUnavailableError
        self._source.withdraw(connection, vehicle, number)


def _register(notice: str | None) -> Source:
    return Source.TICKETS if notice is None else Source.NOTICES
