"""What all cities said, as a table, and what is not known, as sentences."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from kiosk.backend.registers.national.answers import NationalBill
from kiosk.backend.registers.national.asking import CityReply
from kiosk.backend.registers.national.cities import cities
from kiosk.backend.registers.national.reckoning import worked_out
from kiosk.commands.cities_progress import name
from kiosk.commands.output import console
from kiosk.commands.speech import tell
from kiosk.domain.money import Money
from kiosk.i18n import Texts, money, say
from kiosk.screens.pay.bill_words import units

_WIDE = 120


def summarise(words: Texts, found: Sequence[Sequence[CityReply]], *, only_one: bool = False) -> None:
    """Print all that is owed to standard output, and to standard error what was not learned.

    `only_one`: one city was meant, so nothing is said of those that cannot be asked at all.
    """
    if any(one.answer is not None and one.answer.payable for replies in found for one in replies):
        _show(words, found)
    separator = words("cities-separator")
    for replies in found:
        plate = str(replies[0].question.plate)
        missing = [one for one in replies if one.answer is None]
        if len(missing) == len(replies):
            tell(words, say("cities-none", plate=plate))
        elif missing:
            names = separator.join(
                words(
                    say(
                        "cities-with-reason",
                        city=name(words, one.city),
                        reason=words(say(f"cities-reason-{one.reason.value}" if one.reason else "cities-waiting")),
                    )
                )
                for one in missing
            )
            tell(words, say("cities-missing", plate=plate, count=len(missing), cities=names))
        elif not any(one.answer is not None and one.answer.payable for one in replies):
            tell(words, say("cities-nothing-owed", plate=plate, count=len(replies)))
        unlike = [one for one in replies if one.answer is not None and not one.answer.complete]
        if unlike:
            tell(
                words, say("cities-unlike", plate=plate, cities=separator.join(name(words, one.city) for one in unlike))
            )
    off = [name(words, city) for city in cities() if city.off]
    if off and not only_one:
        tell(words, say("cities-off", cities=separator.join(off)))


def _show(words: Texts, found: Sequence[Sequence[CityReply]]) -> None:
    owed = sum(one.answer.total for replies in found for one in replies if one.answer is not None)
    table = Table(show_footer=True, box=None, pad_edge=False)
    if len(found) > 1:
        table.add_column(words("cities-plate"), no_wrap=True)
    table.add_column(words("cities-city"), no_wrap=True)
    table.add_column(words("lookup-number"), words("lookup-total"), no_wrap=True)
    table.add_column(words("lookup-stage"), overflow="fold")
    table.add_column(words("lookup-parked"), no_wrap=True)
    table.add_column(words("lookup-pay-by"), no_wrap=True)
    table.add_column(words("lookup-amount"), words(money(Money(owed))), justify="right", no_wrap=True)
    for replies in found:
        for one in replies:
            first = [str(one.question.plate)] if len(found) > 1 else []
            for row in _rows(words, one):
                # Text, not str: what a city says is data and never markup.
                table.add_row(*(Text(cell) for cell in (*first, name(words, one.city), *row)))
    console(width=None if sys.stdout.isatty() else _WIDE).print(table)


def _kind(words: Texts, one: CityReply, bill: NationalBill) -> str:
    """Return what a ticket is, and how its amount is made up where that is known."""
    kind = words("cities-overdue" if bill.status else "cities-ticket")
    made = worked_out(one.city, bill, one.question.type)
    return kind if made is None else words(say("cities-made-up", kind=kind, how=units(made)))


def _rows(words: Texts, one: CityReply) -> Sequence[tuple[str, ...]]:
    if one.answer is None:
        return []
    bills = [
        (
            bill.number,
            _kind(words, one, bill),
            f"{bill.parked_on:%Y-%m-%d}",
            f"{bill.pay_by:%Y-%m-%d}",
            words(money(Money(bill.pay_amount))),
        )
        for bill in one.answer.bills
    ]
    reminders = [
        (
            reminder.number,
            words(say("cities-reminder", count=len(reminder.bills), extra=words(money(Money(reminder.extra_charge))))),
            "",
            f"{reminder.pay_by:%Y-%m-%d}",
            words(money(Money(reminder.pay_amount))),
        )
        for reminder in one.answer.reminders
    ]
    return bills + reminders
