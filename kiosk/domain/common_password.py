"""Passwords that everybody tries first, and those made of what is known of their owner.

The backend refuses them, and what a terminal says of a password's strength agrees with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_SIGNS = str.maketrans({"@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t"})
"""What stands for letters; what each is as an ending is looked at first."""
_PUNCTUATION = "!@#$%^&*()-_=+.,?~/ "
_LONGEST = 40
"""Characters of a password beyond which no list knows it."""
_LEAST_REST = 4
"""Characters that a password has beside its owner's own data."""
_LEAST_WORD = 3
"""Characters of a name or a number that are worth looking for."""
_APART = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Common:
    """The list, in the forms in which passwords are compared with it."""

    words: frozenset[str]
    endings: frozenset[str]

    @classmethod
    def of(cls, content: Mapping[str, object]) -> Common:
        """Return the list of a file such as `assets/passwords.toml`, as it was parsed: words, and endings around them.

        They count in any case and with the usual signs for letters; years are endings by themselves. Raise `ValueError`
        for a file that cannot be used.
        """
        years = {str(year) for year in range(1930, 2040)} | {str(year) for year in range(30, 130)}
        words, endings = _texts(content, "words"), _texts(content, "endings")
        return cls(frozenset(map(_unsigned, words)), frozenset(endings) | years)

    def __contains__(self, password: str) -> bool:
        """Say whether a password is a common word between common endings, either of which may be missing."""
        if len(password) > _LONGEST:
            return False
        return any(_unsigned(word) in self.words for word in self._middles(password.lower()))

    def _middles(self, text: str) -> Iterator[str]:
        """Yield what is left of a text when an ending is taken from either side."""
        for start in range(len(text)):
            if start and not self._is_ending(text[:start]):
                continue
            for end in range(len(text), start, -1):
                if end == len(text) or self._is_ending(text[end:]):
                    yield text[start:end]

    def _is_ending(self, text: str) -> bool:
        bare = text.strip(_PUNCTUATION)
        return not bare or bare in self.endings


def is_made_of(password: str, own: Iterable[str]) -> bool:
    """Say whether next to nothing is left of a password without its owner's own data: number, plate, name, address."""
    rest = _APART.sub("", password.lower())
    words = {word for text in own for word in _known(text)}
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return bool(words) and len(rest) < _LEAST_REST


def _known(text: str) -> Iterator[str]:
    """Yield the parts of a text that somebody may have made a password of: `bkz5937`, `bkz`, `5937`."""
    lowered = text.lower()
    parts = [part for part in _APART.split(lowered) if len(part) >= _LEAST_WORD]
    yield from parts
    yield _APART.sub("", lowered) or lowered
    for digits in parts:
        if digits.isdigit() and len(digits) > 8:
            # A number without its nought, and its two ends.
            yield from (digits[1:], digits[-8:], digits[-6:])


def _unsigned(text: str) -> str:
    return text.translate(_SIGNS)


def _texts(content: Mapping[str, object], name: str) -> list[str]:
    texts = content.get(name)
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{name} is not a list of texts")
    return texts
