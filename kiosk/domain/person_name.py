"""Owners' names (車主姓名): anything that people are called, and nothing that a terminal would obey."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.text import clean

MOST = 40
"""Characters of a name; the longest indigenous names with their Latin spelling stay below it."""

_SPACES = re.compile(r"\s+")
_DOTS = dict.fromkeys(map(ord, "‧•∙⋅・･．"), "·")
"""What people type for the dot between the parts of a name; the register writes U+00B7."""
_BESIDE_LETTERS = frozenset(" ·'’-.,/()")


class NameFault(StrEnum):
    """Why a text is not a name. The value ends a message id: `name-fault-…`."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    CHARACTER = "character"
    """A control or bidi character, or something that is neither a letter, a mark, nor a sign that names have."""


class PersonNameError(ValueError):
    """A text that is not a name; `fault` says why. The text itself is not in it."""

    def __init__(self, fault: NameFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it was typed, with single spaces and composed characters (NFC)."""

    text: str

    @classmethod
    def parse(cls, typed: str) -> PersonName:
        """Return the name in `歐‧蜜·偉浪`, `Lisin Kacaw`, `𠮷田`; raise `PersonNameError`."""
        if len(typed) > 8 * MOST:
            raise PersonNameError(NameFault.TOO_LONG)
        if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"} for character in typed.strip()):
            raise PersonNameError(NameFault.CHARACTER)
        text = _SPACES.sub(" ", unicodedata.normalize("NFC", typed.translate(_DOTS))).strip()
        if not text:
            raise PersonNameError(NameFault.EMPTY)
        if len(text) > MOST:
            raise PersonNameError(NameFault.TOO_LONG)
        if clean(text) != text or not any(map(str.isalpha, text)):
            raise PersonNameError(NameFault.CHARACTER)
        if not all(_may_stand(character) for character in text):
            raise PersonNameError(NameFault.CHARACTER)
        return cls(text)

    @property
    def masked(self) -> str:
        """Return the name as it may stand where others see it: `王○明`, `L*** K***`."""
        words = self.text.split(" ")
        if len(words) > 1:
            return " ".join(f"{word[0]}***" for word in words)
        if len(self.text) < 3:
            return f"{self.text[0]}○"
        return f"{self.text[0]}{'○' * (len(self.text) - 2)}{self.text[-1]}"

    def __str__(self) -> str:
        return self.text


def _may_stand(character: str) -> bool:
    category = unicodedata.category(character)
    # Cn: ideographs newer than this Python's tables; `clean` has let through only those.
    return category[0] in {"L", "M"} or category in {"Nl", "Cn"} or character in _BESIDE_LETTERS
