"""What a reconciliation came to, as tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kiosk.backend.payments.day_close import Sum
from kiosk.commands.output import console, one_line
from kiosk.domain.money import Money
from kiosk.i18n import Texts, money, say

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.backend.domain.books import Breach
    from kiosk.backend.payments.day_close import Closed
    from kiosk.backend.payments.differences import Difference, Found
    from kiosk.backend.payments.reconciliation import Listed, Report

_WIDE = 120
"""Columns where there is no window: in a pipe, a table must not depend on a window."""


def sums(words: Texts, report: Report) -> None:
    """Print what moved by each provider, by its statement and by what is kept."""
    table = _table(words, "money-provider", "money-lines", "money-theirs-in", "money-ours-in")
    _columns(table, words, "money-theirs-out", "money-ours-out")
    for provider, one in sorted(report.sums.items()):
        _row(
            table,
            provider,
            f"{one.lines:,}",
            *(words(money(Money(d))) for d in (one.theirs_in, one.ours_in, one.theirs_out, one.ours_out)),
        )
    _print(table)


def found(words: Texts, listed: Sequence[Listed]) -> None:
    """Print the differences that a reconciliation found."""
    table = _table(words, "money-number", "money-kind", "money-provider", "money-reference", "money-order")
    _columns(table, words, "money-theirs", "money-ours", "money-state")
    for one in listed:
        state = f"difference-outcome-{one.outcome.value}" if one.outcome else "difference-open"
        number = "-" if one.number is None else str(one.number)
        _row(table, number, *_difference(words, one.found), words(say(state)))
    _print(table)


def day(words: Texts, closed: Sequence[Closed]) -> None:
    """Print a day's close, a line for each office and provider, and their sum."""
    table = _table(words, "money-office", "money-provider")
    _columns(table, words, *(f"money-{name}" for name in ("in", "out", "no-outcome", "due")))
    total = [Sum(), Sum(), Sum(), Sum()]
    for one in closed:
        sums = [one.came_in, one.went_out, one.no_outcome, one.due]
        total = [before + each for before, each in zip(total, sums, strict=True)]
        _row(table, one.office or words("money-own-office"), one.provider, *(_figure(words, each) for each in sums))
    _row(table, words("money-all"), "", *(_figure(words, each) for each in total))
    _print(table)


def _figure(words: Texts, one: Sum) -> str:
    return f"{one.count:,}  {words(money(Money(one.dollars)))}" if one.count else "-"


def waiting(words: Texts, listed: Iterable[Difference], now: datetime) -> None:
    """Print the differences that are open, with their age and the person to whom each is assigned."""
    table = _table(words, "money-number", "money-kind", "money-provider", "money-reference", "money-order")
    _columns(table, words, "money-theirs", "money-ours", "money-age", "money-owner")
    for one in listed:
        age = words(say("difference-days", days=(now - one.found_at).days))
        _row(table, str(one.number), *_difference(words, one.found), age, one.owner or "-")
    _print(table)


def broken(words: Texts, breaches: Sequence[Breach]) -> None:
    """Print what breaks which rule of the books."""
    table = _table(words, "books-subject", "books-rule", "books-expected", "books-found")
    for one in breaches:
        amounts = ("-" if d is None else words(money(Money(d))) for d in (one.expected, one.found))
        _row(table, one.subject, words(say(f"books-rule-{one.rule.value}")), *amounts)
    _print(table)


def _difference(words: Texts, found: Found) -> tuple[str, ...]:
    amounts = ("-" if dollars is None else words(money(Money(dollars))) for dollars in (found.theirs, found.ours))
    kind = words(say(f"difference-kind-{found.kind.value}"))
    return kind, found.provider, found.reference, found.order, *amounts


_RIGHT = {"money-lines", "money-theirs-in", "money-ours-in", "money-theirs-out", "money-ours-out", "money-theirs"}
_RIGHT |= {"money-ours", "money-age", "money-number", "books-expected", "books-found"}


def _table(words: Texts, *heads: str) -> Table:
    table = Table(box=None, pad_edge=False)
    _columns(table, words, *heads)
    return table


def _columns(table: Table, words: Callable[[str], str], *heads: str) -> None:
    for head in heads:
        table.add_column(words(head), justify="right" if head in _RIGHT else "left", overflow="fold")


def _row(table: Table, *cells: str) -> None:
    # Text, not str: what a statement says is data and never markup.
    table.add_row(*(Text(one_line(cell)) for cell in cells))


def _print(table: Table) -> None:
    console(width=None if sys.stdout.isatty() else _WIDE).print(table)
