"""The offices as a file: CSV with a head (RFC 4180), one office a line. docs/operating/offices.md has the columns.

Nothing is guessed: a line that is not understood is a fault, named by its number and its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.backend.ground import file_lines
from kiosk.backend.ground.file_lines import Cells, Columns, Fault, FileError
from kiosk.domain.opening_hours import OpeningHours, OpeningHoursError
from kiosk.domain.text import clean

COLUMNS = Columns(required=("code", "name", "name_en", "phone", "hours", "nearest"), optional=())
LARGEST = 1_000_000
"""Bytes of a file."""

_CODE = re.compile(r"[a-z][a-z0-9-]{0,23}")
_PHONE = re.compile(r"\+?[0-9][0-9 #()-]{2,28}[0-9]")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office, as a line has it."""

    line: int
    code: str
    name: str
    name_en: str
    phone: str
    hours: str
    nearest: str | None
    """The code of another office, in the file or known before."""


def parse(content: bytes) -> tuple[OfficeRow, ...]:
    """Return the offices that the bytes of a file hold, at least one; raise `FileError`."""
    if len(content) > LARGEST:
        raise FileError([Fault(1, "", f"the file is longer than {LARGEST:,} bytes")])
    rows: list[OfficeRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, cells in file_lines.lines_of(content, ".csv", COLUMNS):
        if isinstance(cells, str):
            faults.append(Fault(line, "", cells))
            continue
        wrong = [Fault(line, column, reason) for column, reason in _faults(cells)]
        first = seen.setdefault(cells["code"], line)
        if first != line:
            wrong.append(Fault(line, "code", f"this office stands in line {first} already"))
        faults += wrong
        if not wrong:
            rows.append(_row(line, cells))
    if not rows and not faults:
        faults = [Fault(1, "", "there is no office in it")]
    if faults:
        raise FileError(faults)
    return tuple(rows)


def _row(line: int, cells: Cells) -> OfficeRow:
    return OfficeRow(
        line,
        cells["code"],
        cells["name"],
        cells["name_en"],
        cells["phone"],
        str(OpeningHours.parse(cells["hours"])),
        cells["nearest"] or None,
    )


def _faults(cells: Cells) -> Iterator[tuple[str, str]]:
    if not _CODE.fullmatch(cells["code"]):
        yield "code", "a small letter and up to 23 more small letters, digits and dashes, such as songshan"
    for column in ("name", "name_en"):
        if not 0 < len(cells[column]) <= _LONGEST_NAME or clean(cells[column]) != cells[column]:
            yield column, f"1 to {_LONGEST_NAME} printable characters"
    if not _PHONE.fullmatch(cells["phone"]):
        yield "phone", "a telephone number such as 02-2726-9600 or 02-2726-9600#12"
    try:
        OpeningHours.parse(cells["hours"])
    except OpeningHoursError as error:
        yield "hours", str(error)
    if cells["nearest"] and not _CODE.fullmatch(cells["nearest"]):
        yield "nearest", "the code of another office, or nothing"
    elif cells["nearest"] and cells["nearest"] == cells["code"]:
        yield "nearest", "another office than this one"
