"""What is read, printed and kept: a receipt, what is owed, bar codes. Composed once, rendered by pages and by paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

Text = TypeVar("Text")
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Entry(Generic[Text]):
    """A name and its value. A name without a value, or the other way round, has an empty one."""

    name: Text
    value: Text
    strong: bool = False

    def said(self, say: Callable[[Text], Said]) -> Entry[Said]:
        """Return the same in the words of `say`."""
        return Entry(say(self.name), say(self.value), self.strong)


class CodeKind(Enum):
    """How a code is drawn."""

    QR = auto()
    CODE_39 = auto()


@dataclass(frozen=True, slots=True)
class Code:
    """A code to be scanned; `text` is what it holds."""

    kind: CodeKind
    text: str


class Tone(Enum):
    """How a section's notes are meant. Their words say it too: paper has one colour."""

    PLAIN = auto()
    GOOD = auto()
    WARNING = auto()


@dataclass(frozen=True, slots=True)
class Section(Generic[Text]):
    """A part of a document with a title of its own: one bill of several."""

    title: Text
    entries: tuple[Entry[Text], ...] = ()
    notes: tuple[Text, ...] = ()
    """What is to be known of it, or how its codes are used."""
    codes: tuple[Code, ...] = ()
    tone: Tone = Tone.PLAIN

    def said(self, say: Callable[[Text], Said]) -> Section[Said]:
        """Return the same in the words of `say`."""
        entries = tuple(entry.said(say) for entry in self.entries)
        return Section(say(self.title), entries, tuple(map(say, self.notes)), self.codes, self.tone)


@dataclass(frozen=True, slots=True)
class Document(Generic[Text]):
    """A document, its texts being messages or words in one language."""

    title: Text
    facts: tuple[Entry[Text], ...] = ()
    """What stands right behind its name: a number, a date."""
    lines: tuple[Entry[Text], ...] = ()
    """What was charged, each with its amount."""
    total: Entry[Text] | None = None
    codes: tuple[Code, ...] = ()
    notes: tuple[Text, ...] = ()
    sections: tuple[Section[Text], ...] = ()
    """What needs more than a line, between the lines and the total."""
    warning: Text | None = None
    """What has to be known before anything else is believed: that it is a sample."""

    def said(self, say: Callable[[Text], Said]) -> Document[Said]:
        """Return the same document in the words of `say`."""
        return Document(
            say(self.title),
            tuple(entry.said(say) for entry in self.facts),
            tuple(entry.said(say) for entry in self.lines),
            None if self.total is None else self.total.said(say),
            self.codes,
            tuple(map(say, self.notes)),
            tuple(section.said(say) for section in self.sections),
            None if self.warning is None else say(self.warning),
        )


def plain(document: Document[str]) -> str:
    """Return a document as lines of text, its parts with an empty line between them.

    >>> print(plain(Document("Receipt", (Entry("Number", "R1"),), total=Entry("Total", "$55"))), end="")
    Receipt
    <BLANKLINE>
    Number: R1
    <BLANKLINE>
    Total: $55
    """
    return "\n\n".join("\n".join(part) for part in _parts(document) if part) + "\n"


def _parts(document: Document[str]) -> Iterator[list[str]]:
    yield [] if document.warning is None else [document.warning]
    yield [document.title]
    yield [_line(entry) for entry in document.facts]
    yield [_line(entry) for entry in document.lines]
    for section in document.sections:
        yield [section.title, *map(_line, section.entries), *section.notes, *(code.text for code in section.codes)]
    yield [] if document.total is None else [_line(document.total)]
    yield [code.text for code in document.codes]
    yield list(document.notes)


def _line(entry: Entry[str]) -> str:
    return ": ".join(filter(None, (entry.name, entry.value)))
