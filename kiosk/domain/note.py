"""A note that staff type freely: short, clean, and without what identifies a person or opens an account.

A note is read by others later and kept for years: the number of an identity card, of a payment card or of a mobile
telephone in it would be a copy that nobody looks after.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from kiosk.domain.text import clean

MOST = 500
"""Characters."""

_GAP = r"[\s.\-–—_/·]{0,2}"
_CARD_ID = re.compile(rf"(?<![A-Z0-9])[A-Z]{_GAP}[1289A-D]({_GAP}[0-9]){{8}}(?![0-9])")
_MOBILE = re.compile(
    rf"(?<![0-9A-Z])(?:\+?{_GAP}8{_GAP}8{_GAP}6{_GAP}(?:0{_GAP})?|0{_GAP})9({_GAP}[0-9]){{8}}(?![0-9])"
)
_LONG_NUMBER = re.compile(rf"(?<![0-9A-Z])[3-6](?:{_GAP}[0-9]){{12,18}}(?![0-9A-Z])")


class NoteFault(StrEnum):
    """Why a note is not taken."""

    TOO_LONG = "too-long"
    SIGNS = "signs"
    """It holds signs that do not show: control characters, or those that turn the direction of writing."""
    IDENTITY = "identity"
    """It holds the number of an identity card or a residence permit."""
    CARD = "card"
    """It holds the number of a payment card."""
    MOBILE = "mobile"
    """It holds a mobile number."""


def fault_of(note: str) -> NoteFault | None:
    """Return why a note is not taken; None if it is.

    Wide letters and digits count as what they stand for, and blanks and dashes within a number as none. A card's number
    is one whose check digit is right (ISO/IEC 7812-1): the numbers of orders and transactions are none.
    """
    if len(note) > MOST:
        return NoteFault.TOO_LONG
    if clean(note) != note or not note.isprintable():
        return NoteFault.SIGNS
    plain = unicodedata.normalize("NFKC", note).upper()
    if _CARD_ID.search(plain):
        return NoteFault.IDENTITY
    if _MOBILE.search(plain):
        return NoteFault.MOBILE
    numbers = (re.sub(r"[^0-9]", "", found.group()) for found in _LONG_NUMBER.finditer(plain))
    return NoteFault.CARD if any(map(_checks, numbers)) else None


def _checks(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
