"""A finger that stays down belongs to what it was put on, and the next finger never does.

It knows which presses count, has what scrolls follow a finger, and has things done in the order in which they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from weakref import ReferenceType, WeakKeyDictionary, ref

from textual import events
from textual.widget import Widget

from kiosk.platform.terminal.double_tap import DOUBLE_TAP, PRESSES, PressGuard
from kiosk.platform.textual.drag import Drag
from kiosk.platform.textual.in_order import done_by
from kiosk.platform.textual.painted import HearsOfPaintings
from kiosk.platform.textual.pointer_capture import CapturesInOrder

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

    from kiosk.clock import Clock


class PointerApp(CapturesInOrder, HearsOfPaintings):
    """An app in which widgets with `holds_pointer` get all that a finger does from its press to its lift.

    It knows which presses count, and whether its visitor uses keys or touches: where the focus is, is shown to those
    who use keys.
    """

    double_tap: ClassVar[float] = DOUBLE_TAP
    """Seconds for which a page takes no press; tests that press at once have nought."""
    by_keys: bool = False
    """Whether what was done last was done with a key."""
    clock: Clock

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.presses = PressGuard(self.double_tap)
        self._meant_for: WeakKeyDictionary[events.Key, ReferenceType[Screen[Any]]] = WeakKeyDictionary()
        self._drag: Drag | None = None
        self._given: ReferenceType[Widget] | None = None
        self._touched_last = False

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.InputEvent) or event.is_forwarded:
            if not self._came_too_late(event):
                await super().on_event(event)
            return
        pressed, lifted = isinstance(event, events.MouseDown), isinstance(event, events.MouseUp)
        if pressed:
            self.let_go()
        if pressed or isinstance(event, events.Key):
            self.show_focus(by_keys=not pressed)
        if self._is_drag(event):
            return
        await self._done_before(event)
        if self._counts(event):
            await super().on_event(event)
            if isinstance(event, events.MouseDown) and self._mouse_down_widget is not None:
                self._drag = Drag(self._mouse_down_widget, int(event.screen_y))
                self.hold(self._mouse_down_widget)
        elif lifted and self._mouse_down_widget is not None:
            self._mouse_down_widget.post_message(events.MouseRelease(self.mouse_position))
        if lifted:
            self._drag = None
            self.let_go()

    def _came_too_late(self, event: events.Event) -> bool:
        """Say whether a press has come back from a page that is no longer there: Textual looks for its action here.

        It would find that of the next page, however short a time that has been seen.
        """
        page = self._meant_for.get(event) if isinstance(event, events.Key) else None
        return page is not None and page() is not self.screen

    async def _done_before(self, event: events.InputEvent) -> None:
        """Wait until what was typed before a touch, or touched before anything, has been done, on the page as well."""
        if isinstance(event, events.MouseDown) or (isinstance(event, events.Key) and self._touched_last):
            given, self._given = None if self._given is None else self._given(), None
            if given is not None and given.is_attached:
                text_box = getattr(self.screen, "text_box", None)
                box = text_box() if text_box is not None else None
                await done_by(given, *([box] if isinstance(box, Widget) and box is not given else []))
        if isinstance(event, (events.Key, events.MouseUp)):
            self._touched_last = isinstance(event, events.MouseUp)
            given = self._mouse_down_widget if self._touched_last else self.focused
            # Not kept: by then its page may have been left, with all that was typed.
            self._given = None if given is None else ref(given)

    def _is_drag(self, event: events.InputEvent) -> bool:
        """Have what scrolls follow a finger; once it does, what was pressed is let go, and its lift presses nothing."""
        if self._drag is None or not isinstance(event, events.MouseMove):
            return False
        begun = self._drag.begun
        if not self._drag.follow(int(event.screen_y)):
            return False
        if not begun and self._mouse_down_widget is not None:
            self.let_go()
            self._mouse_down_widget.post_message(events.MouseRelease(self.mouse_position))
            self.presses.forget()
        return True

    def _counts(self, event: events.InputEvent) -> bool:
        """Say whether an event goes to the page; a press that was meant for the page before does not."""
        page, now = self.screen, self.clock.monotonic()
        if isinstance(event, events.MouseDown):
            return self.presses.press(page, now)
        if isinstance(event, events.MouseUp):
            return self.presses.lift(page)
        if isinstance(event, events.Key) and not (
            event.key == "space" and getattr(self.focused, "types_blanks", False)
        ):
            if event.key in PRESSES:
                self._meant_for[event] = ref(page)
            return self.presses.key(event.key, page, now)
        return True

    def painted(self, screen: Screen[Any], what: RenderableType) -> None:
        super().painted(screen, what)
        self.presses.painted(screen, self.clock.monotonic())

    def show_focus(self, *, by_keys: bool) -> None:
        """Show where the focus is, or no longer, on each page that has one."""
        if by_keys == self.by_keys:
            return
        self.by_keys = by_keys
        for screen in self.screen_stack:
            if screen.focused is not None:
                screen.focused.update_node_styles(animate=False)
                screen.focused.refresh()
