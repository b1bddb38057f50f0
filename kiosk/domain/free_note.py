"""Free notes of the staff: one tidy paragraph, without the numbers by which people are known.

What a person said is kept as long as a case is, where nobody looks for an identity card, a payment card or a mobile
number; cases have fields for what is needed of those.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from kiosk.domain.text import clean, dashed

LONGEST = 500
"""Characters of what a person said."""


class NoteFault(StrEnum):
    """Why a note is not kept."""

    LONG = "long"
    ID = "id"
    """It holds the number of an identity card (身分證) or a residence permit (居留證)."""
    CARD = "card"
    """It holds the number of a payment card, or so many digits that it may."""
    MOBILE = "mobile"
    """It holds a mobile number of Taiwan."""


_NUMBERS = {
    NoteFault.ID: re.compile(r"(?<![0-9A-Z])[A-Z][1289A-D](?:[- .]?[0-9]){8}(?![0-9A-Z])"),
    NoteFault.MOBILE: re.compile(r"(?<![0-9A-Z])(?:\+?886[- .]?0?|0)9(?:[- .]?[0-9]){8}(?![0-9])"),
    NoteFault.CARD: re.compile(
        r"(?<![0-9A-Z])(?:[0-9]{13,19}|(?:[0-9]{4}[- ]){3}[0-9]{1,7}|[0-9]{4}[- ][0-9]{6}[- ][0-9]{4,5})(?![0-9A-Z])"
    ),
}
"""As they are written: with blanks, dots and hyphens between groups, wide digits and letters, and none inside of the
numbers of tickets and orders."""


def tidied(text: str) -> str:
    """Return a note as it is kept: in one line, with nothing that a terminal would obey."""
    return " ".join(clean(text).split())


def fault_of(text: str, most: int = LONGEST) -> NoteFault | None:
    """Return why a tidied text of at most so many characters is not kept; None if it is."""
    if len(text) > most:
        return NoteFault.LONG
    plain = " ".join(dashed(unicodedata.normalize("NFKC", text)).upper().split())
    plain = "".join(_digit(one) for one in plain)
    return next((fault for fault, number in _NUMBERS.items() if number.search(plain)), None)


def _digit(one: str) -> str:
    value = unicodedata.decimal(one, None)
    return one if value is None else str(value)
