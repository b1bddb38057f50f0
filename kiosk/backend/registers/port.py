"""What looking up needs from the registers, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from kiosk.backend.domain.owed import OwedTicket
from kiosk.contract.bills import Source
from kiosk.contract.cities import CityAnswer, OtherCity
from kiosk.contract.wire import Vehicle
from kiosk.domain.fee_units import FeeUnits


class SourceUnavailableError(Exception):
    """No register answered: it is unknown whether anything is owed. Never to be read as "nothing owed"."""


class WithdrawalRefusedError(Exception):
    """The register takes no withdrawals from here. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the registers said, and which of them said nothing."""

    tickets: Sequence[OwedTicket]
    missing: tuple[Source, ...] = ()
    pay_links: Mapping[str, str] = field(default_factory=dict)
    """Where the register's owner takes payment for a ticket by phone, by its number."""
    units: Mapping[str, FeeUnits] = field(default_factory=dict)
    """How fees are made up, by a ticket's number, where the register knows more of that than its rate says."""
    asked_at: datetime | None = None
    """When the oldest part of it was true, where that is not at this moment."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a register knows of a ticket's or a notice's number."""

    bill: str
    """The number under which it is owed: a ticket's own, or its notice's."""
    vehicle: Vehicle
    paid: bool


class BillSource(Protocol):
    """The two registers of what vehicles owe: tickets before any notice, and the dunning register."""

    @property
    def party(self) -> str | None:
        """Who outside is asked, at most 24 lower-case letters and hyphens; None where only our own database is read.

        Look-ups at a party outside have threads of their own, and of them only so many wait.
        """
        ...

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return every unpaid ticket of these vehicles, a thread at a time and without an open transaction.

        A register that did not answer is named in `missing`; raise `SourceUnavailableError` if none did.
        """
        ...

    def find(self, number: str) -> Numbered | None:
        """Return where a ticket's or a notice's number stands, None if there is no such number.

        Raise `SourceUnavailableError` if no register answered, or none can be asked for a number.
        """
        ...

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        """Withdraw a ticket that is owed (註銷), and that the caller has locked, in the caller's write transaction.

        A party outside learns of it from what the transaction leaves behind: it may be begun anew. Raise
        `WithdrawalRefusedError` where the register takes none from us or does not owe it, `SourceUnavailableError`
        where it could not be asked; nothing has changed then.
        """
        ...


class OtherCities(Protocol):
    """Registers of other cities: what vehicles owe there is shown, and paid there."""

    @property
    def listed(self) -> Sequence[OtherCity]:
        """The cities that can be asked, in the order in which they are shown."""
        ...

    def party(self, code: str) -> str:
        """Return the name of a city among the parties outside, as `BillSource.party`.

        Raise `KeyError` for a city that is not listed.
        """
        ...

    def ask(self, code: str, vehicle: Vehicle, *, afresh: bool = False) -> CityAnswer:
        """Return what a city says of a vehicle, or why it says nothing, a thread at a time.

        With `afresh`, what it said a moment ago is not given again. Raise `KeyError` for a city that is not listed.
        """
        ...

    def numbers(self, code: str, vehicle: Vehicle) -> frozenset[str] | None:
        """Return every number that a city lists for a vehicle, asked afresh, those within reminders too.

        None where it is unknown: it gave no answer, or one that may lack something. Raise `KeyError` as `ask`.
        """
        ...
