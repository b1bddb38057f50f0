"""A page has the classes of its window's size before it is laid out, not after.

Textual sets the classes of `HORIZONTAL_BREAKPOINTS` and `VERTICAL_BREAKPOINTS` when a page hears of its size, which is
after its first layout and painting: each page is laid out for no window at all, painted, and laid out and painted once
more, a tenth of a second later. Here a page gets its classes when its style sheets are loaded, before anything of it
stands anywhere.

Not reported: `Screen` sets breakpoint classes in `_on_resize` only, so that the first layout of a pushed screen goes by
style rules of no size; `App._load_screen_css` or `Screen._compose` could set them, as the app's size is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.screen import Screen


class SizesKnownFirst(App[Any]):
    """An app whose pages have their classes before their first layout."""

    def first_classes(self, screen: Screen[Any]) -> Iterable[str]:
        """Return what else a page is to have before it is laid out."""
        return ()

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        super()._load_screen_css(screen)
        for extent, breakpoints in (
            (self.size.width, screen.HORIZONTAL_BREAKPOINTS),
            (self.size.height, screen.VERTICAL_BREAKPOINTS),
        ):
            screen.add_class(*screen._get_breakpoint_classes(extent, breakpoints or []))  # noqa: SLF001
        screen.add_class(*self.first_classes(screen))
