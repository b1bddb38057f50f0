"""What a review of the audit found, as tables for an auditor."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kiosk.commands.output import console, one_line
from kiosk.commands.speech import tell
from kiosk.domain.dates import taipei
from kiosk.i18n import Texts, say
from kiosk.wording.terminal_names import terminal_name

if TYPE_CHECKING:
    from kiosk.backend.staff.review import Access, Odd, Review

_WIDE = 120
"""Columns where there is no window: in a pipe, a table must not depend on a window."""
_ROWS = 6
"""Numbers of rows that are named of one oddity; --json has all."""
_WITH_REASON = frozenset({"person.reveal", "terminal.hour"})


def show(
    words: Texts, found: Review, since: datetime, until: datetime, names: Mapping[str, str], *, with_vehicles: bool
) -> None:
    """Print the period, what is odd and the sample; on standard error, what could not be looked at.

    `names` has what people call payments and terminals, by their ids.
    """
    period = {"since": f"{taipei(since):%Y-%m-%d}", "until": f"{taipei(until):%Y-%m-%d}"}
    tell(words, say("review-period", looks=found.accesses, people=found.people, **period))
    if found.odd:
        _print(_odd(words, found.odd))
    tell(words, say("review-odd", count=len(found.odd)) if found.odd else say("review-nothing-odd"))
    if found.sample:
        _print(_sample(words, found.sample, names))
        tell(words, say("review-sample", count=len(found.sample)))
    for office in found.without_hours:
        tell(words, say("review-no-hours", office=one_line(office)))
    if not with_vehicles:
        tell(words, say("review-no-vehicles"))


def _odd(words: Texts, odd: Sequence[Odd]) -> Table:
    table = _table(words, "review-oddity", "review-who", "review-count", "review-rows")
    for one in odd:
        rows = ", ".join(str(access.number) for access in one.accesses[:_ROWS])
        more = ", …" if len(one.accesses) > _ROWS else ""
        about = one.who or one.accesses[0].subject or ""
        _row(table, words(say(f"review-oddity-{one.oddity.value}")), about, f"{len(one.accesses):,}", rows + more)
    return table


def _sample(words: Texts, accesses: Sequence[Access], names: Mapping[str, str]) -> Table:
    table = _table(words, "review-row", "review-at", "review-who", "review-operation", "review-subject")
    for head in ("review-case", "review-reason"):
        table.add_column(Text(words(head)), overflow="fold")
    for access in accesses:
        reason = _reason(words, access)
        at = f"{taipei(access.at):%m-%d %H:%M}"
        operation = words(say(f"review-operation-{access.operation.replace('.', '-')}"))
        named = names.get(access.subject or "", access.subject) or "-"
        subject = terminal_name(words, named) if access.operation == "terminal.hour" else named
        _row(table, str(access.number), at, access.who, operation, subject, access.case or "-", reason)
    return table


def _reason(words: Texts, access: Access) -> str:
    """Return why it was looked at, where a reason is asked for; as it is kept, where a later version wrote it."""
    from kiosk.contract.desk.masked import RevealReason
    from kiosk.contract.desk.terminals import HourReason

    if access.operation == "person.reveal" and access.reason in set(RevealReason):
        return words(say(f"desk-reason-{access.reason}"))
    if access.operation == "terminal.hour" and access.reason in set(HourReason):
        return words(say(f"desk-hour-reason-{access.reason}"))
    return access.reason or "-" if access.operation in _WITH_REASON else "-"


def _table(words: Texts, *heads: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in heads:
        right = head in {"review-row", "review-count"}
        table.add_column(Text(words(head)), justify="right" if right else "left", overflow="fold")
    return table


def _row(table: Table, *cells: str) -> None:
    # Text, not str: what stands in the audit is data and never markup.
    table.add_row(*(Text(one_line(cell)) for cell in cells))


def _print(table: Table) -> None:
    console(width=None if sys.stdout.isatty() else _WIDE).print(table)
