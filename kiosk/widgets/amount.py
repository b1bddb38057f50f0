"""An amount in big figures, four rows high."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.money import Money
from kiosk.widgets.big_letters import ROWS, big_line, width


class Amount(Widget):
    """Dollars that a person reads from an arm's length away; in plain letters where the figures would not fit."""

    DEFAULT_CSS = "Amount { width: 100%; height: auto; text-style: bold; }"

    def __init__(self, money: Money, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._money = money

    def show(self, money: Money) -> None:
        """Show another amount in the same place."""
        self._money = money
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return width(str(self._money))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return ROWS if self._fits(width) else 1

    def _fits(self, columns: int) -> bool:
        # Where the window is low, four rows are more than the amount is worth.
        return width(str(self._money)) <= columns and not self.screen.has_class("-short")

    def render_line(self, y: int) -> Strip:
        style, columns, figures = self.rich_style, self.size.width, str(self._money)
        line = big_line(figures, y, style) if self._fits(columns) else [Segment(figures, style)]
        return Strip(line).adjust_cell_length(columns, style)
