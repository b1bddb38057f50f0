"""`kiosk audit verify`: whether the book of what staff have done is as it was written."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import counted, print_json
from kiosk.commands.store import opened
from kiosk.domain.dates import taipei

if TYPE_CHECKING:
    from kiosk.backend.staff.audit import Broken, Gone, Head

_HEAD = re.compile(r"([1-9][0-9]{0,15}):([0-9a-f]{64})")


def verify(url: str, *, head: str, as_json: bool) -> int:
    """Read the chain from its beginning and print its head; return the exit code.

    That is 1 where a row does not fit, and where the row of the head that is given went after five years.
    """
    kept = _HEAD.fullmatch(head.strip()) if head else None
    if head and kept is None:
        sys.stderr.write("A head is a number, a colon and 64 hexadecimal digits, as this command printed it.\n")
        return Exit.USAGE

    from kiosk.backend.staff import audit

    anchor = None if kept is None else audit.Head(int(kept[1]), kept[2])
    with opened(url) as database, database.read() as connection:
        found = audit.verify(connection, anchor)
    if as_json:
        print_json(_as_json(found))
    if isinstance(found, audit.Broken):
        sys.stderr.write(
            f"The audit is broken at row {found.number}: {found.why}. Keep the database as it is, and tell the "
            "auditors; rows before it hold.\n"
        )
        return Exit.FAILED
    if isinstance(found, audit.Gone):
        sys.stderr.write(
            f"Row {found.number}, which this head is of, is no longer kept: the rows before {found.head.begins} went "
            f"{_went(found.head)}. Whether it was as this head says cannot be known any more. Every row that is kept "
            "is as it was written; give a later head.\n"
        )
        return Exit.FAILED
    if found is None:
        sys.stderr.write("The audit has no row yet.\n")
        return Exit.DONE
    if found.begins_since is not None:
        sys.stderr.write(f"The rows before {found.begins} went {_went(found)}; an anchor says so.\n")
    count = counted(found.number - found.begins + 1, "row")
    sys.stderr.write(f"{count}: as written, without a gap. Keep this elsewhere, for --head:\n")
    if not as_json:
        sys.stdout.write(f"{found.number}:{found.hash}\n")
    return Exit.DONE


def _went(head: Head) -> str:
    return "five years old" if head.begins_since is None else f"on {taipei(head.begins_since):%F}, five years old"


def _as_json(found: Head | Broken | Gone | None) -> dict[str, object]:
    from kiosk.backend.staff.audit import Broken, Gone

    answer: dict[str, object] = {"schema": "kiosk.audit/1", "whole": not isinstance(found, Broken)}
    if isinstance(found, Broken):
        return {**answer, "broken_at": found.number, "why": found.why}
    if isinstance(found, Gone):
        return {**_as_json(found.head), "gone": found.number}
    if found is None:
        return {**answer, "rows": 0, "head": None}
    rows = found.number - found.begins + 1
    return {**answer, "rows": rows, "begins": found.begins, "number": found.number, "head": found.hash}
