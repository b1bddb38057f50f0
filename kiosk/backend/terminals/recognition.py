"""Which terminal a token belongs to: asked of the database once, and remembered for as long as a revoked one may go on.

What is in use is renewed for many at once before it ends: a terminal that reports every minute, or is asked all day,
costs no request a look-up of its own.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from kiosk.backend.store.database import Database
from kiosk.backend.store.types import from_micros
from kiosk.backend.terminals import statements
from kiosk.backend.terminals.enrolment import hash_of
from kiosk.clock import Clock

REMEMBERED = 60.0
"""Seconds for which a token once recognised is not looked up again; a revoked one works no longer than that."""

RENEWED = 40.0
"""Seconds before the end from which on a token that is in use is renewed with others.

More than half: a terminal that reports a little late, 66 seconds after the last time, is renewed in between.
"""

IN_USE = 2 * REMEMBERED
"""Seconds after its last request for which a token is renewed: of a terminal that has gone it is forgotten."""

MOST_REMEMBERED = 10_000
"""Tokens recognised lately that are kept: three megabytes. Of more, those used longest ago are looked up again."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose token it is."""

    id: str
    guest: bool = False
    """Not enrolled: it solved a picture code, and is let in for a while, within limits of its own."""


@dataclass(slots=True)
class _Known:
    """A token that was recognised; moments are seconds of the clock's monotonic scale."""

    found: Recognised
    until: float
    used: float


class Recognition:
    """Tells which terminal a token belongs to."""

    def __init__(self, database: Database, clock: Clock, *, own: Mapping[str, str] | None = None) -> None:
        """Let in, beside those in the database, the terminals of `own`: the hash of each one's token, and its id."""
        self._database = database
        self._clock = clock
        self._own = {token_hash: Recognised(id) for token_hash, id in (own or {}).items()}
        self._known: OrderedDict[str, _Known] = OrderedDict()
        # Read in the event loop, written by the threads that look up.
        self._knowing = Lock()
        self._mark = "?" if database.is_sqlite else "%s"

    def remembered(self, token: str) -> Recognised | None:
        """Return the terminal of a token of our own, or of one recognised a moment ago, without asking the database."""
        given = hash_of(token)
        if given in self._own:
            return self._own[given]
        now = self._clock.monotonic()
        with self._knowing:
            known = self._known.get(given)
            if known is None or now >= known.until:
                return None
            known.used = now
            self._known.move_to_end(given)
        return known.found

    def look_up(self, token: str) -> Recognised | None:
        """Return the terminal of a token, or None for a stranger; raise what `Database.query` raises."""
        given = hash_of(token)
        # From before the look-up: what it finds may be revoked while it is on its way.
        began, moment = self._clock.monotonic(), self._clock.now()
        row = self._database.query(lambda cursor: statements.of_token(cursor, given, mark=self._mark))
        left, found = 0.0, None
        if row is not None and hmac.compare_digest(row[1], given):
            id, guest_until = str(row[0]), None if row[2] is None else from_micros(row[2])
            left = REMEMBERED if guest_until is None else (guest_until - moment).total_seconds()
            found = Recognised(id, guest=guest_until is not None)
        with self._knowing:
            if found is None or left <= 0:
                self._known.pop(given, None)
                return None
            self._known[given] = _Known(found, began + min(REMEMBERED, left), began)
            self._known.move_to_end(given)
            if len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return found

    def renew(self) -> None:
        """Ask the database once for all enrolled terminals in use whose time ends soon; forget those it has no more.

        Guests are left to end. Raise what `Database.read` raises, with nothing forgotten.
        """
        began = self._clock.monotonic()
        with self._knowing:
            due = [
                token_hash
                for token_hash, known in self._known.items()
                if not known.found.guest and known.until - began < RENEWED and began - known.used < IN_USE
            ]
        if not due:
            return
        with self._database.read() as connection:
            let_in = statements.let_in(connection, due)
        with self._knowing:
            for token_hash in due:
                known = self._known.get(token_hash)
                if known is None:
                    continue
                if token_hash in let_in:
                    known.until = max(known.until, began + REMEMBERED)
                else:
                    del self._known[token_hash]
