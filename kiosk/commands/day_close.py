"""`kiosk day-close`: what came in, went out and is open of a day, by office and provider; with `--csv` line by line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import one_line, print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.store import opened
from kiosk.i18n import say

if TYPE_CHECKING:
    from kiosk.backend.payments.day_close import Closed, Filter, Moved
    from kiosk.backend.staff.perform import Books

_HEAD = ("heard_at", "office", "provider", "kind", "dollars", "order", "reference")
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula, also in a text from outside."""


def close(day: str, url: str, *, office: str, provider: str, as_csv: bool, as_json: bool, language: str | None) -> int:
    """Show a day's close, or export its movements; return the exit code, 1 where there are too many for no filter."""
    from kiosk.backend.payments.day_close import Filter
    from kiosk.backend.staff.perform import Books
    from kiosk.clock import SystemClock

    if as_csv and as_json:
        tell(texts(language), say("day-close-one-form"))
        return Exit.USAGE
    only = Filter(office or None, provider or None)
    with opened(url) as database:
        books = Books(database, SystemClock())
        if as_csv:
            return _export(books, date.fromisoformat(day), only, language)
        found = [one for one in _closed(books, date.fromisoformat(day)) if _fits(one, only)]
    words = texts(language)
    if as_json:
        print_json({"schema": "kiosk.day-close/1", "day": day, "lines": [asdict(one) for one in found]})
    elif found:
        from kiosk.commands import money_tables

        money_tables.day(words, found)
    else:
        tell(words, say("day-close-nothing", day=day))
    return Exit.DONE


def _fits(one: Closed, only: Filter) -> bool:
    return only.office in (None, one.office) and only.provider in (None, one.provider)


def _closed(books: Books, day: date) -> Sequence[Closed]:
    from kiosk.backend.payments import day_close
    from kiosk.backend.staff.perform import Arguments, perform

    perform(books, shell(), "money.day-close", Arguments(day.isoformat()), lambda _: None)
    with books.database.read() as connection:
        return day_close.close_of(connection, day)


def _export(books: Books, day: date, only: Filter, language: str | None) -> int:
    from kiosk.backend.payments import day_close
    from kiosk.backend.payments.day_close import TooManyLinesError
    from kiosk.backend.staff.perform import Arguments, perform

    words = texts(language)
    # Written down first: what was on its way out when the line broke was exported.
    perform(books, shell(), "money.export", Arguments(day.isoformat()), lambda _: None)
    lines = csv.writer(sys.stdout, lineterminator="\n")

    def line(moved: Moved) -> None:
        lines.writerow(
            (
                moved.at.isoformat(timespec="seconds"),
                _cell(moved.office or ""),
                _cell(moved.provider),
                moved.kind,
                moved.dollars,
                _cell(moved.order),
                _cell(moved.reference),
            )
        )

    try:
        with books.database.read() as connection:
            number = day_close.export(connection, day, only, begin=lambda: lines.writerow(_HEAD), line=line)
    except TooManyLinesError as error:
        tell(words, say("day-close-too-many", count=error.count, most=day_close.MOST_LINES))
        return Exit.FAILED
    tell(words, say("day-close-exported", count=number))
    return Exit.DONE


def _cell(text: str) -> str:
    """Return text of others as it may stand in a spreadsheet."""
    text = one_line(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
