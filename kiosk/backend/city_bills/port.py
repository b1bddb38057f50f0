"""What paying another city's bills needs from that city, as a protocol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.backend.domain.city_settlement import CityWay, CityWord
from kiosk.contract.wire import Vehicle


class CityUnavailableError(Exception):
    """The city gave no answer that can be relied on: what it has is unknown. The text says why, and names no person."""


@dataclass(frozen=True, slots=True)
class CityOrder:
    """Bills of one city that were paid here, by one order."""

    number: str
    """Of the order: the same for every try, so that trying twice has one effect."""
    city: str
    """Its code."""
    vehicle: Vehicle
    """Whose bills they are; it goes to no one but the city, and only where it is asked by its national query."""
    bills: tuple[tuple[str, int], ...]
    """Number and dollars of each, in the order in which they were chosen."""
    paid_at: datetime

    @property
    def dollars(self) -> int:
        """Return what they come to; the provider's fee is none of the city's."""
        return sum(dollars for _, dollars in self.bills)


class CitySettlement(Protocol):
    """How one city comes to know of what was paid. Calls block, and are made without an open transaction."""

    @property
    def way(self) -> CityWay:
        """How payments are reported to it."""
        ...

    def confirm(self, order: CityOrder) -> CityWord | None:
        """Have the city know of an order, and return what it says; None while it has not decided.

        However often it is done, the city takes the order once. Raise `CityUnavailableError`.
        """
        ...

    def inquire(self, order: CityOrder) -> CityWord | None:
        """Return what the city says of an order that it may know of, without telling it; otherwise as `confirm`."""
        ...
