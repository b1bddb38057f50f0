"""Free notes of the staff: one tidy paragraph, without the numbers by which people are known.

A note is read by others later and kept for as long as what it belongs to, where no one expects an identity card, a
payment card or a mobile number; cases have fields for what is needed of those.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from kiosk.domain.text import clean, dashed

LONGEST = 500
"""Characters."""


class NoteFault(StrEnum):
    """Why a note is not kept."""

    LONG = "long"
    ID = "id"
    """It holds the number of an identity card (身分證) or a residence permit (居留證)."""
    CARD = "card"
    """It holds the number of a payment card."""
    MOBILE = "mobile"
    """It holds a mobile number of Taiwan."""


_GAP = r"[ \-]{0,3}"
"""Between two signs of a number: in groups, with a dash, a dot or a stroke, each of which is a hyphen by then."""
_ID = re.compile(rf"(?<![0-9A-Z])[A-Z]{_GAP}[1289A-D](?:{_GAP}[0-9]){{8}}(?![0-9A-Z])")
_MOBILE = re.compile(rf"(?<![0-9A-Z])(?:\+?8{_GAP}8{_GAP}6{_GAP}(?:0{_GAP})?|0{_GAP})9(?:{_GAP}[0-9]){{8}}(?![0-9])")
_CARD = re.compile(rf"(?<![0-9A-Z])[2-6](?:{_GAP}[0-9]){{12,18}}(?![0-9A-Z])")


def tidied(text: str) -> str:
    """Return a note as it is kept: in one line, with nothing that a terminal would obey."""
    return " ".join(clean(text).split())


def fault_of(text: str, most: int = LONGEST) -> NoteFault | None:
    """Return why a tidied text of at most so many characters is not kept; None if it is.

    Wide letters and digits count as what they stand for. A card's number is one whose check digit is right (ISO/IEC
    7812-1): the numbers of orders and transactions, which finance has to name, are as long.
    """
    if len(text) > most:
        return NoteFault.LONG
    plain = " ".join(dashed(unicodedata.normalize("NFKC", text)).upper().split())
    plain = "".join(_digit(one) for one in plain)
    if _ID.search(plain):
        return NoteFault.ID
    if _MOBILE.search(plain):
        return NoteFault.MOBILE
    return NoteFault.CARD if any(_checks(found.group()) for found in _CARD.finditer(plain)) else None


def _digit(one: str) -> str:
    value = unicodedata.decimal(one, None)
    return one if value is None else str(value)


def _checks(number: str) -> bool:
    digits = [int(sign) for sign in reversed(number) if sign.isdigit()]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
