"""The audit (稽核紀錄): a row of all that staff do, see and are refused, each sealed by the hash of the row before.

Triggers of the database refuse to change or delete a row. The database's owner can drop those and write the chain anew:
so its head is printed by `kiosk audit verify`, to be kept elsewhere, and is found again in the chain (`--head`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.staff import audit_anchors
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit_anchors import FORGOTTEN, Anchor
from kiosk.backend.staff.statements import audit
from kiosk.backend.staff.statements import audit_anchors as statements
from kiosk.backend.store.types import to_micros

BEGINNING = 64 * "0"
"""What the first row has for the hash of the row before."""

_SEALED = (
    "number",
    "at",
    "staff_id",
    "who",
    "roles",
    "office",
    "counter",
    "case_number",
    "operation",
    "subject",
    "fields",
    "reason",
    "outcome",
)
"""The columns that a row's hash is made of, in this order, after the hash of the row before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written down of one thing that was done, seen or refused. Never a value."""

    operation: str
    subject: str | None = None
    fields: frozenset[str] = frozenset()
    case: str | None = None
    reason: str | None = None
    outcome: str = "done"
    """`done`, or `refused:` and why, or `failed:` and the kind of error."""


_ANOTHER = "it is not the row that was there when its hash was kept"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain."""

    number: int
    hash: str
    begins: int = field(default=1, compare=False)
    """The first row that is kept."""
    begins_since: datetime | None = field(default=None, compare=False)
    """When the rows before that were taken away last; None where none were."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold."""

    number: int
    """Of the row that does not fit, or that is missing."""
    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chain holds; the row of a head that was kept elsewhere is among those that went after five years."""

    number: int
    """Of that row."""
    head: Head
    """The end of the chain as it is."""


def append(connection: Connection, acting: Acting, entry: Entry, now: datetime) -> Head:
    """Add a row, in the caller's write transaction, last of all: the chain is held to its end."""
    last = audit.hold(connection)
    number, previous = (last[0] + 1, last[1]) if last is not None else (1, BEGINNING)
    columns: dict[str, Any] = {
        "number": number,
        "at": now,
        "staff_id": acting.staff_id,
        "who": acting.who,
        "roles": "shell" if acting.by_shell else " ".join(sorted(acting.roles)),
        "office": acting.office,
        "counter": acting.counter,
        "case_number": entry.case,
        "operation": entry.operation,
        "subject": entry.subject,
        "fields": " ".join(sorted(entry.fields)),
        "reason": entry.reason,
        "outcome": entry.outcome,
    }
    sealed = _hash(previous, [columns[name] for name in _SEALED])
    audit.add(connection, {**columns, "previous": previous, "hash": sealed})
    return Head(number, sealed)


def verify(connection: Connection, kept: Head | None = None) -> Head | Broken | Gone | None:
    """Return the chain's head if every row fits, None for no row at all, else the first that does not.

    It begins behind the newest anchor (`kiosk.backend.staff.audit_anchors`), whose seal has to be one of its rows.
    `kept` is a head that was kept elsewhere: the chain, or an anchor, must still hold it. One whose row went with the
    beginning, and not as the last one of it, is known no more (`Gone`).
    """
    anchors = audit_anchors.read(statements.all_of_them(connection))
    wrong = audit_anchors.wrong_in(anchors)
    if wrong is not None:
        return Broken(wrong.number, "the anchor in its place was changed, or names what was not old")
    newest = anchors[-1] if anchors else None
    rows = audit.rows_in_order(connection, 0 if newest is None else newest.number)
    if newest is None or kept is None or kept.number > newest.number:
        return _verified(rows, newest, kept)
    found = _verified(rows, newest, None)
    if not isinstance(found, Head):
        return found
    # What is before the newest anchor is gone: a head of that time is known where an anchor was set just there.
    known = next((one.hash for one in anchors if one.number == kept.number), None)
    if known is None:
        return Gone(kept.number, found)
    return found if known == kept.hash else Broken(kept.number, _ANOTHER)


def _verified(rows: Iterable[Any], newest: Anchor | None, kept: Head | None) -> Head | Broken | None:
    expected, previous = (1, BEGINNING) if newest is None else (newest.number + 1, newest.hash)
    begins, reached = expected, newest is None
    for row in rows:
        columns = dict(zip(audit.COLUMNS, row, strict=True))
        number = columns["number"]
        if number != expected:
            return Broken(expected, "the row is missing")
        if columns["previous"] != previous:
            return Broken(number, "it does not follow the row before")
        if columns["hash"] != _hash(previous, [columns[name] for name in _SEALED]):
            return Broken(number, "it was changed")
        previous, expected = columns["hash"], expected + 1
        if kept is not None and number == kept.number and previous != kept.hash:
            return Broken(number, _ANOTHER)
        if newest is not None and (columns["operation"], columns["subject"]) == (FORGOTTEN, newest.seal):
            reached = columns["at"] == newest.at
    if newest is not None and not reached:
        return Broken(newest.number, "the audit begins behind it, and no row says so")
    if kept is not None and kept.number >= expected:
        return Broken(expected, "the rows up to the one whose hash was kept are missing")
    return None if expected == 1 else Head(expected - 1, previous, begins, None if newest is None else newest.at)


def _hash(previous: str, values: list[Any]) -> str:
    plain = [to_micros(value) if isinstance(value, datetime) else value for value in values]
    text = json.dumps([previous, *plain], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
