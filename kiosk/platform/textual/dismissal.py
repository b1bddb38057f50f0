"""Answering a page takes away that page, and does so once.

Textual's `Screen.dismiss` takes away whatever page is on top: the help page that lies over the one that answers, or, at
a second press on a page that is still leaving, the page before, whose visitor never answered it. Here what lies over a
page goes with it, and a second answer counts for nothing.

https://github.com/Textualize/textual/issues/4884
"""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class DismissedOnce(Screen[ScreenResultType]):
    """A page that is only dismissed by its own answer."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Answer, once: what lies over the page goes with it, and a second answer counts for nothing."""
        if self not in self.app.screen_stack:
            return AwaitComplete()
        while self.app.screen is not self:
            self.app.screen.dismiss()
        return super().dismiss(result)
