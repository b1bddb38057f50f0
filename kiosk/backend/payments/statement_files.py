"""A provider's statement of a day as a file: one movement of money a line.

docs/operating/reconciliation.md has the columns. Nothing is guessed: a line that is not understood is a fault, named by
its number and its column, and what stands there is not repeated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kiosk.backend.domain.payment import Movement
from kiosk.backend.domain.reconciliation import StatementLine
from kiosk.backend.ground import file_lines
from kiosk.backend.ground.file_cells import CellError, dollars, given, one_of, taipei_moment, text
from kiosk.backend.ground.file_lines import Cells, Columns, Fault, FileError
from kiosk.domain.dates import taipei_date

LARGEST = 1 << 28
"""Bytes of a file: some two million movements."""

COLUMNS = Columns(
    required=("provider", "reference", "kind", "order", "amount", "at"),
    optional=("refund",),
)

_PROVIDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_LONGEST_PROVIDER = 24
_LONGEST = 64
"""Characters of a number of somebody else's."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole statement, without a fault."""

    day: date
    """Of Taipei."""
    providers: tuple[str, ...]
    """Whose it is, sorted: what is kept of these, and not in it, is a difference."""
    lines: tuple[StatementLine, ...]
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""


def read(path: Path, day: date, providers: Iterable[str] = ()) -> Statement:
    """Return what a `.csv` or `.jsonl` file holds; raise `FileError`, and `OSError` if it cannot be read.

    `providers` are those of whom it is, where some have no line in it.
    """
    content, kind = file_lines.content_of(path, LARGEST)
    return parse(content, kind, day, providers)


def parse(content: bytes, kind: str, day: date, providers: Iterable[str] = ()) -> Statement:
    """Return what the bytes of a file of this kind (`.csv`, `.jsonl`) hold; raise `FileError`."""
    faults: list[Fault] = []
    lines: list[StatementLine] = []
    seen: dict[tuple[str, str], int] = {}
    for number, found in file_lines.lines_of(content, kind, COLUMNS):
        if isinstance(found, str):
            faults.append(Fault(number, "", found))
            continue
        line, wrong = _line(number, found, day)
        faults += wrong
        if line is None:
            continue
        first = seen.setdefault((line.provider, line.reference), number)
        if first == number:
            lines.append(line)
        else:
            faults.append(Fault(number, "reference", f"this provider's number stands in line {first} already"))
    named = tuple(providers)
    if not faults:
        faults = list(_as_a_whole(lines, day, named))
    if faults:
        raise FileError(faults)
    whose = {line.provider for line in lines} | set(named)
    return Statement(day, tuple(sorted(whose)), tuple(lines), hashlib.sha256(content).hexdigest())


def _as_a_whole(lines: list[StatementLine], day: date, providers: tuple[str, ...]) -> Iterable[Fault]:
    """Yield what is wrong with lines that are right each by itself."""
    if not lines and not providers:
        yield Fault(1, "", "there is no line, and nothing says whose statement it is: name the provider")
    elif lines and not any(taipei_date(line.at) == day for line in lines):
        yield Fault(lines[0].line, "at", f"no line is of {day}: is it the statement of another day?")
    for line in lines:
        if providers and line.provider not in providers:
            yield Fault(line.line, "provider", "not one of those that were named")


def _line(number: int, cells: Cells, day: date) -> tuple[StatementLine | None, list[Fault]]:
    """Return the movement of a line, or every fault of it."""
    faults: list[Fault] = []
    found: dict[str, Any] = {}
    for column in COLUMNS.known:
        try:
            found[column] = _CELLS[column](given(cells, column, COLUMNS))
        except CellError as wrong:
            faults.append(Fault(number, column, str(wrong)))
    if not faults:
        # Providers cut their days at hours of their own.
        if abs(taipei_date(found["at"]) - day) > timedelta(days=1):
            faults.append(Fault(number, "at", f"neither {day} nor the day before or after it"))
        if found["refund"] is not None and found["kind"] != Movement.REFUND:
            faults.append(Fault(number, "refund", "this line is no refund"))
    if faults:
        return None, faults
    line = StatementLine(
        line=number,
        provider=found["provider"],
        reference=found["reference"],
        kind=Movement(found["kind"]),
        order=found["order"],
        dollars=found["amount"],
        at=found["at"],
        refund=found["refund"],
    )
    return line, []


def _provider(value: Any) -> str:
    name = text(value)
    if not _PROVIDER.match(name) or len(name) > _LONGEST_PROVIDER:
        raise CellError("a provider's code as in assets/providers.toml, such as jkopay")
    return name


def _number(value: Any) -> str:
    number = text(value)
    if not number or len(number) > _LONGEST or not number.isascii() or not number.isprintable() or " " in number:
        raise CellError(f"a number of at most {_LONGEST} letters, digits and signs, without blanks")
    return number


def _number_or_none(value: Any) -> str | None:
    return None if value is None else _number(value)


def _money(value: Any) -> int:
    found = dollars(value)
    if not found:
        raise CellError("more than nought: nothing moves by a line of no dollars")
    return found


_CELLS: Mapping[str, Callable[[Any], Any]] = {
    "provider": _provider,
    "reference": _number,
    "kind": one_of(Movement),
    "order": _number,
    "amount": _money,
    "at": taipei_moment,
    "refund": _number_or_none,
}
