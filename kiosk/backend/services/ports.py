"""What the use cases need from outside, as protocols. Adapters implement them; tests and the demo stand in for them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.services.identity_port import IdentityIssuer
from kiosk.contract.bills import Source
from kiosk.contract.payments import Decline
from kiosk.contract.wire import Vehicle

_T = TypeVar("_T")


class SourceUnavailableError(Exception):
    """No register answered: nobody knows whether anything is owed. Never to be read as "nothing owed"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the registers said, and which of them said nothing."""

    tickets: Sequence[OwedTicket]
    missing: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a register knows of a ticket's or a notice's number."""

    bill: str
    """The number under which it is owed: a ticket's own, or its notice's."""
    vehicle: Vehicle
    paid: bool


class BillSource(Protocol):
    """The two registers of what vehicles owe: tickets before any notice, and the dunning register."""

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


class ProviderUnavailableError(Exception):
    """The payment provider gave no answer that can be used. Nobody knows what it did: never read as "declined"."""


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


class Outcome(StrEnum):
    """Where an order stands with the provider."""

    PENDING = "pending"
    """The provider has it; the outcome will follow."""
    PAID = "paid"
    DECLINED = "declined"
    MISSING = "missing"
    """The provider never had it."""


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """What the provider says of one order."""

    outcome: Outcome
    reference: str | None = None
    """The provider's own number of the transaction."""
    dollars: int | None = None
    """What was taken; always there when paid."""
    decline: Decline | None = None


@dataclass(frozen=True, slots=True)
class ProviderMessage:
    """A message whose signature and moment have been checked."""

    id: str
    provider: str
    number: str
    status: OrderStatus | None
    """None for a kind of message that we do not use."""


class PaymentProvider(Protocol):
    """The smart-payment platform that collects for every provider. Calls block; no transaction may be open."""

    def charge(self, order: Order) -> OrderStatus:
        """Ask for the money; return `PENDING`, `PAID` or `DECLINED`; raise `ProviderUnavailableError`."""
        ...

    def inquire(self, number: str) -> OrderStatus:
        """Return where an order stands; raise `ProviderUnavailableError`."""
        ...

    def refund(self, number: str, dollars: int) -> None:
        """Give money back, once however often this is asked; raise `ProviderUnavailableError` while it is not done."""
        ...

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        """Return a message that was sent to us under a provider's address; raise `ProviderMessageError`."""
        ...


class PaymentSignals(Protocol):
    """Tells whoever watches a payment that it has changed."""

    def changed(self, connection: Connection, payment_id: str) -> None:
        """Note inside the transaction that a payment changes; the watchers hear of it when it is committed."""
        ...


class Watcher(Protocol):
    """One listener's place at a payment. Used in the event loop that made it."""

    seen: int
    """The version that the listener has; set by the listener. It is woken as long as there is a newer one."""

    async def woken(self, within: float) -> bool:
        """Wait at most so many seconds for a change that was not told of yet; return whether there may be one."""
        ...

    @property
    def ending(self) -> bool:
        """Whether the backend is about to end: the listener should go."""
        ...


class PaymentWatch(Protocol):
    """The other end of `PaymentSignals`."""

    def watching(self, payment_id: str) -> AbstractContextManager[Watcher]:
        """Listen to a payment, from now on, in the running event loop."""
        ...


class Chance(Protocol):
    """What numbers, codes and ids of payments are drawn from. The standard library's `secrets` is one."""

    def token_hex(self, nbytes: int, /) -> str:
        """Return that many random bytes as hexadecimal digits."""
        ...

    def randbelow(self, end: int, /) -> int:
        """Return a number from 0 to `end` - 1, each as likely as any other."""
        ...

    def choice(self, among: Sequence[_T], /) -> _T:
        """Return one of them, each as likely as any other."""
        ...


class Trouble(StrEnum):
    """Why a gateway did not take a message."""

    DOWN = "down"
    """It cannot be reached, or says so itself: later, or the other one."""
    UNSURE = "unsure"
    """It was asked and nobody knows what it did. It recognises the message if it is asked again."""
    ACCOUNT = "account"
    """It does not serve us: password, credit, address. An operator has to see to it."""
    REFUSED = "refused"
    """It will never take this message: the number or the text is wrong."""


class GatewayError(Exception):
    """A message that a gateway did not take; `code` is the gateway's own, the text holds nothing of the message."""

    def __init__(self, trouble: Trouble, code: str) -> None:
        super().__init__(f"{trouble.value} ({code})")
        self.trouble = trouble
        self.code = code


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """A message as a gateway is to send it."""

    id: str
    """The same however often it is tried: what makes asking twice harmless where a gateway heeds it."""
    mobile: str = field(repr=False)
    body: str = field(repr=False)
    seconds: int
    """How long the gateway may try to deliver it."""
    device_id: str | None
    """The terminal that asked for it."""


@dataclass(frozen=True, slots=True)
class TextReceipt:
    """What became of a message, as the gateway says."""

    delivered: bool
    code: str
    """The gateway's own word for it."""


class TextGateway(Protocol):
    """A company that sends text messages. Calls block, for at most ten seconds; no transaction may be open."""

    @property
    def name(self) -> str:
        """At most twelve lower-case characters; stands in the database and in figures."""
        ...

    def send(self, text: OutgoingText) -> str:
        """Hand a message over; return the gateway's id of it; raise `GatewayError`."""
        ...

    def credit(self) -> float:
        """Return what the account still holds, in messages; raise `GatewayError`, as `send` would."""
        ...

    def receipt(self, gateway_id: str) -> TextReceipt | None:
        """Return what became of a message, None while that is open; raise `GatewayError`."""
        ...

    def read_receipt(self, parameters: Mapping[str, str]) -> tuple[str, TextReceipt | None] | None:
        """Return what the gateway tells of its own accord, with its id of the message; None if it is no receipt."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside the backend, put together at start."""

    bills: BillSource
    provider: PaymentProvider
    signals: PaymentSignals
    gateways: tuple[TextGateway, ...] = ()
    """In the order in which they are tried; without any, no code is ever sent."""
    identities: Mapping[str, IdentityIssuer] = field(default_factory=dict)
    """By code, in the order in which they are offered; without any, linking is switched off."""
    chance: Chance = secrets
    """A simulation that is to run twice alike draws from a seed instead."""
    wake: Callable[[], None] = lambda: None
    """Tells the worker, after a commit, that something in the outbox is due at once."""
