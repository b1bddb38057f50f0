"""What stands in one cell of a file of data. Each reader raises `CellError`, which never quotes the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from kiosk.backend.ground.file_lines import Cells, Columns
from kiosk.domain.dates import TAIPEI

MOST_DOLLARS = 10_000_000


class CellError(ValueError):
    """A cell that is not understood; the text says what is expected."""


def given(cells: Cells, column: str, columns: Columns) -> Any:
    """Return a cell, None for an empty one that may be empty."""
    value = cells.get(column)
    if value is None or value == "":
        if column in columns.required:
            raise CellError("missing")
        return None
    return value


def text(value: Any) -> str:
    """Return a short text, without blanks around it."""
    if not isinstance(value, str) or len(value) > 100:
        raise CellError("a text of at most 100 characters")
    return value.strip()


def one_of(values: Iterable[str], usual: str | None = None) -> Callable[[Any], str]:
    """Return what reads one of these values; `usual` is what an empty cell stands for."""
    known = tuple(values)

    def read(value: Any) -> str:
        if value is None and usual is not None:
            return usual
        found = text(value)
        if found not in known:
            raise CellError(f"one of {', '.join(known)}")
        return found

    return read


def taipei_moment(value: Any) -> datetime | None:
    """Return a moment, in Taipei's time where it has no zone."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(text(value))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)
        return moment.astimezone(TAIPEI)
    except (ValueError, OverflowError):
        raise CellError("a moment such as 2026-11-02 09:30 (Taipei), or with its zone: 2026-11-02T01:30Z") from None


def dollars(value: Any) -> int:
    """Return whole dollars from 0."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(MOST_DOLLARS)):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_DOLLARS:
        raise CellError(f"whole New Taiwan dollars from 0 to {MOST_DOLLARS:,}, without a sign or a comma")
    return value
