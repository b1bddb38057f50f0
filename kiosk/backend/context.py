"""What every use case works with: the database, the time, the outside and the terms."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kiosk.backend.ground.under_way import UnderWay
from kiosk.backend.store.database import Database
from kiosk.clock import Clock

if TYPE_CHECKING:
    # The subjects stand on this; what is named here of them is put in at start.
    from kiosk.backend.city_bills.port import CitySettlement
    from kiosk.backend.gateways.port import Gateway
    from kiosk.backend.ground.drawn import Chance
    from kiosk.backend.identities.port import IdentityIssuer
    from kiosk.backend.messages.mail.port import MailServer
    from kiosk.backend.messages.port import TextGateway
    from kiosk.backend.payments.payable import Payable
    from kiosk.backend.payments.providers import Providers
    from kiosk.backend.payments.signals import PaymentSignals
    from kiosk.backend.proof.passwords import Passwords
    from kiosk.backend.registers.port import BillSource, OtherCities


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside the backend, put together at start."""

    bills: BillSource
    provider: Gateway
    """Who collects for every provider that `own_gateways` does not name."""
    signals: PaymentSignals
    payables: tuple[Payable[Any, Any], ...]
    """The kinds of things that can be paid, in the order in which a payment is asked what it is for.

    The first are the bills of the register.
    """
    elsewhere: OtherCities | None = None
    """What vehicles owe in other cities; None where those are not asked."""
    city_settlements: Mapping[str, CitySettlement] = field(default_factory=dict)
    """How other cities whose bills are paid here come to know of it, by their codes; without any, none is paid here."""
    own_gateways: Mapping[str, Gateway] = field(default_factory=dict)
    """Gateways of their own, by the provider's code."""
    gateways: tuple[TextGateway, ...] = ()
    """In the order in which they are tried; without any, no code is ever sent."""
    mail: MailServer | None = None
    """The office's server for e-mail; without one, owners are notified only by text message and at the kiosk."""
    identities: Mapping[str, IdentityIssuer] = field(default_factory=dict)
    """By code, in the order in which they are offered; without any, linking is switched off."""
    codes_under_way: UnderWay = field(default_factory=UnderWay)
    """Which of the gateways have how many codes to send, in this process."""
    chance: Chance = secrets
    """A simulation that is to run twice alike draws from a seed instead."""
    wake: Callable[[], None] = lambda: None
    """Tells the worker, after a commit, that something in the outbox is due at once."""

    @property
    def payable_bills(self) -> Payable[Any, Any]:
        """What the bills that `bills` tells of are, as things to be paid."""
        return self.payables[0]

    def gateway(self, provider: str) -> Gateway:
        """Return who collects for a provider."""
        return self.own_gateways.get(provider, self.provider)


@dataclass(frozen=True, slots=True)
class RefundLimits:
    """Beyond which somebody of the finance office has to decide on what a person of the office gives back."""

    dollars: int = 1000
    """More than this at once."""
    requests: int = 10
    """So many requests of one person within a day, this one among them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every payment of this service."""

    payee: str
    payee_en: str | None
    """The payee's name for readers of English, None where it has no other one for them."""
    help_phone: str
    public_url: str
    """Where phones reach the payer's page: a scheme, a host and perhaps a port."""
    lifetime: timedelta
    providers: Providers
    form_key: bytes = field(repr=False)
    """Key of the tokens in the payer's forms."""
    code_key: bytes = field(repr=False)
    """Key of the hashes of one-time codes, and of numbers that are counted without being kept."""
    seal_key: bytes = field(repr=False)
    """Key of what waits in the outbox and must not be readable at rest; 32 bytes."""
    passwords: Passwords
    store_item: str = ""
    """What convenience stores know the office's bills by; empty where they take none."""
    refund_limits: RefundLimits = RefundLimits()
    number_wait: timedelta = timedelta(hours=72)
    """From the decision until a new number that was asked for at a counter takes effect."""
    sample: bool = False
    """Whether nothing here is real money, as in the demo."""
    phones: bool = True
    """Whether phones can reach `public_url`: not where it is this machine's own address for want of another."""


@dataclass(frozen=True, slots=True)
class Context:
    """The database, the time, the outside and the terms, for every use case."""

    database: Database
    clock: Clock
    ports: Ports
    terms: Terms
