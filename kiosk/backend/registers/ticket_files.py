"""The register as a file: one ticket a line. docs/operating/tickets.md has the columns.

Nothing is guessed: a line that is not understood is a fault, named by its number and its column, and so is a column
that nobody knows. What stands in a faulty line is never repeated: it is somebody's plate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.backend.domain.dunning import Ladder
from kiosk.backend.domain.tariff import Tariff
from kiosk.backend.domain.validity import TariffError
from kiosk.backend.registers.ticket_lines import FORMATS, OPTIONAL, REQUIRED, Cells
from kiosk.domain.dates import TAIPEI, taipei_date
from kiosk.domain.plate import Plate, PlateError, VehicleType
from kiosk.domain.ticket import TICKET_NUMBER, IssuedHow

LARGEST = 1 << 30
"""Bytes of a file: some four million tickets."""
MOST_DOLLARS = 10_000_000

STATUSES = ("owed", "paid", "withdrawn")
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line; `line` counts from 1, `column` is "" for the line as a whole."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.column + ': ' if self.column else ''}{self.reason}"


class TicketFileError(ValueError):
    """A file that cannot be taken in: all its faults, in order of lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults)))


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
    """Return what a `.csv` or `.jsonl` file holds; raise `TicketFileError`, and `OSError` if it cannot be read."""
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise TicketFileError([Fault(1, "", "the file's name ends neither in .csv nor in .jsonl")])
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TicketFileError([Fault(1, "", f"the file is longer than {LARGEST:,} bytes")])
    return parse(content, kind, tariff=tariff, ladder=ladder, now=now)


def parse(content: bytes, kind: str, *, tariff: Tariff, ladder: Ladder, now: datetime) -> TicketFile:
    """Return what the bytes of a file of this kind (`.csv`, `.jsonl`) hold; raise `TicketFileError`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TicketFileError([Fault(line, "", "the file is not UTF-8")]) from None
    faults: list[Fault] = []
    rows: list[TicketRow] = []
    seen: dict[str, int] = {}
    reader = _Reader(tariff, ladder, taipei_date(now) + timedelta(days=1))
    for line, found in FORMATS[kind](text):
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
        raise TicketFileError(faults)
    return TicketFile(tuple(rows), hashlib.sha256(content).hexdigest())


class _WrongError(ValueError):
    """A cell that is not understood; the text says what is expected."""


class _Reader:
    """Reads the cells of lines."""

    def __init__(self, tariff: Tariff, ladder: Ladder, latest: date) -> None:
        self._tariff, self._ladder, self._latest = tariff, ladder, latest

    def row(self, line: int, cells: Cells) -> tuple[TicketRow | None, list[Fault]]:
        """Return the ticket of a line, or every fault of it."""
        faults = [Fault(line, "", "there are keys that nobody knows")] if set(cells) - {*REQUIRED, *OPTIONAL} else []
        found: dict[str, Any] = {}
        for column in REQUIRED + OPTIONAL:
            try:
                found[column] = _CELLS[column](_given(cells, column))
            except _WrongError as wrong:
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


def _given(cells: Cells, column: str) -> Any:
    value = cells.get(column)
    if value is None or value == "":
        if column in REQUIRED:
            raise _WrongError("missing")
        return None
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 100:
        raise _WrongError("a text of at most 100 characters")
    return value.strip()


def _number(value: Any) -> str:
    number = _text(value)
    if not TICKET_NUMBER.match(number):
        raise _WrongError("a ticket's number has a capital letter and 14 more capital letters or digits")
    return number


def _plate(value: Any) -> str:
    try:
        return str(Plate.parse(_text(value)))
    except PlateError:
        raise _WrongError("a plate with its dash, such as BKZ-5937") from None


def _one_of(values: Iterable[str], usual: str | None = None) -> Callable[[Any], str]:
    known = tuple(values)

    def read(value: Any) -> str:
        if value is None and usual is not None:
            return usual
        text = _text(value)
        if text not in known:
            raise _WrongError(f"one of {', '.join(known)}")
        return text

    return read


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(_text(value))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)
        return moment.astimezone(TAIPEI)
    except (ValueError, OverflowError):
        raise _WrongError("a moment such as 2026-11-02 09:30 (Taipei), or with its zone: 2026-11-02T01:30Z") from None


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise _WrongError("a day such as 2026-11-17") from None


def _dollars(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(MOST_DOLLARS)):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_DOLLARS:
        raise _WrongError(f"whole New Taiwan dollars from 0 to {MOST_DOLLARS:,}, without a sign or a comma")
    return value


_CELLS: Mapping[str, Callable[[Any], Any]] = {
    "number": _number,
    "plate": _plate,
    "type": _one_of(VehicleType),
    "parked_at": _moment,
    "rate": _text,
    "fee": _dollars,
    "issued": _one_of(IssuedHow, IssuedHow.PAPER.value),
    "left_at": _moment,
    "due_on": _day,
    "status": _one_of(STATUSES, STATUSES[0]),
}
