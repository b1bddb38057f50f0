"""The terms of a service, from its settings."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from kiosk.backend.context import RefundLimits, Terms
from kiosk.backend.payments import providers
from kiosk.backend.proof import passwords
from kiosk.domain.text import clean
from kiosk.settings import BackendSettings

DEMO_ITEM = "0ZZ"
"""Stands for the item of a contract with convenience stores, in the demo: no chain has it."""


def terms_of(settings: BackendSettings) -> Terms:
    """Return what holds for every payment of a service with these settings; raise `ProviderFileError`."""
    payments = settings.provider_secret.get_secret_value().encode()
    owners = settings.owner_secret.get_secret_value().encode() or payments
    return Terms(
        # It goes on the wire and onto paper, so a slip in the settings file must not stop payments.
        payee=clean(settings.payee),
        payee_en=None if settings.english_payee is None else clean(settings.english_payee),
        help_phone=clean(settings.help_phone),
        public_url=settings.public_url,
        lifetime=timedelta(seconds=settings.payment_lifetime),
        providers=providers.offered(
            demo=settings.demo,
            platform=bool(settings.provider_url),
            collected={provider for gateway in settings.gateways for provider in gateway.providers},
        ),
        form_key=_derived(payments or owners, b"payer form key"),
        code_key=_derived(owners, b"one-time code key"),
        seal_key=_derived(owners, b"outbox seal key"),
        passwords=passwords.Passwords(memory=settings.password_memory, passes=settings.password_passes),
        store_item=settings.store_item or (DEMO_ITEM if settings.demo else ""),
        refund_limits=RefundLimits(settings.refund_most, settings.refund_requests),
        number_wait=timedelta(hours=settings.number_wait),
        sample=settings.demo,
    )


def _derived(secret: bytes, use: bytes) -> bytes:
    """Return 32 bytes for one use: the same in every replica, or only of this process where there is no secret."""
    return hmac.new(secret, use, hashlib.sha256).digest() if secret else secrets.token_bytes(32)
