"""What payments need from the party that moves the money, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.contract.payments import Decline


class ProviderUnavailableError(Exception):
    """The payment provider gave no answer that can be used. What it did is unknown: never read as "declined"."""


class ProviderMessageError(Exception):
    """A message that is not the provider's, not of this moment, or not one that we understand."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a provider is asked to collect. The number is unique for ever: it is what makes asking twice harmless."""

    number: str
    provider: str
    dollars: int
    """What the payer pays, the fee included."""
    description: str
    valid_until: datetime
    """The provider refuses the order after this moment."""
    confirmed_url: str = ""
    """Where a wallet sends the payer back to who has agreed, for gateways that redirect."""
    cancelled_url: str = ""
    """Where it sends the payer who gave up."""


class Outcome(StrEnum):
    """Where an order stands with the provider."""

    PENDING = "pending"
    """The provider has it; the outcome will follow."""
    UNPAID = "unpaid"
    """The provider has it, and no money of it is on its way: once its time is over, none will come."""
    AUTHORISED = "authorised"
    """The payer has agreed in the wallet; no money moves before we confirm."""
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    """The payer gave up in the wallet, or stayed away for too long; nothing was taken."""
    MISSING = "missing"
    """The provider never had it."""


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """What the provider says of one order."""

    outcome: Outcome
    reference: str | None = None
    """The provider's own number of the transaction, which no other of its transactions has."""
    dollars: int | None = None
    """What was taken; always there when paid."""
    decline: Decline | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """How an order begins where the gateway reaches the payer by itself, or where it has ended before it began."""

    status: OrderStatus


@dataclass(frozen=True, slots=True)
class Redirect:
    """How an order begins where the payer has to go to the wallet."""

    url: str
    """The wallet's page for this order."""
    reference: str
    """The gateway's own number of the transaction."""


@dataclass(frozen=True, slots=True)
class Refund:
    """What a provider is asked to give back: one charge, or a part of it."""

    id: str
    """Unique for ever: it is what makes asking twice harmless."""
    number: str
    """Of the order."""
    provider: str
    reference: str
    """The provider's own number of the charge: an order may have been charged twice."""
    dollars: int
    before: int = 0
    """How much of the charge has gone back before this; nothing of one charge is asked back while that is under way."""


@dataclass(frozen=True, slots=True)
class ProviderMessage:
    """A message whose signature and moment have been checked."""

    id: str
    provider: str
    number: str
    status: OrderStatus | None
    """None for a kind of message that we do not use."""


class Gateway(Protocol):
    """Who moves the money, for one provider or for many. Calls block; no transaction may be open."""

    @property
    def redirects(self) -> bool:
        """Whether a payer goes to the wallet's own page; money moves there only when we confirm, or by itself."""
        ...

    @property
    def takes_itself(self) -> bool:
        """Whether the wallet's own page takes the money without a word of ours.

        A payment that has ended here can be paid there until its order's time is over: it is asked about until the
        gateway has said after that what became of it.
        """
        ...

    def begin(self, order: Order) -> Redirect | Push:
        """Begin to collect; raise `ProviderUnavailableError`.

        A `Push` bears `PENDING`, `PAID` or `DECLINED`.
        """
        ...

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        """Take the money that the payer has agreed to, once however often this is asked.

        Raise `ProviderUnavailableError` while it is unknown whether it was taken: `inquire` tells.
        """
        ...

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        """Return where an order stands; `reference` is the gateway's number of it. Raise `ProviderUnavailableError`."""
        ...

    def refund(self, refund: Refund) -> str:
        """Give money back, once however often this is asked; raise `ProviderUnavailableError` while it is not done.

        Return the provider's own number of that transaction, the refund's id where it has none.
        """
        ...

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        """Return a message that was sent to us under a provider's address; raise `ProviderMessageError`."""
        ...
