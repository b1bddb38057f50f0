"""Doing something in the office's name: the one function that checks whether it may be done and writes it down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from kiosk.backend.ground.problems import DeskRefusal, Refused
from kiosk.backend.staff import audit, demands
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Entry
from kiosk.backend.staff.operations import OPERATIONS, Operation
from kiosk.backend.staff.statements import approvals
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.clock import Clock
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import Permission

T = TypeVar("T")

_LONGEST_OUTCOME = 40


class Office(Protocol):
    """What is worked with: a `Context`, or only the database and the clock (`Books`)."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...


@dataclass(frozen=True, slots=True)
class Books:
    """The database and the clock, for commands."""

    database: Database
    clock: Clock


@dataclass(frozen=True, slots=True)
class Arguments:
    """What something is done to, and on what ground."""

    subject: str | None = None
    """An id that leads to no person without the database; never a name, a mobile number or an address."""
    case: str | None = None
    fields: frozenset[str] | None = None
    """Which of the operation's fields are shown or changed; None for all."""
    reason: str | None = None
    permission: Permission | None = None
    """One that is taken beside the operation's own: that of what is asked for or decided on."""
    approval: str | None = None
    """The id of a second person's approval of exactly this, used up by it: `kiosk.backend.staff.approvals`."""


def perform(office: Office, acting: Acting, operation: str, arguments: Arguments, work: Callable[[Connection], T]) -> T:
    """Return what `work` returns in a write transaction that also holds its row in the audit.

    Checked, in this order: the permission, the case, the proof, the second person, the second factor. With an approval,
    those who asked and decided had the permissions and the proof was seen when it was asked for. Raise
    `DeskRefusal` with the first that is missing, or whatever `work` raises; nothing was done then, and the try is a row
    as well. `work` is begun anew if the database asks for it, and has no effect outside of it.
    """
    what = OPERATIONS[operation]
    shown = what.fields if arguments.fields is None else arguments.fields
    if not shown <= what.fields:
        raise ValueError(f"{operation} names fields that it does not have: {sorted(shown - what.fields)}")

    def inside(connection: Connection) -> T:
        now = office.clock.now()
        _check(connection, acting, what, arguments, now)
        result = work(connection)
        _append(connection, acting, what, arguments, shown, "done", now)
        return result

    try:
        return office.database.run(inside)
    except (DatabaseBusyError, DatabaseLostError, StorageFullError):
        # Nothing was done or shown, and there is nothing to write it into.
        raise
    except Exception as error:
        outcome = f"refused:{error.kind.value}" if isinstance(error, Refused) else f"failed:{type(error).__name__}"
        office.database.run(
            lambda connection: _append(
                connection, acting, what, arguments, frozenset(), outcome[:_LONGEST_OUTCOME], office.clock.now()
            )
        )
        raise


def _append(
    connection: Connection,
    acting: Acting,
    what: Operation,
    arguments: Arguments,
    fields: frozenset[str],
    outcome: str,
    now: datetime,
) -> None:
    entry = Entry(what.name, arguments.subject, fields, arguments.case, arguments.reason, outcome)
    audit.append(connection, acting, entry, now)


def _check(connection: Connection, acting: Acting, what: Operation, arguments: Arguments, now: datetime) -> None:
    """Raise `DeskRefusal` with the first thing that is missing."""
    if arguments.approval is not None:
        _use_up(connection, acting, what, arguments, arguments.approval, now)
        return
    for permission in (what.permission, arguments.permission):
        if permission is not None:
            demands.permission(acting, permission)
    if acting.by_shell:
        return
    if what.case or arguments.case is not None:
        demands.open_case(connection, arguments.case, None if what.any_office else acting.office)
    if what.proof:
        demands.proof(connection, arguments.case, now)
    if what.second_person:
        raise DeskRefusal(DeskProblem.APPROVAL_NEEDED)
    if what.fresh_factor:
        demands.fresh_factor(acting, now)


def _use_up(
    connection: Connection, acting: Acting, what: Operation, arguments: Arguments, approval: str, now: datetime
) -> None:
    """Use an approval up; two at once are one after the other here, and the second finds it used."""
    who = acting.staff_id or ""
    if not approvals.execute(connection, approval, what.name, arguments.subject, who, now):
        raise DeskRefusal(DeskProblem.APPROVAL_NEEDED)
    # The person who decided may sit at another office than the case's.
    demands.open_case(connection, arguments.case, None)
    if what.fresh_factor:
        demands.fresh_factor(acting, now)
