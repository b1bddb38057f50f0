"""What every payment use case works with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from kiosk.backend.services import providers
from kiosk.backend.services.ports import Ports
from kiosk.backend.services.providers import Providers
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.domain.text import clean
from kiosk.settings import BackendSettings


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every payment of this service."""

    payee: str
    help_phone: str
    public_url: str
    """Where phones reach the payer's page: a scheme, a host and perhaps a port."""
    lifetime: timedelta
    providers: Providers
    form_key: bytes = field(repr=False)
    """Key of the tokens in the payer's forms."""

    @classmethod
    def of(cls, settings: BackendSettings) -> Terms:
        secret = settings.provider_secret.get_secret_value().encode()
        return cls(
            # It goes on the wire and onto paper, so a slip in the settings file must not stop payments.
            payee=clean(settings.payee),
            help_phone=clean(settings.help_phone),
            public_url=settings.public_url,
            lifetime=timedelta(seconds=settings.payment_lifetime),
            providers=providers.load(demo=settings.demo),
            # Derived, so that every replica has it. Without a secret nothing may be guessable: then it is of this
            # process alone.
            form_key=hmac.new(secret, b"payer form key", hashlib.sha256).digest()
            if secret
            else secrets.token_bytes(32),
        )


@dataclass(frozen=True, slots=True)
class Till:
    """The database, the time, the outside and the terms, for taking payments."""

    database: Database
    clock: Clock
    ports: Ports
    terms: Terms
