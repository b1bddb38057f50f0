"""A part of a page that is scrolled with the arrows, and left with them where there is no more of it."""

from __future__ import annotations

from textual.containers import VerticalScroll


class Scrolled(VerticalScroll):
    """Up and down scroll; at the ends, they lead on, as left and right do everywhere."""

    def action_scroll_down(self) -> None:
        if self.scroll_offset.y >= self.max_scroll_y:
            self.screen.focus_next()
        else:
            super().action_scroll_down()

    def action_scroll_up(self) -> None:
        if self.scroll_offset.y <= 0:
            self.screen.focus_previous()
        else:
            super().action_scroll_up()
