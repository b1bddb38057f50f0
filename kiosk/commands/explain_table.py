"""How a bill's amount is made up, as lines for people."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kiosk.commands.output import console
from kiosk.domain.money import Money
from kiosk.domain.ticket import NATIONAL_RATE, LineKind, Stage
from kiosk.i18n import Message, Texts, money, say
from kiosk.screens.pay.bill_words import rate, why
from kiosk.wording.date_words import day_of, full_day
from kiosk.wording.stays import stay
from kiosk.wording.vehicle_words import named

if TYPE_CHECKING:
    from kiosk.contract.bills import Bill, Line, ParkingTicket

_WIDE = 120
"""Columns where there is no window."""


def show(words: Texts, bill: Bill) -> None:
    """Print the lines of an amount, each with its sum and why, to standard output."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")

    def row(name: Message, value: Message | str, note: Message | str = "") -> None:
        # Text, not str: what the backend says is data and never markup.
        table.add_row(*(Text(words.said(cell)) for cell in (name, value, note)))

    title = say("bill-title", stage=say(f"one-{bill.stage.value}"), number=bill.number)
    row(title, "", named(bill.vehicle))
    if bill.stage is Stage.GENERAL:
        row(say("line-fee"), money(Money(bill.tickets[0].fee)), _made_up(bill.tickets[0]))
    else:
        for ticket in bill.tickets:
            row(say("explain-ticket", number=ticket.number), money(Money(ticket.fee)), _made_up(ticket))
    for line in bill.lines:
        if line.kind not in (LineKind.FEE, LineKind.FINE):
            _line(row, line)
    row(say("explain-sum"), money(Money(bill.amount)), say("explain-due", day=full_day(bill.pay_by)))
    for line in bill.lines:
        if line.kind is LineKind.FINE:
            _line(row, line)
    console(width=None if sys.stdout.isatty() else _WIDE).print(table)


def _line(row: Callable[[Message, Message, Message], None], line: Line) -> None:
    row(say(f"line-{line.kind.value}"), money(Money(line.dollars)), why(line))


def _made_up(ticket: ParkingTicket) -> Message:
    if ticket.rate == NATIONAL_RATE:
        # A city tells only the day, not the hours.
        return say("explain-stay", when=day_of(ticket.parked_at), rate=rate(ticket))
    when = say("day-and-stay", day=day_of(ticket.parked_at), stay=stay(ticket))
    return say("explain-stay", when=when, rate=rate(ticket))
