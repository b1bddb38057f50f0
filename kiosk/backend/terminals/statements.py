"""Every statement about terminals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.ground.tables import idempotency_keys
from kiosk.backend.office.tables import offices
from kiosk.backend.payments.tables import payments
from kiosk.backend.store.prepared import Prepared
from kiosk.backend.store.rows import delete_some
from kiosk.backend.store.types import UtcDateTime
from kiosk.backend.terminals.tables import terminal_complaints, terminal_invitations, terminals
from kiosk.domain.enrolment_code import MOST_TRIES


def hold(connection: Connection, terminal_id: str) -> None:
    """Lock a terminal's row to the end of the transaction: what is counted or begun there happens one by one.

    Not against rows that merely point to it (`FOR NO KEY UPDATE`).
    """
    connection.execute(select(terminals.c.id).where(terminals.c.id == terminal_id).with_for_update(key_share=True))


def enrol(connection: Connection, **columns: Any) -> None:
    """Write a new terminal down, or a guest (`guest_until`)."""
    connection.execute(insert(terminals).values(**columns))


def named(connection: Connection, name: str) -> str | None:
    """Return the id of the terminal with a name that has not been shut out, None if there is none."""
    return connection.scalar(select(terminals.c.id).where(terminals.c.name == name, terminals.c.revoked_at.is_(None)))


def name_of(connection: Connection, terminal_id: str) -> str | None:
    """Return an enrolled terminal's name; None for a guest."""
    of_this = select(terminals.c.name).where(terminals.c.id == terminal_id, terminals.c.guest_until.is_(None))
    return connection.execute(of_this).scalar_one_or_none()


def revoke(connection: Connection, terminal_id: str, now: datetime) -> int:
    """Shut a terminal out that has not been; return how many rows that was."""
    return connection.execute(
        update(terminals).where(terminals.c.id == terminal_id, terminals.c.revoked_at.is_(None)).values(revoked_at=now)
    ).rowcount


def move(connection: Connection, terminal_id: str, office: str | None) -> int:
    """Let a terminal that has not been shut out stand elsewhere; return how many rows that was."""
    return connection.execute(_here(terminal_id).values(office_code=office, office=None)).rowcount


def close(connection: Connection, terminal_id: str, *, reason: str, at: datetime, by: str) -> int:
    """Write down why, since when and by whom a terminal is out of service; return how many rows that was."""
    return connection.execute(_here(terminal_id).values(closed_for=reason, closed_at=at, closed_by=by)).rowcount


def open_again(connection: Connection, terminal_id: str) -> int:
    """Let a terminal be in service; return how many rows that was."""
    return connection.execute(_here(terminal_id).values(closed_for=None, closed_at=None, closed_by=None)).rowcount


def _here(terminal_id: str) -> Update:
    """Begin a change of a terminal that is enrolled and has not been shut out."""
    here = terminals.c.id == terminal_id, terminals.c.revoked_at.is_(None), terminals.c.guest_until.is_(None)
    return update(terminals).where(*here)


def closing(connection: Connection, terminal_id: str) -> str | None:
    """Return why a terminal is out of service; None where it serves."""
    return connection.scalar(select(terminals.c.closed_for).where(terminals.c.id == terminal_id))


def closings(connection: Connection) -> Sequence[Sequence[Any]]:
    """Return id and reason of each terminal that is out of service."""
    asked = select(terminals.c.id, terminals.c.closed_for)
    return connection.execute(asked.where(terminals.c.closed_for.is_not(None))).all()


def is_office(connection: Connection, code: str) -> bool:
    """Say whether an office has a code."""
    return connection.scalar(select(offices.c.code).where(offices.c.code == code)) is not None


def enrolled(connection: Connection, terminal_id: str | None = None) -> Sequence[Sequence[Any]]:
    """Return every terminal that was ever enrolled, oldest first, with the columns of a `TerminalRecord`; or one."""
    waiting = select(func.count()).where(
        terminal_complaints.c.terminal_id == terminals.c.id, terminal_complaints.c.settled_at.is_(None)
    )
    asked = (
        select(
            terminals.c.id,
            terminals.c.name,
            terminals.c.created_at,
            terminals.c.revoked_at,
            terminals.c.office_code,
            func.coalesce(offices.c.name, terminals.c.office),
            terminals.c.last_seen_at,
            terminals.c.version,
            terminals.c.reported_at,
            terminals.c.started_at,
            terminals.c.printer,
            terminals.c.closed_for,
            terminals.c.closed_at,
            terminals.c.closed_by,
            waiting.correlate(terminals).scalar_subquery(),
        )
        .join_from(terminals, offices, offices.c.code == terminals.c.office_code, isouter=True)
        .where(terminals.c.guest_until.is_(None))
        .order_by(terminals.c.created_at)
    )
    return connection.execute(asked if terminal_id is None else asked.where(terminals.c.id == terminal_id)).all()


def is_here(connection: Connection, terminal_id: str) -> bool:
    """Say whether a terminal is enrolled and has not been shut out."""
    here = terminals.c.id == terminal_id, terminals.c.revoked_at.is_(None), terminals.c.guest_until.is_(None)
    return connection.scalar(select(terminals.c.id).where(*here)) is not None


def complain(connection: Connection, terminal_id: str, case: str, reason: str, at: datetime) -> bool:
    """Write down what was reported of a terminal in a case; return False where no such terminal was ever enrolled."""
    known = terminals.c.id == terminal_id, terminals.c.guest_until.is_(None)
    if connection.scalar(select(terminals.c.id).where(*known)) is None:
        return False
    insert_into = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    report = {"reason": reason, "reported_at": at, "settled_at": None}
    made = insert_into(terminal_complaints).values(terminal_id=terminal_id, case_number=case, **report)
    keys = [terminal_complaints.c.terminal_id, terminal_complaints.c.case_number]
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=report))
    return True


def complaints(connection: Connection, terminal_id: str) -> Sequence[Sequence[Any]]:
    """Return case, reason and moment of what was reported of a terminal and is open, the oldest fifty first."""
    here = terminal_complaints.c.terminal_id == terminal_id, terminal_complaints.c.settled_at.is_(None)
    asked = select(terminal_complaints.c.case_number, terminal_complaints.c.reason, terminal_complaints.c.reported_at)
    return connection.execute(asked.where(*here).order_by(terminal_complaints.c.reported_at).limit(50)).all()


def settle_complaints(connection: Connection, terminal_id: str, at: datetime) -> int:
    """Write down that what was reported of a terminal was dealt with; return how many rows that was."""
    here = terminal_complaints.c.terminal_id == terminal_id, terminal_complaints.c.settled_at.is_(None)
    return connection.execute(update(terminal_complaints).where(*here).values(settled_at=at)).rowcount


def forget_complaints(connection: Connection, before: datetime) -> int:
    """Forget what was dealt with before a moment; return how many rows that was."""
    return delete_some(connection, terminal_complaints, terminal_complaints.c.settled_at < before)


def of_token(cursor: DBAPICursor, token_hash: str, *, mark: str) -> Sequence[Any] | None:
    """Return id, token's hash and end (microseconds, of a guest) of a terminal that is let in. `mark` is `?` or `%s`.

    As text for the driver itself: it is asked before each request of a terminal that is not remembered.
    """
    cursor.execute(
        f"SELECT id, token_hash, guest_until FROM terminals WHERE token_hash = {mark} AND revoked_at IS NULL",  # noqa: S608
        (token_hash,),
    )
    return cursor.fetchone()


def let_in(connection: Connection, token_hashes: Sequence[str]) -> frozenset[str]:
    """Return those of these tokens' hashes whose terminals are let in, guests left out."""
    tokens = terminals.c.token_hash
    enrolled = select(tokens).where(terminals.c.revoked_at.is_(None), terminals.c.guest_until.is_(None))
    return frozenset(connection.scalars(enrolled.where(tokens.in_(token_hashes))))


def keep_seen(connection: Connection, seen: Mapping[str, tuple[datetime, str | None]]) -> None:
    """Write down when terminals were here, and with which version where they said so, unless it is known better.

    The rows are written in the order of their ids: two replicas that write the same ones must not wait for each other.
    """
    for terminal_id, (at, version) in sorted(seen.items()):
        later = or_(terminals.c.last_seen_at.is_(None), terminals.c.last_seen_at < at)
        known = {} if version is None else {"version": version}
        connection.execute(
            update(terminals).where(terminals.c.id == terminal_id, later).values(last_seen_at=at, **known)
        )


def keep_reports(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write down what terminals say of themselves, at least one, but not over anything later.

    Of each `terminal` that is its id: when it said so (`at`), since when it runs (`since`), what it `runs`, how it
    `prints`.
    """
    _KEEP_REPORT.run_many(connection, rows)


_KEEP_REPORT = Prepared(
    update(terminals)
    .where(
        terminals.c.id == bindparam("terminal"),
        or_(terminals.c.reported_at.is_(None), terminals.c.reported_at <= bindparam("at", type_=UtcDateTime())),
    )
    .values(
        reported_at=bindparam("at", type_=UtcDateTime()),
        started_at=bindparam("since"),
        version=bindparam("runs"),
        printer=bindparam("prints"),
    )
)


def forget_guests(connection: Connection, before: datetime) -> int:
    """Forget guests whose stay ended before a moment, but for those that payments or answers hang on.

    Return how many.
    """
    kept = select(payments.c.terminal_id).union(select(idempotency_keys.c.terminal_id))
    return delete_some(connection, terminals, terminals.c.guest_until < before, terminals.c.id.not_in(kept))


def invite(connection: Connection, **columns: Any) -> bool:
    """Write an invitation down; return False where another one has its id."""
    insert_into = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    made = insert_into(terminal_invitations).values(**columns)
    unlike = made.on_conflict_do_nothing(index_elements=[terminal_invitations.c.id])
    return connection.execute(unlike.returning(terminal_invitations.c.id)).one_or_none() is not None


def invitation(connection: Connection, id: str) -> Row[Any] | None:
    """Return an invitation, its row locked to the end of the transaction: codes are looked at one after the other."""
    return connection.execute(
        select(terminal_invitations).where(terminal_invitations.c.id == id).with_for_update()
    ).one_or_none()


def count_wrong(connection: Connection, id: str, now: datetime) -> None:
    """Count a wrong code against an invitation that may still be used."""
    connection.execute(
        update(terminal_invitations).where(*_usable_invitation(id, now)).values(tries=terminal_invitations.c.tries + 1)
    )


def use_up(connection: Connection, id: str, now: datetime) -> bool:
    """Use an invitation up; return False where it may not be used any more."""
    return (
        connection.execute(
            update(terminal_invitations).where(*_usable_invitation(id, now)).values(used_at=now)
        ).rowcount
        == 1
    )


def forget_invitations(connection: Connection, before: datetime) -> int:
    """Forget invitations that were over before a moment; return how many."""
    return delete_some(connection, terminal_invitations, terminal_invitations.c.expires_at < before)


def _usable_invitation(id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    one = terminal_invitations.c
    return one.id == id, one.used_at.is_(None), one.expires_at > now, one.tries < MOST_TRIES
