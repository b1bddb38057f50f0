"""The offices as a file: CSV with a head (RFC 4180), one office a line. docs/operating/offices.md has the columns.

Nothing is guessed: a line that is not understood is a fault, named by its number and its column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kiosk.domain.opening_hours import OpeningHours, OpeningHoursError
from kiosk.domain.text import clean

COLUMNS = ("code", "name", "name_en", "phone", "hours", "nearest")
LARGEST = 1_000_000
"""Bytes of a file."""

_CODE = re.compile(r"[a-z][a-z0-9-]{0,23}")
_PHONE = re.compile(r"\+?[0-9][0-9 #()-]{2,28}[0-9]")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line; `line` counts from 1, `column` is "" for the line as a whole."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.column + ': ' if self.column else ''}{self.reason}"


class OfficeFileError(ValueError):
    """A file that cannot be taken in: all its faults, in order of lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults)))


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
    """Return the offices that the bytes of a file hold, at least one; raise `OfficeFileError`."""
    if len(content) > LARGEST:
        raise OfficeFileError([Fault(1, "", f"the file is longer than {LARGEST:,} bytes")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise OfficeFileError([Fault(line, "", "the file is not UTF-8")]) from None
    rows: list[OfficeRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, cells in _lines(text):
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
        raise OfficeFileError(faults)
    return tuple(rows)


def _row(line: int, cells: Mapping[str, str]) -> OfficeRow:
    return OfficeRow(
        line,
        cells["code"],
        cells["name"],
        cells["name_en"],
        cells["phone"],
        str(OpeningHours.parse(cells["hours"])),
        cells["nearest"] or None,
    )


def _faults(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
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


def _lines(text: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield each line with its cells by column, or with why it has none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            # Where a quotation mark is wrong, nobody knows where the next line begins.
            yield line, "not CSV from here on: look at the quotation marks"
            return
        if head is None:
            head = [cell.strip() for cell in cells]
            if sorted(head) != sorted(COLUMNS):
                yield line, f"the head has these columns, each once: {', '.join(COLUMNS)}"
                return
        elif cells and len(cells) != len(head):
            yield line, f"{len(cells)} cells where the head has {len(head)}"
        elif cells:
            yield line, dict(zip(head, map(str.strip, cells), strict=True))
