"""A finger that is drawn over what scrolls has it follow, row by row, and presses nothing.

Textual scrolls with a wheel, with keys and by its scroll bars: on a touch screen, a finger on a list selects text or
presses what it was put on. Here the list follows the finger.

Not reported: there is no scrolling by dragging, as a terminal on a touch screen needs.
"""

from __future__ import annotations

from textual.scrollbar import ScrollBar
from textual.widget import Widget

TREMBLE = 2
"""Rows that a finger has to go before it is drawn: one that trembles between two rows is a tap."""


class Drag:
    """One press, from where a finger is put down on; it becomes a drag once the finger has gone far enough."""

    def __init__(self, pressed: Widget, y: int) -> None:
        """Begin at row `y` of the screen."""
        self._widget = _scrolls(pressed)
        self._from = y
        self._scrolled = 0.0 if self._widget is None else self._widget.scroll_y
        self.begun = False

    def follow(self, y: int) -> bool:
        """Scroll to where the finger is now; return whether this is a drag."""
        widget = self._widget
        if widget is None or not widget.is_attached:
            return False
        if not self.begun and abs(y - self._from) >= TREMBLE:
            self.begun = True
        if self.begun:
            widget.scroll_to(y=self._scrolled + self._from - y, animate=False, force=True)
        return self.begun


def _scrolls(pressed: Widget) -> Widget | None:
    """Return what a finger on a widget scrolls; a scroll bar has its own way."""
    if isinstance(pressed, ScrollBar):
        return None
    return next(
        (node for node in pressed.ancestors_with_self if isinstance(node, Widget) and node.max_scroll_y > 0), None
    )
