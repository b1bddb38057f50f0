"""What can be paid, as a protocol: a payment knows lines and sums, and never what kind of thing stands behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy import Connection

from kiosk.backend.domain.owed import Stay
from kiosk.backend.domain.payment import Aftermath
from kiosk.contract.cities import CityStanding

if TYPE_CHECKING:
    from kiosk.backend.context import Context
    from kiosk.backend.payments.payment_records import Record


@dataclass(frozen=True, slots=True)
class PaidCity:
    """The other city whose bill was paid, and what it has said of it."""

    code: str
    name: str
    name_en: str
    standing: CityStanding


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
    city: PaidCity | None = None
    """Of a bill of another city: its number means something only there."""


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


class Wish(Protocol):
    """What a terminal asks to pay, as it came in; each kind has a model of its own."""

    @property
    def provider(self) -> str:
        """Code of the provider to pay through."""
        ...

    @property
    def expected(self) -> int:
        """The dollars that stood on the screen."""
        ...

    def model_dump_json(self) -> str:
        """Return it as text, the same for the same wish."""
        ...


class Quote(Protocol):
    """What a wish comes to. Each kind adds what it is going to hold."""

    @property
    def dollars(self) -> int:
        """What is to be paid, without the provider's fee."""
        ...


WishT_contra = TypeVar("WishT_contra", bound=Wish, contravariant=True)
QuoteT = TypeVar("QuoteT", bound=Quote)


class Payable(Protocol[WishT_contra, QuoteT]):
    """A kind of thing that can be paid. The caller has a transaction, and for changes its payment locked.

    A payment is for things of one kind. It is made by `quote` and `hold`; all else finds out from the payment.
    """

    @property
    def operation(self) -> str:
        """Id of the operation that makes payments of this kind; a terminal's key is for one wish of it."""
        ...

    @property
    def aftermaths(self) -> Collection[Aftermath]:
        """What may become of such a thing when its money goes back."""
        ...

    def quote(self, connection: Connection, context: Context, wish: WishT_contra, now: datetime) -> QuoteT:
        """Return what a wish comes to now, kept so to the end of the transaction.

        Raise `Refusal` where something of it cannot be paid here, or is being paid by another payment.
        """
        ...

    def hold(self, connection: Connection, context: Context, payment_id: str, quote: QuoteT, now: datetime) -> None:
        """Keep what a payment is for that was just made, and keep others from paying it.

        Raise `Refusal` where it is gone, and `IntegrityError` if another payment has come to hold it meanwhile.
        """
        ...

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        """Return what a payment is for, in the order in which it was chosen; nothing if it is for another kind.

        Not what has gone back while the rest stays paid.
        """
        ...

    def stays(self, connection: Connection, lines: Sequence[PaidLine]) -> Mapping[str, tuple[Stay, ...]]:
        """Return the stays that lines of this kind are for, by the number of the bill, the oldest first.

        Nothing for a line that is for none, or of which none is known here.
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
        self,
        connection: Connection,
        payment_id: str,
        aftermath: Aftermath,
        now: datetime,
        bills: Collection[str] | None = None,
    ) -> None:
        """Let what was paid, or these bills of it, become what follows from its money going back, and be held no more.

        `aftermath` is one of this kind's; `bills` are None where it was for none, or all of it goes back.
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
