"""Painting what gains or loses the focus, and not the page around it.

Textual's `Screen.focused` is a reactive that has the whole page painted anew: each step with the tab key, each touch on
another box, each page that comes costs one painting of everything, though both widgets paint themselves.

Not reported: `Screen.focused` could be `Reactive(None, repaint=False)`, as the widgets that lose and gain the focus are
refreshed already.
"""

from __future__ import annotations

from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget


class FocusPaintsItself(Screen[ScreenResultType]):
    """A page that is not painted anew for another focus."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
