"""The bills of `kiosk lookup` as a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kiosk.commands.output import console
from kiosk.domain.dates import taipei
from kiosk.domain.money import Money, total
from kiosk.i18n import Texts, money, say
from kiosk.screens.pay.bill_words import state

if TYPE_CHECKING:
    from kiosk.contract.bills import Bill

_WIDE = 120
"""Columns where there is no window: in a pipe, a table must not depend on a window."""


def show(words: Texts, bills: Sequence[Bill], today: date, *, with_vehicle: bool = False) -> None:
    """Print the bills and their sum to standard output; `today` is in Taipei, by the backend's clock.

    `with_vehicle` says of each bill which type of vehicle it is for.
    """
    table = Table(show_footer=True, box=None, pad_edge=False)
    table.add_column(words("lookup-number"), words("lookup-total"), no_wrap=True)
    if with_vehicle:
        table.add_column(words("lookup-vehicle"))
    table.add_column(words("lookup-stage"))
    table.add_column(words("lookup-parked"), no_wrap=True)
    table.add_column(words("lookup-pay-by"), no_wrap=True)
    table.add_column(words("lookup-state"))
    table.add_column(
        words("lookup-amount"), words(money(total(Money(bill.amount) for bill in bills))), justify="right", no_wrap=True
    )
    for bill in bills:
        parked = taipei(bill.tickets[0].parked_at)
        cells = (
            bill.number,
            *([words(f"vehicle-{bill.vehicle.type.value}-short")] if with_vehicle else []),
            words(say(f"one-{bill.stage.value}")),
            f"{parked:%Y-%m-%d %H:%M}" + ("" if len(bill.tickets) == 1 else f" +{len(bill.tickets) - 1}"),
            f"{bill.pay_by:%Y-%m-%d}",
            words(state(bill, today)),
            words(money(Money(bill.amount))),
        )
        # Text, not str: what the backend says is data and never markup.
        table.add_row(*(Text(cell) for cell in cells))
    drawn = console(width=None if sys.stdout.isatty() else _WIDE)
    drawn.print(table)
