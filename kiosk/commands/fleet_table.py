"""How the terminals are, as a table for their operators."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kiosk.backend.terminals.fleet import Trouble
from kiosk.commands.output import console, one_line
from kiosk.contract.desk.terminals import HourReason
from kiosk.contract.reports import PrinterState
from kiosk.contract.service import ClosedReason
from kiosk.domain.dates import taipei
from kiosk.i18n import Texts, say
from kiosk.wording.terminal_names import terminal_name

if TYPE_CHECKING:
    from kiosk.backend.terminals.complaints import Reported
    from kiosk.backend.terminals.enrolment import TerminalRecord
    from kiosk.backend.terminals.fleet import Standing

_WIDE = 120
"""Columns where there is no window: in a pipe, a table must not depend on a window."""
_STYLES = {Trouble.LOST: "bold red", Trouble.LATE: "yellow", Trouble.NO_PAPER: "bold red", Trouble.PRINTER: "red"}
_STYLES[Trouble.COMPLAINT] = "red"
_STYLES[Trouble.CLOSED] = "dim"
_LESSER = "yellow"


_FROM = {"fleet-office": 100, "fleet-up": 90, "fleet-version": 76}
"""Columns of a window from which on each is watched; the others always are."""
_CUT = {"fleet-name", "fleet-office"}
"""What is cut where a window is slim. What is wrong, and since when it has not been heard of, is not."""


def listed(words: Texts, found: Sequence[Standing], now: datetime, here: str) -> None:
    """Print a line for each terminal, in their order; `here` is the office of those that have none of their own."""
    _print(_lines(words, found, now, here))


def watched(words: Texts, found: Sequence[Standing], now: datetime, here: str, width: int) -> Table:
    """Return the same for a window so wide: each terminal has one line, and what there is no room for is left out."""
    return _lines(words, found, now, here, width=width)


def _lines(words: Texts, found: Sequence[Standing], now: datetime, here: str, *, width: int | None = None) -> Table:
    columns: dict[str, Callable[[Standing], Text]] = {
        # Text, not str: a name is data and never markup.
        "fleet-name": lambda one: Text(one_line(terminal_name(words, one.terminal.name))),
        "fleet-office": lambda one: Text(one_line(one.terminal.office or here)),
        "fleet-state": lambda one: _state(words, one),
        "fleet-heard": lambda one: Text(_ago(words, one.heard_at, now)),
        "fleet-up": lambda one: Text(_up(words, one)),
        "fleet-version": lambda one: Text(one_line(one.terminal.version or "-")),
    }
    table = Table(box=None, pad_edge=False)
    for head in columns:
        if width is None:
            table.add_column(Text(words(head)), overflow="fold")
        elif width >= _FROM.get(head, 0):
            least = 8 if head in _CUT else None
            table.add_column(Text(words(head)), no_wrap=True, overflow="ellipsis", min_width=least)
    shown = [head for head in columns if width is None or width >= _FROM.get(head, 0)]
    for one in found:
        table.add_row(*(columns[head](one) for head in shown))
    return table


def one(words: Texts, one: Standing, reports: Sequence[Reported], now: datetime, here: str) -> None:
    """Print all that is known of a terminal, one thing a line, with what counters have reported of it."""
    record = one.terminal
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    rows: list[tuple[str, str | Text]] = [
        ("fleet-id", record.id),
        ("fleet-name", terminal_name(words, record.name)),
        ("fleet-office", record.office or here),
        ("fleet-state", _state(words, one)),
        ("fleet-heard", _at(words, one.heard_at, now)),
        ("fleet-reported", _at(words, record.reported_at, now)),
        ("fleet-started", "-" if record.started_at is None else _moment(record.started_at)),
        ("fleet-version", record.version or "-"),
        ("fleet-device", _printer(words, record.printer)),
        ("fleet-enrolled", _moment(record.created_at)),
        *_closing(words, record, now),
        *(("fleet-complaint", _complaint(words, each, now)) for each in reports),
    ]
    for head, value in rows:
        table.add_row(Text(words(head)), Text(one_line(value)) if isinstance(value, str) else value)
    _print(table)


def _state(words: Texts, one: Standing) -> Text:
    if not one.troubles:
        return Text(words("fleet-trouble-none"))
    said = words("fleet-separator").join(words(say(f"fleet-trouble-{trouble.value}")) for trouble in one.troubles)
    return Text(said, style=_STYLES.get(one.troubles[0], _LESSER))


def _closing(words: Texts, record: TerminalRecord, now: datetime) -> list[tuple[str, str | Text]]:
    """Return why a terminal is out of service, since when, and who said so; nothing where it serves."""
    if record.closed_for is None:
        return []
    known = record.closed_for in set(ClosedReason)
    reason = words(say(f"fleet-closed-{record.closed_for}")) if known else record.closed_for
    return [
        ("fleet-closed", f"{reason}  {_at(words, record.closed_at, now)}"),
        ("fleet-closed-by", record.closed_by or "-"),
    ]


def _complaint(words: Texts, report: Reported, now: datetime) -> str:
    """Return what a counter has reported, when, and in which case."""
    known = report.reason in set(HourReason)
    reason = words(say(f"fleet-complaint-{report.reason}")) if known else report.reason
    case = f"{report.case[:7]}-{report.case[7:]}"
    return f"{reason}  {_at(words, report.at, now)}  {case}"


def _printer(words: Texts, state: str | None) -> str:
    if state is None:
        return "-"
    known = state in set(PrinterState)
    return words(say(f"fleet-printer-{state}")) if known else state  # what a later version wrote


def _up(words: Texts, one: Standing) -> str:
    """Return how long a terminal ran when it last reported."""
    record = one.terminal
    if record.reported_at is None or record.started_at is None:
        return "-"
    return _span(words, record.reported_at - record.started_at)


def _at(words: Texts, moment: datetime | None, now: datetime) -> str:
    return "-" if moment is None else f"{_moment(moment)}  ({_ago(words, moment, now)})"


def _ago(words: Texts, moment: datetime | None, now: datetime) -> str:
    return "-" if moment is None else words(say("fleet-ago", span=_span(words, max(now - moment, timedelta()))))


def _span(words: Texts, span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    if minutes < 2 * 60:
        return words(say("fleet-minutes", count=minutes))
    if minutes < 2 * 24 * 60:
        return words(say("fleet-hours", count=minutes // 60))
    return words(say("fleet-days", count=minutes // (24 * 60)))


def _moment(moment: datetime) -> str:
    return f"{taipei(moment):%Y-%m-%d %H:%M}"


def _print(table: Table) -> None:
    console(width=None if sys.stdout.isatty() else _WIDE).print(table)
