"""The stays that bills are for: a ticket's own, or those of every ticket of a notice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from kiosk.backend.domain.owed import Stay
from kiosk.backend.registers.statements import tickets


def stays_of(connection: Connection, numbers: Sequence[str]) -> dict[str, tuple[Stay, ...]]:
    """Return the stays under each number, the oldest first; nothing under one that only a remote register knows."""
    found: dict[str, tuple[Stay, ...]] = {}
    for row in tickets.stays(connection, numbers):
        # A ticket that was paid before its notice came stands under its own number, whatever it says now.
        under = row.number if row.number in numbers else row.notice_number
        found[under] = (*found.get(under, ()), Stay(row.number, row.parked_at, row.left_at))
    return found
