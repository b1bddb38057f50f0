"""One line of text with a cursor in it, and what each key makes of it. Pure: no widget, no screen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class LineText:
    """A text and where in it the next character goes, as an index."""

    text: str = ""
    cursor: int = 0

    @classmethod
    def at_end(cls, text: str) -> LineText:
        return cls(text, len(text))

    def typed(self, characters: str) -> LineText:
        """Return the line after one or more characters, as an input method sends them."""
        text = self.text[: self.cursor] + characters + self.text[self.cursor :]
        return LineText(text, self.cursor + len(characters))

    def rubbed_out(self) -> LineText:
        """Return the line without the character before the cursor, marks and all."""
        start = self._before()
        return LineText(self.text[:start] + self.text[self.cursor :], start)

    def deleted(self) -> LineText:
        """Return the line without the character behind the cursor."""
        return replace(self, text=self.text[: self.cursor] + self.text[self._behind() :])

    def moved(self, *, right: bool) -> LineText:
        return replace(self, cursor=self._behind() if right else self._before())

    def at(self, index: int) -> LineText:
        """Return the line with the cursor at an index, or at the end nearest to it."""
        return replace(self, cursor=min(max(0, index), len(self.text)))

    def characters(self) -> list[str]:
        """Return what a reader sees as one character each: a letter with the marks on it."""
        found: list[str] = []
        for character in self.text:
            if found and _joins(character):
                found[-1] += character
            else:
                found.append(character)
        return found

    def _before(self) -> int:
        index = max(0, self.cursor - 1)
        while index > 0 and _joins(self.text[index]):
            index -= 1
        return index

    def _behind(self) -> int:
        index = min(len(self.text), self.cursor + 1)
        while index < len(self.text) and _joins(self.text[index]):
            index += 1
        return index


def _joins(character: str) -> bool:
    """Say whether a character is drawn onto the one before it."""
    return unicodedata.category(character) in {"Mn", "Me"}
