"""The register as a file: one ticket a line. docs/operating/tickets.md has the columns.

Nothing is guessed: a line that is not understood is a fault, named by its number and its column, and so is a column
that is unknown. What stands in a faulty line is never repeated: it is somebody's plate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.backend.domain.dunning import Ladder
from kiosk.backend.domain.tariff import Tariff
from kiosk.backend.domain.validity import TariffError
from kiosk.backend.ground import file_lines
from kiosk.backend.ground.file_cells import CellError, dollars, given, one_of, taipei_moment, text
from kiosk.backend.ground.file_lines import Cells, Columns, Fault, FileError
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import Plate, PlateError, VehicleType
from kiosk.domain.ticket import TICKET_NUMBER, IssuedHow

LARGEST = 1 << 30
"""Bytes of a file: some four million tickets."""

STATUSES = ("owed", "paid", "withdrawn")
EARLIEST = date(2000, 1, 1)

COLUMNS = Columns(
    required=("number", "plate", "type", "parked_at", "rate", "fee"),
    optional=("issued", "left_at", "due_on", "status"),
)


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket as a line has it, its values as the table keeps them."""

    line: int
    number: str
    plate: str
    vehicle_type: str
    issued: str
    parked_at: datetime
    left_at: datetime | None
    rate: str
    fee: int
    due_on: date
    status: str

    def values(self) -> dict[str, Any]:
        """Return every column but the number."""
        return {name: getattr(self, name) for name in self.__slots__ if name not in ("line", "number")}


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A whole file, without a fault."""

    rows: tuple[TicketRow, ...]
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""


def read(path: Path, *, tariff: Tariff, ladder: Ladder, now: datetime) -> TicketFile:
    """Return what a `.csv` or `.jsonl` file holds; raise `FileError`, and `OSError` if it cannot be read."""
    content, kind = file_lines.content_of(path, LARGEST)
    return parse(content, kind, tariff=tariff, ladder=ladder, now=now)


def parse(content: bytes, kind: str, *, tariff: Tariff, ladder: Ladder, now: datetime) -> TicketFile:
    """Return what the bytes of a file of this kind (`.csv`, `.jsonl`) hold; raise `FileError`."""
    lines = file_lines.lines_of(content, kind, COLUMNS)
    faults: list[Fault] = []
    rows: list[TicketRow] = []
    seen: dict[str, int] = {}
    reader = _Reader(tariff, ladder, taipei_date(now) + timedelta(days=1))
    for line, found in lines:
        if isinstance(found, str):
            faults.append(Fault(line, "", found))
            continue
        row, wrong = reader.row(line, found)
        faults += wrong
        if row is None:
            continue
        first = seen.setdefault(row.number, line)
        if first == line:
            rows.append(row)
        else:
            faults.append(Fault(line, "number", f"this number stands in line {first} already"))
    if faults:
        raise FileError(faults)
    return TicketFile(tuple(rows), hashlib.sha256(content).hexdigest())


class _Reader:
    """Reads the cells of lines."""

    def __init__(self, tariff: Tariff, ladder: Ladder, latest: date) -> None:
        self._tariff, self._ladder, self._latest = tariff, ladder, latest

    def row(self, line: int, cells: Cells) -> tuple[TicketRow | None, list[Fault]]:
        """Return the ticket of a line, or every fault of it."""
        faults: list[Fault] = []
        found: dict[str, Any] = {}
        for column in COLUMNS.known:
            try:
                found[column] = _CELLS[column](given(cells, column, COLUMNS))
            except CellError as wrong:
                faults.append(Fault(line, column, str(wrong)))
        if not faults:
            faults = [Fault(line, column, reason) for column, reason in self._together(found)]
        if faults:
            return None, faults
        found["vehicle_type"] = found.pop("type")
        return TicketRow(line, **found), []

    def _together(self, found: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with cells that are right each by itself; fill in the day until which to pay."""
        day = taipei_date(found["parked_at"])
        if not EARLIEST <= day <= self._latest:
            yield "parked_at", f"a day from {EARLIEST} to {self._latest}"
            return
        if found["left_at"] is not None and found["left_at"] < found["parked_at"]:
            yield "left_at", "before parked_at"
        try:
            rate = self._tariff.rate(found["rate"], day)
            due = self._ladder.due(day)
        except TariffError:
            yield "rate", f"no rate of that name on that day; those known are {', '.join(self._tariff.rates)}"
            return
        if rate.vehicle != found["type"]:
            yield "rate", "a rate for the other type of vehicle"
        found["due_on"] = found["due_on"] or due
        if found["due_on"] < day:
            yield "due_on", "before the day of parking"


def _number(value: Any) -> str:
    number = text(value)
    if not TICKET_NUMBER.match(number):
        raise CellError("a ticket's number has a capital letter and 14 more capital letters or digits")
    return number


def _plate(value: Any) -> str:
    try:
        return str(Plate.parse(text(value)))
    except PlateError:
        raise CellError("a plate with its dash, such as BKZ-5937") from None


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise CellError("a day such as 2026-11-17") from None


_CELLS: Mapping[str, Callable[[Any], Any]] = {
    "number": _number,
    "plate": _plate,
    "type": one_of(VehicleType),
    "parked_at": taipei_moment,
    "rate": text,
    "fee": dollars,
    "issued": one_of(IssuedHow, IssuedHow.PAPER.value),
    "left_at": taipei_moment,
    "due_on": _day,
    "status": one_of(STATUSES, STATUSES[0]),
}
