"""Mobile numbers (手機號碼) as people type them and as messages are sent to them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.text import dashed

_MAX_TYPED = 40
"""Longer input is refused before it is normalised."""

_SEPARATORS = re.compile(r"[\s()-]+")
_ABROAD = re.compile(r"(?:\+|00[0-9]?|01[0-9])?8860?(?=9)")
"""The country's code with what is dialled before it: from elsewhere 00, from here a carrier's 002, 009, 019 …"""
_NUMBER = re.compile(r"09[0-9]{8}\Z")


class MobileFault(StrEnum):
    """Why a text is not a mobile number. The value ends a message id: `mobile-fault-…`."""

    EMPTY = "empty"
    CHARACTER = "character"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    NOT_MOBILE = "not-mobile"
    """A number that does not begin with 09: messages reach mobile numbers of Taiwan only."""


class MobileError(ValueError):
    """A text that is not a mobile number; `fault` says why. The text itself is not in it."""

    def __init__(self, fault: MobileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Mobile:
    """A Taiwanese mobile number: ten digits, the first two 09."""

    digits: str

    def __post_init__(self) -> None:
        if not _NUMBER.match(self.digits):
            raise MobileError(MobileFault.NOT_MOBILE)

    @classmethod
    def parse(cls, text: str) -> Mobile:
        """Return the number in `0912-345-678`, `+886 912 345 678`, `（０９１２）３４５６７８`; raise `MobileError`."""
        if len(text) > _MAX_TYPED:
            raise MobileError(MobileFault.TOO_LONG)
        typed = unicodedata.normalize("NFKC", dashed(text))
        # Phones put invisible bidi controls around a copied number: a person could not correct those.
        seen = "".join(character for character in typed if unicodedata.category(character) != "Cf")
        bare = _SEPARATORS.sub("", seen)
        if not bare:
            raise MobileError(MobileFault.EMPTY)
        if not re.fullmatch(r"\+?[0-9]+", bare):
            raise MobileError(MobileFault.CHARACTER)
        national = _ABROAD.sub("0", bare, count=1) if _ABROAD.match(bare) else bare
        if not national.startswith("09"):
            raise MobileError(MobileFault.NOT_MOBILE)
        if len(national) != 10:
            raise MobileError(MobileFault.TOO_SHORT if len(national) < 10 else MobileFault.TOO_LONG)
        return cls(national)

    @property
    def grouped(self) -> str:
        """Return the number as people read it: `0912-345-678`."""
        return f"{self.digits[:4]}-{self.digits[4:7]}-{self.digits[7:]}"

    @property
    def masked(self) -> str:
        """Return the number as it may stand on a public screen: `0912-***-678`."""
        return f"{self.digits[:4]}-***-{self.digits[7:]}"

    def __str__(self) -> str:
        return self.digits
