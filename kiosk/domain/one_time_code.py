"""One-time codes (簡訊驗證碼) as people type and paste them."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

SHORT, LONG = 5, 8
"""Digits: five to register, as the website has it; eight to reset a password or change the number."""

_MAX_TYPED = 64
_BETWEEN = frozenset(" -.,\t\n\r‐‑‒–—―−・·。、")


class CodePurpose(StrEnum):
    """What a code is for; it opens nothing else."""

    REGISTER = "register"
    RESET_PASSWORD = "reset-password"  # noqa: S105  a purpose, no password
    CHANGE_MOBILE = "change-mobile"

    @property
    def digits(self) -> int:
        """Return how many digits a code for this purpose has."""
        return SHORT if self is CodePurpose.REGISTER else LONG


def digits_in(typed: str) -> str | None:
    """Return the ASCII digits of `26 576`, `２６５７６`, `2-6-5-7-6`, `26576。`; None if anything else is among them.

    Invisible bidi controls around what is copied from a phone are ignored.
    """
    if len(typed) > _MAX_TYPED:
        return None
    digits: list[str] = []
    for character in unicodedata.normalize("NFKC", typed):
        if character.isascii() and character.isdigit():
            digits.append(character)
        elif character not in _BETWEEN and unicodedata.category(character) != "Cf":
            return None
    return "".join(digits)
