"""What is typed and scanned goes where it is meant to go, whatever has the focus.

A character that begins a task goes to the page, and those behind it to the page that comes for them; a scan belongs
to the page on the screen, and takes back the first character, which went on as a key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual import events

from kiosk.platform.terminal.keys import rubs_out, typed
from kiosk.platform.terminal.pointer import PointerApp
from kiosk.platform.terminal.scanner import GAP, Scanned
from kiosk.platform.terminal.typed_ahead import TypedAhead


class TextBox(Protocol):
    """A box whose text can be put back as it was before the first character of a scan was typed into it."""

    @property
    def is_attached(self) -> bool:
        """Whether its page is still there."""
        ...

    def put_back_later(self) -> Callable[[], None]:
        """Return what puts back the text that stands here now."""
        ...


class TypedInto(Protocol):
    """A page that something can be typed or scanned into."""

    def text_box(self) -> TextBox | None:
        """Return what a character that is typed now goes into."""
        ...

    def begin_with(self, text: str) -> bool:
        """Begin a journey with what is typed or pasted; return whether the page supports that."""
        ...

    def scanned(self, text: str, *, entered: bool) -> bool:
        """Take what was scanned, with an Enter behind it or without; return whether it means anything here."""
        ...


class TypingApp(PointerApp):
    """An app that sorts what is typed before any widget hears of it."""

    scans: bool = True
    """Whether what is typed as fast as a scanner types is taken for a scan."""
    scanner_prefix: str = ""
    """What the scanners of this office type before everything else."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.typed_ahead = TypedAhead()
        """What is on its way to a page that has yet to come."""
        self._typed_at = float("-inf")
        self._before_typing: tuple[TextBox, Callable[[], None]] | None = None

    def forget_typing(self) -> None:
        """Keep nothing of what was typed, nor the box that it was typed into."""
        self.typed_ahead.forget()
        self._before_typing = None

    def typed_into(self) -> TypedInto | None:
        """Return the page on the screen, if something can be typed into it."""
        raise NotImplementedError

    def takes_typing(self, event: events.Event) -> bool:
        """Take a key or a paste that goes to no widget; return whether it was one."""
        if isinstance(event, events.Paste) and not event.is_forwarded:
            return self._begins(event.text.strip())
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._types_ahead(event):
                return True
            if event.is_printable:
                self._note_typing(event)
        return False

    def _note_typing(self, event: events.Key) -> None:
        """Keep what stood in the box before what may be the first character of a scan."""
        if event.time - self._typed_at > GAP:
            page = self.typed_into()
            box = None if page is None else page.text_box()
            self._before_typing = None if box is None else (box, box.put_back_later())
        self._typed_at = event.time

    def _types_ahead(self, event: events.Key) -> bool:
        now = self.clock.monotonic()
        seen = self._seen_typing(now)
        if rubs_out(event):
            return self.typed_ahead.rub_out(now, seen=seen)
        character = typed(event)
        if character is None:
            return False
        return self.typed_ahead.type(character, now, seen=seen) or (character.isalnum() and self._begins(character))

    def _seen_typing(self, now: float) -> float:
        """Return for how many seconds there has been something on the screen to type into."""
        page = self.typed_into()
        return self.presses.seen(self.screen, now) if page is not None and page.text_box() is not None else 0.0

    def _begins(self, text: str) -> bool:
        page = self.typed_into()
        return bool(text) and page is not None and page.begin_with(text)

    def scans_ahead(self, scan: Scanned) -> bool:
        """Keep a scan for a page that has yet to come, and say so; else take back what was typed of it."""
        now = self.clock.monotonic()
        if self.typed_ahead.scan(scan.text, now, seen=self._seen_typing(now)):
            return True
        before, self._before_typing = self._before_typing, None
        if before is not None and scan.begun:
            box, put_back = before
            if box.is_attached:
                put_back()
        return False
