"""A page is laid out once for each size of the window, and always for the one that the window has.

A page of Textual's that has been laid out tells itself the size of its window, and is laid out and painted a second
time for that: each page comes later by that much. Its word also takes the place of the app's own word of a newer size,
which waits in the same queue: after two quick changes of the window a page stands there in the older size for good.
Here a page asks the app for the size, and is laid out if it has not been for that one, or if the window has changed
meanwhile, and lost what stood in it.

Not reported: `Screen._refresh_layout` posts `Resize` to the screen itself as to every widget, `_on_resize` lays it out
again whatever its size was, and `Resize.can_replace` lets that message replace a newer one of the app's.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen, ScreenResultType

AS_FOUND = 2
"""How many times Textual tells the size of the window as it was found: its app does, and then its driver."""


class SizedScreen(Screen[ScreenResultType]):
    """A page that is laid out for what its window is."""

    def __init__(self) -> None:
        super().__init__()
        self._window_changed = False

    def window_changed(self) -> None:
        """Have the page laid out and painted at its next word of a size, also of one that it has."""
        self._window_changed = True

    def before_size(self) -> None:
        """Make ready for a size that the window has now."""

    async def _on_resize(self, event: events.Resize) -> None:
        event.prevent_default()
        self.before_size()
        await super()._on_resize(events.Resize(self.app.size, self.app.size))

    def _screen_resized(self, size: Size) -> None:
        if self._window_changed or size != self._compositor.size:
            self._window_changed = False
            super()._screen_resized(size)


class SizedApp(App[Any]):
    """An app whose pages hear of it when its window has changed."""

    _sizes_reported = 0

    async def _on_resize(self, event: events.Resize) -> None:
        self._sizes_reported += 1
        if self._sizes_reported <= AS_FOUND:
            return
        for screen in self.screen_stack:
            if isinstance(screen, SizedScreen):
                screen.window_changed()
