"""The jobs of the day: bills that are overdue, what is kept no longer than it may be, and what has run out."""

from __future__ import annotations

from functools import partial

import structlog

from kiosk.backend.context import Context
from kiosk.backend.ground import idempotency, retention
from kiosk.backend.identities import identities, phone_sign_in, sign_in_offers
from kiosk.backend.owners import registrations, sessions, sign_in
from kiosk.backend.proof import codes, guests
from kiosk.backend.registers import dunning
from kiosk.backend.staff import accounts as staff_accounts
from kiosk.backend.staff import approvals as staff_approvals
from kiosk.backend.staff import audit_end as staff_audit
from kiosk.backend.staff import sessions as staff_sessions
from kiosk.backend.staff import sign_in as staff_sign_in
from kiosk.backend.support import records as failure_records
from kiosk.backend.terminals import complaints, invitations

_log = structlog.get_logger("kiosk.worker")


def run(context: Context) -> None:
    """Do them; again on the same day they find nothing to do."""
    database = context.database
    report = dunning.run(database, context.clock)
    now = context.clock.now()
    forgotten = database.run(partial(idempotency.forget_old, now=now))
    for forget in (
        registrations.forget_old,
        codes.forget_old,
        sign_in.forget_old,
        sessions.forget_old,
        identities.forget_old,
        phone_sign_in.forget_old,
        sign_in_offers.forget_old,
        guests.forget_old,
        invitations.forget_old,
        complaints.forget_old,
        failure_records.forget_old,
        staff_sign_in.forget_old,
        staff_sessions.forget_old,
        staff_accounts.suspend_unused,
        staff_approvals.expire,
    ):
        database.run(partial(forget, now=now))
    gone = retention.forget(database, now)
    # Last: where the role that is used may not delete its rows, all the rest is done.
    gone["audit"] = staff_audit.forget(database, now)
    made = {"made": report.made, "registered": report.registered, "reported": report.reported}
    _log.info("daily", **made, keys=forgotten, **{f"forgotten-{what}": count for what, count in gone.items()})
