"""An amount in big figures, three rows high."""

from __future__ import annotations

from textual.widgets import Digits

from kiosk.domain.money import Money


class Amount(Digits):
    """Dollars that a person reads from an arm's length away."""

    DEFAULT_CSS = "Amount { width: auto; height: 3; text-style: bold; }"

    def __init__(self, money: Money, *, id: str | None = None) -> None:
        super().__init__(str(money), id=id)

    def show(self, money: Money) -> None:
        self.update(str(money))
