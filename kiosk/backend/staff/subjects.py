"""What stands in the audit for what somebody typed."""

from __future__ import annotations

import hashlib
import hmac

from kiosk.backend.context import Context


def of_text(context: Context, text: str) -> str:
    """Return what stands for a text that was searched for: the same for the same text, and nothing of it."""
    key = b"searched " + " ".join(text.split()).upper().encode()
    return hmac.new(context.terms.code_key, key, hashlib.sha256).hexdigest()[:32]


def of_vehicle(plate: str, kind: str) -> str:
    """Return what stands for a vehicle that was looked at."""
    return f"{plate} {kind}"
