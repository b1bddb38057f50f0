"""The app hears what has been painted, and on which page.

Textual's only word of a painting is a hook without arguments, which is called for paintings that came to nothing as
well: neither can a press be known from one that was meant for the page before, nor a picture of pixels be kept where
its cells are. Here the app knows the page that is on the screen, and what of it was painted.

Not reported: `App.post_display_hook` could have the screen and the renderable for arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen


class HearsOfPaintings(App[Any]):
    """An app that is notified of each painting of the page on the screen."""

    def painted(self, screen: Screen[Any], what: RenderableType) -> None:
        """Hear that something of the page on the screen has been painted."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if renderable is not None and not self._batch_count and self.screen_stack and screen is self.screen:
            self.painted(screen, renderable)
