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
    """An app in which widgets with `holds_pointer` get all that a finger does from its press to its lift."""

    async def on_event(self, event: events.Event) -> None:
        pressed = isinstance(event, events.MouseDown) and not event.is_forwarded
        lifted = isinstance(event, events.MouseUp) and not event.is_forwarded
        if pressed:
            self.capture_mouse(None)
        await super().on_event(event)
        if pressed and getattr(self._mouse_down_widget, "holds_pointer", False):
            self.capture_mouse(self._mouse_down_widget)
        elif lifted:
            self.capture_mouse(None)
