"""Painting no more of a page than has changed.

For the change of one letter, Textual's compositor has every widget of the page give all of its lines, goes through
each with the filters, and throws away what lies outside of the rows that changed: on a page with a keypad that is three
quarters of the time from a key to the screen, and most of what a countdown costs. Here only the widgets in those rows
are asked, only for these lines.

Not reported: for a partial update, `Compositor._get_renders` asks `render_lines` of all visible widgets, since it
compares the crop with each widget's clip, which is the whole screen, and not with the widget's own region.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip


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


class SparinglyPainted(Screen[ScreenResultType]):
    """A page that is painted by such a compositor."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = SparingCompositor()
