"""A finger that stays down belongs to what it was put on, and the next finger never does.

Textual has widgets capture the pointer from their own handlers. A widget that is behind with its queue then captures it
for a press that is long over, and the next one, though it lies on another widget, goes to the first one and is lost.
Here the app, which hears of presses in their order, captures it (not reported upstream).
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App


class PointerApp(App[Any]):
    """An app in which widgets with `holds_pointer` get all that a finger does from its press to its lift.

    It also knows whether its visitor uses keys or touches: where the focus is, is shown to those who use keys.
    """

    by_keys: bool = False
    """Whether what was done last was done with a key."""

    async def on_event(self, event: events.Event) -> None:
        pressed = isinstance(event, events.MouseDown) and not event.is_forwarded
        lifted = isinstance(event, events.MouseUp) and not event.is_forwarded
        if pressed:
            self.capture_mouse(None)
        if pressed or (isinstance(event, events.Key) and not event.is_forwarded):
            self.show_focus(by_keys=not pressed)
        await super().on_event(event)
        if pressed and getattr(self._mouse_down_widget, "holds_pointer", False):
            self.capture_mouse(self._mouse_down_widget)
        elif lifted:
            self.capture_mouse(None)

    def show_focus(self, *, by_keys: bool) -> None:
        """Show where the focus is, or no longer, on each page that has one."""
        if by_keys == self.by_keys:
            return
        self.by_keys = by_keys
        for screen in self.screen_stack:
            if screen.focused is not None:
                screen.focused.update_node_styles(animate=False)
                screen.focused.refresh()
