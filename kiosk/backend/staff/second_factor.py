"""Six digits of an authenticator (RFC 6238): half a minute each, a step early or late for clocks that differ."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

STEP = 30
"""Seconds."""
_DRIFT = (0, -1, 1)
"""Steps by which the clock of somebody's telephone may be off."""

ISSUER = "Parking desk"


def new_key() -> str:
    """Return a key of 160 bits, in base 32 as authenticators take it."""
    return pyotp.random_base32()


def address(key: str, name: str) -> str:
    """Return what an authenticator scans (`otpauth://totp/…`)."""
    return pyotp.TOTP(key, interval=STEP).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(key: str, typed: str, now: datetime) -> int | None:
    """Return which half minute since 1970 a code belongs to; None if it is none of those around now."""
    factor = pyotp.TOTP(key, interval=STEP)
    current = int(now.timestamp()) // STEP
    fitting = [current + off for off in _DRIFT if hmac.compare_digest(factor.generate_otp(current + off), typed)]
    return fitting[0] if fitting else None
