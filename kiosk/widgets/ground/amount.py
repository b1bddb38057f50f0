"""An amount in big figures, four rows high."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.money import Money
from kiosk.i18n import Texts, money
from kiosk.widgets.ground.big_letters import ROWS, big_line, width
from kiosk.widgets.ground.words import texts_of


class Amount(Widget):
    """Dollars that a person reads from an arm's length away; in plain letters where the figures would not fit."""

    DEFAULT_CSS = "Amount { width: 100%; height: auto; text-style: bold; }"

    def __init__(self, amount: Money, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._amount = amount

    def show(self, amount: Money) -> None:
        """Show another amount in the same place."""
        self._amount = amount
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        texts = texts_of(self)
        return width(large_figures(texts, self._amount, container.width) or texts(money(self._amount)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return ROWS if self._large(width) else 1

    def _large(self, columns: int) -> str:
        """Return what is drawn large in so many columns, empty where that is nothing."""
        # Where the window is low, four rows are more than the amount is worth.
        return "" if self.screen.has_class("-short") else large_figures(texts_of(self), self._amount, columns)

    def render_line(self, y: int) -> Strip:
        style, columns = self.rich_style, self.size.width
        figures = self._large(columns)
        line = big_line(figures, y, style) if figures else [Segment(texts_of(self)(money(self._amount)), style)]
        return Strip(line).adjust_cell_length(columns, style)


def large_figures(texts: Texts, amount: Money, columns: int) -> str:
    """Return an amount as it is drawn large in so many columns, in brief where `NT$` takes too many; empty for none."""
    return next((figures for figures in (texts(money(amount)), str(amount)) if width(figures) <= columns), "")
