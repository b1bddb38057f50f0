"""The pointer belongs to what a finger lies on, and to nothing once it is lifted.

Textual has widgets capture the pointer from their own handlers. A widget that is behind with its queue then captures it
for a press that is long over, and the next one, though it lies on another widget, goes to the first one and is lost.
Here the app, which hears of presses in their order, captures it.

Not reported: `Widget.capture_mouse` in a handler of `MouseDown` takes effect after the `MouseUp` when the widget's
queue is slow; a capture asked for by a class attribute could begin and end in `App.on_event`.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.widget import Widget


class CapturesInOrder(App[Any]):
    """An app that gives the widgets with `holds_pointer` all that a finger does from its press to its lift."""

    def hold(self, widget: Widget) -> None:
        """Give a widget that wants it all that the finger on it does."""
        if getattr(widget, "holds_pointer", False):
            self.capture_mouse(widget)

    def let_go(self) -> None:
        """Have what the finger does go to what it lies on."""
        self.capture_mouse(None)
