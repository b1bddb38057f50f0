"""Reading what is owed: the statement a terminal sends all day, as text for the driver itself.

Through the expression language and its result rows the same look-up costs twice as much; there is no other use for
that here, since both databases take the same text but for the mark of a parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import cast

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.store import prepared

_SELECT = """
SELECT t.number, t.plate, t.vehicle_type, t.issued, t.parked_at, t.left_at, t.rate, t.fee, t.due_on,
       h.payment_id IS NOT NULL, n.number, n.stage, n.issued_on, n.pay_by, n.surcharge, n.fine,
       (SELECT max(CASE WHEN o.outcome IS NULL THEN 2 ELSE 1 END) FROM objections o
        WHERE o.ticket_number = t.number AND (o.outcome IS NULL OR o.outcome = 'rejected'))
FROM tickets t
LEFT JOIN notices n ON n.number = t.notice_number
LEFT JOIN payment_tickets h ON h.ticket_number = t.number AND h.register = 'local' AND h.holds = 1
WHERE """

_SELECT_WITH_STATUS = _SELECT.replace("\nFROM", ", t.status\nFROM")

_ticket = cast("Callable[[Sequence[object]], OwedTicket]", partial(tuple.__new__, OwedTicket))
"""`OwedTicket._make` without its detour through Python: the statement has as many columns as the tuple has fields."""


@cache
def _of_vehicles(count: int, mark: str) -> str:
    # The condition of the partial index stands beside every vehicle: put before the brackets, SQLite reads the whole
    # index instead (0.1 s for three vehicles among a million tickets, against 50 µs).
    return _SELECT + " OR ".join([f"t.status = 'owed' AND t.plate = {mark} AND t.vehicle_type = {mark}"] * count)


def of_vehicles(cursor: DBAPICursor, vehicles: Sequence[tuple[str, str]], *, mark: str) -> list[OwedTicket]:
    """Return the unpaid tickets of vehicles, given as plate and type, in no order. `mark` is `?` or `%s`."""
    cursor.execute(_of_vehicles(len(vehicles), mark), [value for vehicle in vehicles for value in vehicle])
    return list(map(_ticket, cursor.fetchall()))


def register_filled(cursor: DBAPICursor) -> bool:
    """Return whether anything was ever put into the register: an import, even of nothing, or a ticket."""
    cursor.execute("SELECT 1 WHERE EXISTS (SELECT 1 FROM register_imports) OR EXISTS (SELECT 1 FROM tickets)")
    return cursor.fetchone() is not None


def by_number(connection: Connection, numbers: Sequence[str], *, lock: bool) -> list[tuple[OwedTicket, str]]:
    """Return the tickets with these numbers and those of the notices with these numbers, with their status.

    With `lock`, in a write transaction, no other unit of work can change them until it ends.
    """
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(numbers))
    either = f"t.number IN ({marks}) OR t.notice_number IN ({marks})"
    values = (*numbers, *numbers)
    if lock and connection.dialect.name != "sqlite":
        # A statement of its own: what the next one sees was committed after the lock was had. SQLite's write
        # transaction has locked everything already.
        # Only marks are put into the text, never values.
        prepared.rows(connection, f"SELECT 1 FROM tickets t WHERE {either} ORDER BY t.number FOR UPDATE", values)  # noqa: S608
    found = prepared.rows(connection, _SELECT_WITH_STATUS + either, values)
    return [(_ticket(row[:-1]), row[-1]) for row in found]
