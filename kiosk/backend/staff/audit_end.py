"""After five years the oldest stretch of the audit goes, whole, behind an anchor that says to where."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.staff import audit, audit_anchors
from kiosk.backend.staff.acting import DAILY_JOB
from kiosk.backend.staff.audit import Entry
from kiosk.backend.staff.audit_anchors import FORGOTTEN, KEPT, Anchor
from kiosk.backend.staff.statements import audit as audit_statements
from kiosk.backend.staff.statements import audit_anchors as statements
from kiosk.backend.store.database import Database
from kiosk.backend.store.locks import Lock, hold_lock

BATCH = 500
"""Rows in one unit of work: payments wait for a fraction of a second at most."""


def forget(database: Database, now: datetime) -> int:
    """Take away the rows that are older than five years, from the beginning and without a gap; return how many.

    The anchor is written first, with a row of the audit about it; rows that are left in front of it, since this was
    interrupted, go the next time. Raise what `Database.run` raises.
    """
    database.run(lambda connection: _anchor(connection, now))
    gone = 0
    while numbers := database.run(_take_away):
        gone += numbers
    return gone


def _take_away(connection: Connection) -> int:
    """Take away the first rows in front of the newest anchor; return how many."""
    hold_lock(connection, Lock.RETENTION)
    anchors = statements.all_of_them(connection)
    numbers = statements.up_to(connection, anchors[-1].number, BATCH) if anchors else ()
    return statements.take_away(connection, numbers) if numbers else 0


def _anchor(connection: Connection, now: datetime) -> Anchor | None:
    """Write down to where the beginning goes; None where nothing is old enough.

    The row before the first young one: an older row behind a younger one, of a clock that was set back, stays.
    """
    audit_statements.hold(connection)
    anchors = audit_anchors.read(statements.all_of_them(connection))
    before = anchors[-1] if anchors else None
    behind = 0 if before is None else before.number
    young = statements.first_since(connection, behind, now - KEPT)
    last = statements.last(connection) if young is None else young - 1
    if last is None or last <= behind:
        return None
    row = statements.row(connection, last)
    if row is None or row.at > now - KEPT:
        # Somebody has been at the rows: nothing is taken away, and `kiosk audit verify` says where.
        return None
    anchor = audit_anchors.after(before, last, row.hash, row.at, now)
    statements.add(connection, **asdict(anchor))
    audit.append(connection, DAILY_JOB, Entry(FORGOTTEN, anchor.seal, frozenset({"rows"})), now)
    return anchor
