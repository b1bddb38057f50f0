"""What is said to the database about failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.backend.store.rows import delete_some
from kiosk.backend.support.tables import failures
from kiosk.backend.terminals.tables import terminals

KEPT = timedelta(days=30)
"""How long a failure is kept: a visitor who has written its code down asks within the month."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that was none, through no fault of the client. Nothing of what was asked stands in it."""

    code: str
    at: datetime
    terminal_id: str | None
    """None where no one was recognised."""
    route: str
    """The route's template, with its method."""
    kind: str
    """Of the problem."""


def keep(connection: Connection, found: Sequence[Failure]) -> None:
    """Write failures down; of two with one code, which chance hardly ever brings, the first stays."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(
        insert(failures).on_conflict_do_nothing(),
        [
            {"code": one.code, "at": one.at, "terminal_id": one.terminal_id, "route": one.route, "kind": one.kind}
            for one in found
        ],
    )


def find(connection: Connection, code: str) -> tuple[Failure, str | None] | None:
    """Return the failure that a code stands for, and the name of the terminal that had it; None if there is none."""
    row = connection.execute(
        select(
            failures.c.code,
            failures.c.at,
            failures.c.terminal_id,
            failures.c.route,
            failures.c.kind,
            terminals.c.name,
        )
        .join_from(failures, terminals, terminals.c.id == failures.c.terminal_id, isouter=True)
        .where(failures.c.code == code)
    ).one_or_none()
    return None if row is None else (Failure(*row[:5]), row[5])


def of_terminal(connection: Connection, terminal_id: str, since: datetime, until: datetime, most: int) -> list[Failure]:
    """Return what failed at a terminal from a moment on and before another, in order, and no more than so many."""
    columns = failures.c.code, failures.c.at, failures.c.terminal_id, failures.c.route, failures.c.kind
    asked = select(*columns).where(failures.c.terminal_id == terminal_id, failures.c.at >= since, failures.c.at < until)
    return [Failure(*row) for row in connection.execute(asked.order_by(failures.c.at).limit(most))]


def forget(connection: Connection, code: str) -> None:
    """Forget the failure that a code stands for: the demo tells of it anew."""
    connection.execute(delete(failures).where(failures.c.code == code))


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget failures that are older than a month; return how many."""
    return delete_some(connection, failures, failures.c.at < now - KEPT)
