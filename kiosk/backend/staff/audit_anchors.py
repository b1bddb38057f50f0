"""Anchors of the audit: to where its beginning was taken away, each sealed with the anchor before it.

An anchor holds the number, the hash and the time of the last row that went. Its seal is a row of the audit itself:
moving the beginning takes writing the rest of the chain anew, and that is found by a head that was kept
elsewhere. The database refuses an anchor that does not name an old row that is there, and every deletion behind the
newest one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kiosk.backend.store.types import to_micros

KEPT = timedelta(days=1826)
"""Five years, as the queries of the household offices; nothing younger is ever taken away."""
FORGOTTEN = "audit.forget"
"""The row of the audit that has an anchor's seal as its subject."""
BEGINNING = 64 * "0"
"""What stands for the seal of the anchor before the first one."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """To where the beginning was taken away."""

    number: int
    """Of the last row that went."""
    hash: str
    row_at: datetime
    """When that row was written."""
    rows: int
    """How many went with this anchor."""
    at: datetime
    previous: str
    """The seal of the anchor before."""
    seal: str

    @property
    def fits(self) -> bool:
        """Say whether it is as it was written, and took nothing away that was not old."""
        return self.seal == sealed(self.number, self.hash, self.row_at, self.rows, self.at, self.previous) and (
            self.row_at <= self.at - KEPT
        )


def sealed(number: int, row_hash: str, row_at: datetime, rows: int, at: datetime, previous: str) -> str:
    """Return an anchor's seal."""
    text = json.dumps([previous, number, row_hash, to_micros(row_at), rows, to_micros(at)], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def after(before: Anchor | None, number: int, row_hash: str, row_at: datetime, at: datetime) -> Anchor:
    """Return the anchor that follows another one, None for none, when rows up to one are to go."""
    previous = BEGINNING if before is None else before.seal
    rows = number - (0 if before is None else before.number)
    return Anchor(number, row_hash, row_at, rows, at, previous, sealed(number, row_hash, row_at, rows, at, previous))


def read(rows: Sequence[Any]) -> tuple[Anchor, ...]:
    """Return the anchors of rows of their table, the oldest first."""
    return tuple(Anchor(*row) for row in rows)


def wrong_in(anchors: Sequence[Anchor]) -> Anchor | None:
    """Return the first anchor that does not follow the one before it; None if all do."""
    previous, number = BEGINNING, 0
    for one in anchors:
        if not one.fits or one.previous != previous or one.rows != one.number - number:
            return one
        previous, number = one.seal, one.number
    return None
