"""The payer's link and what guards it: codes and form tokens."""

from __future__ import annotations

import hashlib
import hmac

from kiosk.backend.ground.drawn import Chance, letters
from kiosk.domain.read_aloud import ALPHABET
from kiosk.settings.backend import public_origin

CODE_LENGTH = 10
"""Fifty bits. Anyone with the code may pay, and sees masked plates; it lives for a day at most."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code(chance: Chance) -> str:
    """Return a fresh link code."""
    return letters(chance, CODE_LENGTH)


def read_code(typed: str) -> str | None:
    """Return the code that someone typed or scanned, as stored; None if it cannot be one."""
    if len(typed) > 2 * CODE_LENGTH:
        return None
    code = typed.upper().translate(_READ_AS)
    return code if len(code) == CODE_LENGTH and not set(code) - set(ALPHABET) else None


def receipt_number(order_number: str) -> str:
    """Return the number of the receipt of a paid order: one order, one receipt."""
    return "R" + order_number


def link(public_url: str, code: str) -> str:
    """Return the payer's link in capitals, which keep a QR code small: `HTTP://192.168.1.20:8080/P/7ZK3M0W9QA`.

    Raise `ValueError` for a `public_url` that is not just a scheme, a host and perhaps a port.
    """
    return f"{public_origin(public_url)}/P/{code}".upper()


def form_token(key: bytes, code: str) -> str:
    """Return what the payer's form carries to show that our own page sent it."""
    return hmac.new(key, b"payer form " + code.encode(), hashlib.sha256).hexdigest()


def token_is_ours(key: bytes, code: str, token: str) -> bool:
    """Compare a form's token in constant time."""
    return hmac.compare_digest(form_token(key, code).encode(), token.encode())
