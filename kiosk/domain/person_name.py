"""Owners' names (車主姓名): anything that people and companies are called, and nothing that a terminal would obey.

The scripts of Taiwan's languages have letters that look like signs: `^` and `:` in Amis and Saisiyat, `'` in most, and
companies have digits (3M). So whatever can be seen is taken as it was typed, markup as well: it is shown as data.
"""

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
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code not in _DOTS}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Controls, what turns the direction of writing, halves of characters, characters without a meaning, line ends."""


class NameFault(StrEnum):
    """Why a text is not a name. The value ends a message id: `name-fault-…`."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    CHARACTER = "character"
    """A control or bidi character, a symbol, or no letter at all."""


class PersonNameError(ValueError):
    """A text that is not a name; `fault` says why. The text itself is not in it."""

    def __init__(self, fault: NameFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it was typed, with single spaces, composed characters (NFC) and Latin letters of half width."""

    text: str

    @classmethod
    def parse(cls, typed: str) -> PersonName:
        """Return the name in `歐‧蜜·偉浪`, `Lisin Kacaw`, `𠮷田`; raise `PersonNameError`."""
        if len(typed) > 8 * MOST:
            raise PersonNameError(NameFault.TOO_LONG)
        if any(unicodedata.category(character) in _UNSEEN for character in typed.strip()):
            raise PersonNameError(NameFault.CHARACTER)
        plain = typed.translate(_DOTS).translate(_FULL_WIDTH)
        text = _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip()
        if not text:
            raise PersonNameError(NameFault.EMPTY)
        if len(text) > MOST:
            raise PersonNameError(NameFault.TOO_LONG)
        if clean(text) != text or not any(map(_is_letter, text)) or not all(map(_may_stand, text)):
            raise PersonNameError(NameFault.CHARACTER)
        return cls(text)

    @property
    def masked(self) -> str:
        """Return the name as it may stand where others see it: `王○明`, `L*** K***`."""
        words = self.text.split(" ")
        if len(words) > 1:
            return " ".join(f"{_letters(word)[0]}***" for word in words)
        letters = _letters(self.text)
        if len(letters) < 3:
            return f"{letters[0]}○"
        return f"{letters[0]}{'○' * (len(letters) - 2)}{letters[-1]}"

    def __str__(self) -> str:
        return self.text


def _may_stand(character: str) -> bool:
    category = unicodedata.category(character)
    # No symbols but those of ASCII: terminals disagree on their width.
    return category[0] in "LMNP" or character.isascii() or _is_letter(character)


def _is_letter(character: str) -> bool:
    # Cn: ideographs newer than this Python's tables; `clean` has let through only those.
    return character.isalpha() or unicodedata.category(character) == "Cn"


def _letters(word: str) -> list[str]:
    """Return the characters of a word, each with its marks: half of one must not stand by itself."""
    letters: list[str] = []
    for character in word:
        if letters and unicodedata.category(character)[0] == "M":
            letters[-1] += character
        else:
            letters.append(character)
    return letters
