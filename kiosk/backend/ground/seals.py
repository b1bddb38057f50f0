"""Text that waits in the database, unreadable there: AES-256-GCM under the service's key, bound to its row."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
"""Bytes; random, as often as a city sends messages."""


class SealBrokenError(Exception):
    """Sealed under another key, for another row, or damaged."""


def sealed(key: bytes, text: str, row_id: str) -> bytes:
    """Return a text so that only `opened` with the same key and row reads it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), row_id.encode())


def opened(key: bytes, seal: bytes, row_id: str) -> str:
    """Return the text under a seal; raise `SealBrokenError`."""
    try:
        return AESGCM(key).decrypt(seal[:_NONCE], seal[_NONCE:], row_id.encode()).decode()
    except (InvalidTag, ValueError):
        raise SealBrokenError from None
