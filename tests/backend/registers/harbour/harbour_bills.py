"""What the harbour says that vehicles owe."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.registers.port import Asked, Numbered, SourceUnavailableError, WithdrawalRefusedError
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import NATIONAL_RATE, IssuedHow


@dataclass(frozen=True)
class Due:
    number: str
    plate: str
    type: str
    dollars: int
    parked_at: datetime
    due_on: date


def dues() -> Mapping[str, Due]:
    rows = tomllib.loads(Path(__file__).with_name("dues.toml").read_text(encoding="utf-8"))["due"]
    return {row["number"]: Due(**row) for row in rows}


class HarbourBills:
    """`BillSource` of the harbour: a party outside, which may be silent."""

    party = "harbour"

    def __init__(self) -> None:
        self.silent = False
        self.paid: set[str] = set()

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        return Asked([_ticket(due) for vehicle in vehicles for due in self._open() if _is_for(due, vehicle)])

    def find(self, number: str) -> Numbered | None:
        due = dues().get(number)
        if due is None:
            return None
        return Numbered(number, Vehicle(plate=due.plate, type=VehicleType(due.type)), number in self.paid)

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        raise WithdrawalRefusedError

    def _open(self) -> list[Due]:
        if self.silent:
            raise SourceUnavailableError
        return [due for due in dues().values() if due.number not in self.paid]


def _is_for(due: Due, vehicle: Vehicle) -> bool:
    return (due.plate, due.type) == (vehicle.plate, vehicle.type.value)


def _ticket(due: Due) -> OwedTicket:
    return OwedTicket(
        number=due.number,
        plate=due.plate,
        vehicle_type=due.type,
        issued=IssuedHow.SMART_POST.value,
        parked_at=int(due.parked_at.timestamp() * 1_000_000),
        left_at=None,
        # What the harbour asks for is what it says: nothing is taken off.
        rate=NATIONAL_RATE,
        fee=due.dollars,
        due_on=due.due_on.isoformat(),
        held=0,
        notice=None,
        stage=None,
        issued_on=None,
        pay_by=None,
        surcharge=None,
        fine=None,
    )
