"""What every payment use case works with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from kiosk.backend.services import providers
from kiosk.backend.services.passwords import Passwords
from kiosk.backend.services.ports import Ports
from kiosk.backend.services.providers import Providers
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.domain.text import clean
from kiosk.settings import BackendSettings

DEMO_ITEM = "0ZZ"
"""Stands for the item of a contract with convenience stores, in the demo: no chain has it."""


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
    sample: bool = False
    """Whether nothing here is real money, as in the demo."""

    @classmethod
    def of(cls, settings: BackendSettings) -> Terms:
        payments = settings.provider_secret.get_secret_value().encode()
        owners = settings.owner_secret.get_secret_value().encode() or payments
        return cls(
            # It goes on the wire and onto paper, so a slip in the settings file must not stop payments.
            payee=clean(settings.payee),
            payee_en=None if settings.english_payee is None else clean(settings.english_payee),
            help_phone=clean(settings.help_phone),
            public_url=settings.public_url,
            lifetime=timedelta(seconds=settings.payment_lifetime),
            providers=providers.offered(demo=settings.demo, platform=bool(settings.provider_url)),
            form_key=_derived(payments, b"payer form key"),
            code_key=_derived(owners, b"one-time code key"),
            seal_key=_derived(owners, b"outbox seal key"),
            passwords=Passwords(memory=settings.password_memory, passes=settings.password_passes),
            store_item=settings.store_item or (DEMO_ITEM if settings.demo else ""),
            sample=settings.demo,
        )


def _derived(secret: bytes, use: bytes) -> bytes:
    """Return 32 bytes for one use: the same in every replica, or of this process alone where there is no secret."""
    return hmac.new(secret, use, hashlib.sha256).digest() if secret else secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Till:
    """The database, the time, the outside and the terms, for taking payments."""

    database: Database
    clock: Clock
    ports: Ports
    terms: Terms
