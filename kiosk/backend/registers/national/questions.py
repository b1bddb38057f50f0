"""What is asked of a city, and why it may not have answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.contract.cities import CityReason
from kiosk.domain.plate import Plate


class CarType(StrEnum):
    """The kinds of vehicle as the national query names them."""

    CAR = "C"
    MOTORCYCLE = "M"
    OTHER = "O"
    """其他, such as a trailer."""


@dataclass(frozen=True, slots=True)
class Question:
    """One vehicle. Its plate is a person's: it goes to the city that is asked, and into no log and no error."""

    plate: Plate
    type: CarType


class NotAnsweredError(Exception):
    """A city gave no answer that can be relied on. Never to be read as "nothing owed".

    `reason` says why, and `where` names the field or the status, never what stood there.
    """

    def __init__(self, reason: CityReason, where: str = "") -> None:
        super().__init__(f"{reason.value}: {where}" if where else reason.value)
        self.reason = reason
        self.where = where
