"""The jobs of the day: bills that are overdue, what is kept no longer than it may be, and what has run out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import retention
from kiosk.backend.identities import identities, phone_sign_in, sign_in_offers
from kiosk.backend.log import places
from kiosk.backend.owners import registrations, sessions, sign_in
from kiosk.backend.proof import codes, guests
from kiosk.backend.registers import dunning
from kiosk.backend.staff import accounts as staff_accounts
from kiosk.backend.staff import approvals as staff_approvals
from kiosk.backend.staff import audit_end as staff_audit
from kiosk.backend.staff import sessions as staff_sessions
from kiosk.backend.staff import sign_in as staff_sign_in
from kiosk.backend.store.database import Database
from kiosk.backend.support import records as failure_records
from kiosk.backend.terminals import complaints, invitations

_log = structlog.get_logger("kiosk.worker")


class DailyJobsError(Exception):
    """Some of the day's jobs were not done; all the others were."""


def run(context: Context) -> None:
    """Do them, each whatever became of the others; again on the same day they find nothing to do.

    Raise `DailyJobsError` at the end if one failed: it is to be tried again.
    """
    now = context.clock.now()
    done: dict[str, int] = {}
    failed: list[str] = []
    for name, job in _jobs(context).items():
        try:
            done |= job(now)
        except Exception as error:  # noqa: BLE001 - what fails every day must not keep the rest from being done
            failed.append(name)
            _log.error("daily-job-failed", job=name, **places(error))
    _log.info("daily", **done)
    if failed:
        raise DailyJobsError(", ".join(failed))


_Job = Callable[[datetime], Mapping[str, int]]
"""Does a job as of a moment; returns what it did, in numbers for the log."""


def _jobs(context: Context) -> dict[str, _Job]:
    database = context.database

    def notices(_: datetime) -> Mapping[str, int]:
        report = dunning.run(database, context.clock)
        return {"made": report.made, "registered": report.registered, "reported": report.reported}

    return {
        "dunning": notices,
        **{name: partial(_forget, database, name, forget) for name, forget in _FORGET.items()},
        **{name: partial(_kept, database, name, part) for name, part in retention.PARTS.items()},
        # Last: where the role that is used may not delete its rows, all the rest is done.
        "audit": partial(_kept, database, "audit", staff_audit.forget),
    }


_FORGET: dict[str, Callable[[Connection, datetime], int]] = {
    "registrations": registrations.forget_old,
    "codes": codes.forget_old,
    "failed-sign-ins": sign_in.forget_old,
    "sessions": sessions.forget_old,
    "links": identities.forget_old,
    "phone-sign-ins": phone_sign_in.forget_old,
    "sign-in-offers": sign_in_offers.forget_old,
    "guests": guests.forget_old,
    "invitations": invitations.forget_old,
    "complaints": complaints.forget_old,
    "failures": failure_records.forget_old,
    "failed-staff-sign-ins": staff_sign_in.forget_old,
    "staff-sessions": staff_sessions.forget_old,
    "unused-staff": staff_accounts.suspend_unused,
    "approvals": staff_approvals.expire,
}
"""What has run out. Each does a part, a few hundred rows, and is called again until nothing is left."""


def _forget(
    database: Database, name: str, forget: Callable[[Connection, datetime], int], now: datetime
) -> Mapping[str, int]:
    gone = 0
    while some := database.run(lambda connection: forget(connection, now)):
        gone += some
    return {name: gone}


def _kept(database: Database, name: str, part: Callable[[Database, datetime], int], now: datetime) -> Mapping[str, int]:
    return {f"forgotten-{name}": part(database, now)}
