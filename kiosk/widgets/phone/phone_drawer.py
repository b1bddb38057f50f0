"""The demo's phone, in a drawer at the screen's edge: what would have come as a text message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message as Event
from textual.strip import Strip

from kiosk.i18n import say
from kiosk.widgets.ground.targets import State, Target, Targets, centred
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped

_HANDLE = "handle"
_HANDLE_ROWS = 5
_STRIP = 3
"""Rows of the drawer where it lies across the top of a small window."""


class Text(NamedTuple):
    """One message: its id, when it came (`10:28`), and its words, which are data."""

    id: str
    at: str
    body: str


class PhoneDrawer(Targets):
    """Opens by itself when a message arrives, and by its handle. A message that is touched hands out its words.

    Its text ends where the page's does: a wide character across the edge of what lies below is cut in two by Textual.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"phone--case", "phone--handle", "phone--text", "phone--soft"}
    DEFAULT_CSS = """
    PhoneDrawer {
        dock: right; layer: phone; width: 4; height: 5; margin-top: 3; background: $band;
        & > .phone--case { background: $band; color: $muted-on-band; }
        & > .phone--handle { background: $band; color: $on-band; text-style: bold; }
        & > .phone--text { background: $surface; color: $foreground; }
        & > .phone--soft { background: $surface; color: $muted; }
        &.-open { width: 29; height: 14; padding-right: 2; }
    }
    """
    FOCUS_ON_CLICK = False

    @dataclass
    class Picked(Event):
        """A message was touched."""

        text: str

    def __init__(self, texts: Sequence[Text] = (), *, pulled: bool = False, hint: str = "phone-hint") -> None:
        """Show `texts`; `hint` is the message that says what touching one of them does, if it does anything."""
        super().__init__(id="phone")
        self._hint = hint
        self._texts = tuple(texts)
        self.can_focus = False
        self._pulled = pulled

    def on_mount(self) -> None:
        self._pull(out=self._pulled)

    @property
    def open(self) -> bool:
        return self.has_class("-open")

    @property
    def shown(self) -> tuple[Text, ...]:
        """Return the messages, the oldest first."""
        return self._texts

    def show(self, texts: Sequence[Text]) -> None:
        """Show these messages; a new one among them opens the drawer."""
        news = {text.id for text in texts} - {text.id for text in self._texts}
        self._texts = tuple(texts)
        if news:
            self._pull(out=True)
        self.rearrange()

    def toggle(self) -> None:
        """Pull the drawer out or push it back."""
        self._pull(out=not self.open)

    def _pull(self, *, out: bool) -> None:
        self.set_class(out, "-open")
        self.screen.set_class(out, "-phone-open")
        self.rearrange()

    # The handle is one target; open, each message is another. The newest stands on top.

    @property
    def _strip(self) -> bool:
        """Whether it lies across the top, with the newest message alone: keys to type on stand at the window's edge."""
        return self.size.height <= _STRIP

    def _blocks(self, size: Size) -> list[tuple[Text, list[str]]]:
        return [(text, wrapped(text.body, size.width - 4)) for text in reversed(self._texts)]

    def lay_out(self, size: Size) -> list[Target]:
        if not self.open:
            return [Target(_HANDLE, Region(0, 0, size.width, size.height))]
        targets, y = [Target(_HANDLE, Region(0, 0, size.width, 1))], 1
        if self._strip:
            newest = self._texts[-1:]
            return targets + [Target(text.id, Region(0, 1, size.width, size.height - 1)) for text in newest]
        for text, lines in self._blocks(size):
            rows = min(len(lines) + 2, size.height - 2 - y)
            if rows < 3:
                break
            targets.append(Target(text.id, Region(1, y, size.width - 2, rows)))
            y += rows
        return targets

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        width = target.region.width
        if target.name == _HANDLE:
            return [Segment(centred(self._handle_words(y), width), self.face("phone--handle", state))]
        text, lines = next(block for block in self._blocks(self.size) if block[0].id == target.name)
        if self._strip:
            lines = [f"{text.at}  {line}" if not n else line for n, line in enumerate(wrapped(text.body, width - 9))]
            line = lines[y] if y < len(lines) else ""
            return [Segment(f" {line}{' ' * (width - 1 - cell_len(line))}", self.face("phone--text", state))]
        if y == 0:
            return [Segment(centred("", width), self.get_component_rich_style("phone--case"))]
        if y == 1:
            soft = self.face("phone--soft", state)
            return [Segment(f" {text.at}".ljust(width), soft)]
        line = lines[y - 2] if y - 2 < len(lines) else ""
        return [Segment(f" {line}{' ' * (width - 1 - cell_len(line))}", self.face("phone--text", state))]

    def _handle_words(self, y: int) -> str:
        texts = texts_of(self)
        if self.open:
            if not self._texts:
                return texts("phone-empty")
            said = ["phone-close", self._hint] if self._strip and self._hint else ["phone-close"]
            return "  ".join(map(texts, said))
        words = texts(say("phone-handle", count=str(len(self._texts))))
        return words[y : y + 1] if y < len(words) else ""

    def render_line(self, y: int) -> Strip:
        if self.open and self._texts and self._hint and not self._strip and y == self.size.height - 1:
            case = self.get_component_rich_style("phone--case")
            return Strip([Segment(centred(texts_of(self)(self._hint), self.size.width), case)])
        return super().render_line(y)

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        if event.name == _HANDLE:
            self.toggle()
            return
        self.toggle()
        self.post_message(self.Picked(next(text.body for text in self._texts if text.id == event.name)))
