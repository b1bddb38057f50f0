"""What a page waits for ends before its widgets do.

Textual ends a page's workers when all of its widgets have gone: an answer of the backend that comes in between finds a
page without widgets to show it on, and the app ends over a page that the visitor has left. Here they are called off as
soon as the page is asked to go.

https://github.com/Textualize/textual/issues/6361
"""

from __future__ import annotations

from textual.screen import Screen, ScreenResultType


class EndsItsWorkFirst(Screen[ScreenResultType]):
    """A page whose workers end before its widgets."""

    def _on_prune(self) -> None:
        self.workers.cancel_node(self)
