"""Rows of other widgets below one another, by pages on which only whole ones stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from textual.containers import VerticalScroll
from textual.geometry import Offset, Region

from kiosk.widgets.ground.pager import Paged


def page_starts(rows: Iterable[tuple[int, int]], room: int) -> list[int]:
    """Return where each page of `room` lines begins; `rows` are the first line of each and the one behind its last.

    A row is cut only where it is higher than a page.
    """
    starts = [0]
    for top, end in rows:
        if end - starts[-1] > room and top > starts[-1]:
            starts.append(top)
        while end - starts[-1] > room:
            starts.append(starts[-1] + room)
    return starts


class PagedRows(VerticalScroll, can_focus=False):
    """Whatever scrolls to something in it, the focus included, turns to its page."""

    DEFAULT_CSS = "PagedRows { scrollbar-size-vertical: 2; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._starts = [0]
        self._page = 0
        self._spare = 0
        self._reported = (0, 0)

    def on_resize(self) -> None:
        # Also when something in it takes more lines, or fewer; where it stands is known when all of it is laid out.
        self.call_after_refresh(self._measure)

    def _measure(self) -> None:
        room = self.size.height + self._spare
        self._starts = page_starts(self._rows(), room) if room > 0 else [0]
        self._turn_to(min(self._page, len(self._starts) - 1))

    def _rows(self) -> list[tuple[int, int]]:
        regions = [child.virtual_region for child in self.displayed_children]
        return [(region.y, region.bottom) for region in regions if region]

    def turn_page(self, by: int = 1) -> None:
        """Show the next page or the one before."""
        self._turn_to(max(0, min(len(self._starts) - 1, self._page + by)))

    def _turn_to(self, page: int) -> None:
        self._page = page
        start, room = self._starts[page], self.size.height + self._spare
        ends = [end for _, end in self._rows() if start < end <= start + room]
        # What stands below the last whole row is left out of what is seen.
        spare = room - (max(ends) - start) if len(self._starts) > 1 and ends else 0
        if spare != self._spare:
            self._spare = spare
            below = self.styles.base.margin
            self.styles.margin = (below.top, below.right, below.bottom + spare, below.left)
        # The last page can be scrolled to once it is no higher than what is on it.
        self.call_after_refresh(self.scroll_to, y=start, animate=False, force=True)
        self._tell()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._page = max(0, bisect_right(self._starts, round(new_value)) - 1)
        self._tell()

    def _tell(self) -> None:
        shown_page = (self._page + 1, len(self._starts))
        if shown_page != self._reported:
            self._reported = shown_page
            self.post_message(Paged(*shown_page))

    def scroll_to_region(self, region: Region, **how: Any) -> Offset:
        page = max(0, bisect_right(self._starts, region.y) - 1)
        delta = Offset(0, self._starts[page] - round(self.scroll_y))
        self._turn_to(page)
        return delta
