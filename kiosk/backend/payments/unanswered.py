"""Payments whose outcome has been unknown for a day: each stands among the differences, until it has one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import CASE_AFTER
from kiosk.backend.domain.reconciliation import DifferenceKind
from kiosk.backend.payments import differences, payment_log
from kiosk.backend.payments.differences import Found
from kiosk.backend.payments.statements import payments as payment_statements
from kiosk.backend.payments.statements import reconciliation as statements
from kiosk.backend.payments.statements.reconciliation import AT_ONCE
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState

_OPEN = (PaymentState.PROCESSING.value, PaymentState.UNKNOWN.value)


def keep(context: Context) -> int:
    """Have them stand there, take out those that have an outcome by now, and set the gauge; return how many there are.

    What somebody has closed is not opened again.
    """
    now = context.clock.now()
    before = now - timedelta(seconds=CASE_AFTER)
    with context.database.read() as connection:
        count = payment_statements.count_without_outcome(connection, _OPEN, before)
        missing = statements.unlisted(connection, _OPEN, before, AT_ONCE) if count else ()
        known = statements.answered(connection, _OPEN, AT_ONCE)
    payment_log.OPEN_CASES.set(count)

    def work(connection: Connection) -> None:
        # What was missing a moment ago has perhaps an outcome by now: it goes at the next check.
        for number, provider, dollars, ended in missing:
            found = Found(DifferenceKind.NO_OUTCOME, provider, number, number, dollars, None)
            differences.keep(connection, found, taipei_date(ended), now)
        differences.close_gone(connection, known, now)

    if missing or known:
        context.database.run(work)
    return count
