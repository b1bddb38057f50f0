"""Painting no more of a page than has changed, and keeping nothing of a page that has gone.

For the change of one letter, Textual's compositor has every widget of the page give all of its lines, goes through
each with the filters, and throws away what lies outside of the rows that changed: on a page with a keypad that is three
quarters of the time from a key to the screen, and most of what a countdown costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from textual._compositor import Compositor
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

_inner_outer = StylesCache.get_inner_outer.__wrapped__


@lru_cache(maxsize=1024)
def _of_colours(base_background: Color, background: Color) -> tuple[Style, Style]:
    return _inner_outer(None, base_background, background)


def _get_inner_outer(_cache: StylesCache, base_background: Color, background: Color) -> tuple[Style, Style]:
    return _of_colours(base_background, background)


# Textual's own cache has the widget's lines for a key too: it keeps a thousand dead widgets and all that they painted
# (https://github.com/Textualize/textual/issues/6665), and the collector goes through a third of a million objects.
StylesCache.get_inner_outer = _get_inner_outer  # type: ignore[method-assign, assignment]


class SparingCompositor(Compositor):
    """Asks each widget for those of its lines that are painted, and what is beside, below or behind for nothing."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield each widget's region, the part of the screen that it is seen through, and its lines in there.

        Only rows are left out, never columns: a line is cut where widgets begin and end, and has to be whole for that.
        """
        painted = crop or self.size.region
        rows = Region(0, painted.y, self.size.width, painted.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = clip.intersection(rows)
            part = region.intersection(seen)
            if part and part.overlaps(painted):
                yield region, seen, widget.render_lines(part.translate(-region.offset))
                if part.contains_region(painted):
                    return  # from front to back: nothing of what comes now would be seen
