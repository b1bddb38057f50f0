"""What can be paid, as a protocol: a payment knows lines and sums, and never what kind of thing stands behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection

from kiosk.backend.domain.payment import Aftermath

if TYPE_CHECKING:
    from kiosk.backend.context import Context
    from kiosk.backend.payments.payment_records import Record


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One line of what a payment is for, as it stood when the payment was made: a bill, or what was bought."""

    plate: str
    gross: int
    """Dollars before discounts."""
    amount: int
    """Dollars."""
    bill: str | None = None
    """Its number."""
    pay_by: date | None = None
    """Of a bill."""
    name: str = ""
    """Of what was bought, in Chinese."""
    name_en: str | None = None
    month: str | None = None
    """For which it was bought, as `2026-12`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How what a payment is for stands at this moment."""

    still_owed: bool
    """Whether it is all still there to be paid, at the same sum."""
    paid_otherwise: bool = False
    """Whether some of it has been paid, and not by this payment."""


@dataclass(frozen=True, slots=True)
class OwnedPart:
    """What of a paid payment was for vehicles that one owner had bound by then."""

    payment_id: str
    receipt_number: str
    paid_at: datetime
    provider: str
    plates: tuple[str, ...]
    """Of those vehicles, sorted."""
    amount: int
    """Dollars, without the fee."""
    lines: int
    """How many lines that is."""
    name: str | None = None
    """Of what was bought, in Chinese; None for bills."""
    name_en: str | None = None


class Payable(Protocol):
    """A kind of thing that can be paid. The caller has a transaction, and for changes its payment locked."""

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        """Return what a payment is for, in the order in which it was chosen; nothing if it is for another kind.

        Not what has gone back while the rest stays paid.
        """
        ...

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        """Return how what a payment is for stands, and keep it so to the end of the transaction."""
        ...

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        """Let what a payment is for be paid; return False if it cannot be any more."""
        ...

    def release(self, connection: Connection, payment_id: str) -> None:
        """Let go what a payment holds that has ended; nothing happens if it is for another kind."""
        ...

    def undo(
        self, connection: Connection, payment_id: str, aftermath: Aftermath, bills: Collection[str] | None = None
    ) -> bool:
        """Let what was paid, or these bills of it, become what follows from its money going back, and be held no more.

        Return False if that cannot become of it.
        """
        ...

    def parts_of_owner(self, connection: Connection, owner_id: str, at_most: int) -> Sequence[OwnedPart]:
        """Return what of this kind was paid for an owner's vehicles, newest first, a payment each."""
        ...

    def lines_of_owner(
        self, connection: Connection, payment_id: str, owner_id: str, lines: Sequence[PaidLine]
    ) -> Sequence[PaidLine]:
        """Return those of a payment's lines that are for an owner's vehicles; nothing unless it is paid."""
        ...
