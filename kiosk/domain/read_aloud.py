"""Codes and numbers that people read aloud: to a desk, over the telephone, from a phone to a screen."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that reads as a digit or another letter, and all of QR's alphanumeric mode."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None})


def read(typed: str) -> str:
    """Return the normalised number from what a person heard or read."""
    return typed.upper().translate(_READ_AS)
