"""What the use cases need from outside, as protocols. Adapters implement them; tests and the demo stand in for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.backend.domain.owed import OwedTicket
from kiosk.contract.bills import Source
from kiosk.contract.wire import Vehicle


class SourceUnavailableError(Exception):
    """No register answered: nobody knows whether anything is owed. Never to be read as "nothing owed"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the registers said, and which of them said nothing."""

    tickets: Sequence[OwedTicket]
    missing: tuple[Source, ...] = ()


class BillSource(Protocol):
    """The two registers of what vehicles owe: tickets before any notice, and the dunning register."""

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return every unpaid ticket of these vehicles, a thread at a time and without an open transaction.

        A register that did not answer is named in `missing`; raise `SourceUnavailableError` if none did.
        """
        ...
