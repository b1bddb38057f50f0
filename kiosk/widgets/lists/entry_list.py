"""Lines to read or to choose from: headlines, messages, what happened, what was paid. Painted by one widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message as Event

from kiosk.i18n import Message
from kiosk.widgets.ground.targets import PAUSE
from kiosk.widgets.ground.words import app_of, texts_of
from kiosk.widgets.lists.bill_card import fitted
from kiosk.widgets.lists.card_list import CardList

_MARK = 3
"""Columns at the left, for the cursor and the mark."""
_LEAST_WORDS = 20
"""Columns that the words keep where what stands at the end would take them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Two lines. Texts are data, messages are said in the language of the moment."""

    name: str
    """What is chosen by it."""
    title: str | Message
    more: str | Message = ""
    end: str | Message = ""
    """At the right of the first line: a date, an amount."""
    marked: bool = False
    """Marked by a dot and bold letters: not read yet, or kept on top."""
    closed: bool = False
    """Nothing is offered by it; a touch is reported all the same, for a word on why."""


class EntryList(CardList):
    """Entries below one another; where they can be opened, by a touch or Enter."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--marked"}
    DEFAULT_CSS = """
    EntryList > .list--marked { color: $primary; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter", "open", show=False)]

    @dataclass
    class Opened(Event):
        """The visitor wants what an entry stands for."""

        name: str

    def __init__(
        self, entries: Sequence[Entry], *, opens: str = "entries-open", cursor: int = 0, id: str | None = None
    ) -> None:
        """Show `entries`; `opens` is the message that offers to open one, empty where none can be opened."""
        super().__init__(cursor=cursor, id=id)
        self._entries = tuple(entries)
        self._opens = opens
        self._quiet_until = 0.0

    @property
    def count(self) -> int:
        return len(self._entries)

    @property
    def focus_shown(self) -> bool:
        return bool(self._opens) and super().focus_shown

    def show(self, entries: Sequence[Entry]) -> None:
        """Paint other entries."""
        self._entries = tuple(entries)
        self.renew()

    def append(self, entries: Sequence[Entry]) -> None:
        """Paint more entries below the others, which stay where they are under a finger."""
        self._entries += tuple(entries)
        self._measure()
        self.refresh()
        self._tell_page()

    def action_open(self) -> None:
        now = app_of(self).clock.monotonic()
        if not self._opens or not self._entries or now < self._quiet_until or self.screen.has_class("-working"):
            return
        self._quiet_until = now + PAUSE
        self.post_message(self.Opened(self._entries[self.cursor].name))

    # Touch and mouse.

    def touched(self, x: int, y: int) -> None:
        seen = self.hit(y)
        if seen is not None:
            self.cursor = seen.index
            self.refresh()
            self.action_open()

    # Painting.

    def card_line(self, index: int, line: int, width: int) -> list[Segment]:
        entry, texts = self._entries[index], texts_of(self)
        text = self.get_component_rich_style("list--card")
        opens = "" if entry.closed else self._opens
        first = text + Style(bold=entry.marked or bool(opens))
        muted = text + self.color("list--muted")

        def said(words: str | Message) -> str:
            return texts(words) if isinstance(words, Message) else words

        end = said(entry.end) if line == 0 else texts(opens) if opens else ""
        room = max(0, width - _MARK)
        right = min(cell_len(end) + 2, max(0, room - _LEAST_WORDS)) if end else 0
        dot = entry.marked and line == 0
        return [
            Segment(" ", text),
            Segment("● " if dot else "  ", text + self.color("list--marked") if dot else text),
            Segment(fitted(said(entry.more if line else entry.title), room - right), muted if line else first),
            Segment(fitted(f" {end}" if cell_len(end) < right else end, right, gap=0), muted),
        ]
