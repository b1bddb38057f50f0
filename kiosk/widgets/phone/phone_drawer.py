"""The demo's phone, in a drawer across the top of the screen: what would have come as a text message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message as Event

from kiosk.i18n import say
from kiosk.widgets.ground.targets import State, Target, Targets, centred
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped

_HANDLE = "handle"
_HANDLE_ROWS = 5


class Text(NamedTuple):
    """One message: its id, when it came (`10:28`), and its words, which are data."""

    id: str
    at: str
    body: str


class PhoneDrawer(Targets):
    """Opens by itself when a message arrives, and by its handle. A message that is touched gives its words.

    It lies over the header, and shows only the newest message: codes, boxes and keys stay free whatever the window.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"phone--handle", "phone--text"}
    DEFAULT_CSS = """
    PhoneDrawer {
        dock: right; layer: phone; width: 4; height: 5; margin-top: 3; background: $band;
        & > .phone--handle { background: $band; color: $on-band; text-style: bold; }
        & > .phone--text { background: $surface; color: $foreground; }
        &.-open { dock: top; width: 100%; height: 3; margin-top: 0; }
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

    # The handle is one target; open, the newest message is another.

    def lay_out(self, size: Size) -> list[Target]:
        if not self.open:
            return [Target(_HANDLE, Region(0, 0, size.width, size.height))]
        newest = [Target(text.id, Region(0, 1, size.width, size.height - 1)) for text in self._texts[-1:]]
        return [Target(_HANDLE, Region(0, 0, size.width, 1)), *newest]

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        width = target.region.width
        if target.name == _HANDLE:
            return [Segment(centred(self._handle_words(y), width), self.face("phone--handle", state))]
        text = self._texts[-1]
        lines = [f"{text.at}  {line}" if not n else line for n, line in enumerate(wrapped(text.body, width - 9))]
        line = lines[y] if y < len(lines) else ""
        return [Segment(f" {line}{' ' * (width - 1 - cell_len(line))}", self.face("phone--text", state))]

    def _handle_words(self, y: int) -> str:
        texts = texts_of(self)
        if self.open:
            if not self._texts:
                return texts("phone-empty")
            return "  ".join(map(texts, ["phone-close", self._hint] if self._hint else ["phone-close"]))
        words = texts(say("phone-handle", count=str(len(self._texts))))
        return words[y : y + 1] if y < len(words) else ""

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        if event.name == _HANDLE:
            self.toggle()
            return
        self.toggle()
        self.post_message(self.Picked(next(text.body for text in self._texts if text.id == event.name)))
