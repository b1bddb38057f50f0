"""The day in figures, from what is kept anyway: payments, messages with codes, what terminals say of themselves."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk.statements import figures as statements
from kiosk.backend.office import offices
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.terminals import enrolment, fleet
from kiosk.contract.desk.figures import CodeCount, Figures, HourCount, PaymentCount, TerminalCount
from kiosk.domain.dates import midnight, taipei_date
from kiosk.domain.payment import PaymentState

_Office = tuple[str | None, str | None]


def see(context: Context, acting: Acting) -> Figures:
    """Return the figures of today in Taipei; raise `DeskRefusal` (`NOT_PERMITTED`).

    That they are looked at is written down first and by itself: no payment waits for them to be counted.
    """
    perform(context, acting, "figures.see", Arguments(), lambda _: None)
    now = context.clock.now()
    with context.database.read() as connection:
        return counted(connection, now)


def counted(connection: Connection, now: datetime) -> Figures:
    """Return the figures of the day in Taipei in which a moment lies."""
    today = taipei_date(now)
    since = midnight(today)
    hours, payments = _payments(connection, since)
    codes = tuple(
        CodeCount(gateway=row.company or None, state=row.state, count=row.many)
        for row in statements.codes_made(connection, since)
    )
    return Figures(
        day=today,
        since=since,
        hours=hours,
        payments=payments,
        codes=codes,
        terminals=_terminals(connection, now),
        as_of=now,
    )


def _payments(connection: Connection, since: datetime) -> tuple[tuple[HourCount, ...], tuple[PaymentCount, ...]]:
    begun, paid = Counter[int](), Counter[int]()
    states = Counter[tuple[_Office, PaymentState]]()
    for row in statements.payments_begun(connection, since):
        state = PaymentState(row.state)
        begun[row.hour] += row.many
        paid[row.hour] += row.many if state is PaymentState.PAID else 0
        states[(row.office, row.name_en), state] += row.many
    hours = tuple(HourCount(hour=hour, begun=begun[hour], paid=paid[hour]) for hour in sorted(begun))
    ordered = sorted(states.items(), key=lambda one: (_order(one[0][0]), one[0][1].value))
    return hours, tuple(
        PaymentCount(office=office, office_en=english, state=state, count=count)
        for ((office, english), state), count in ordered
    )


def _terminals(connection: Connection, now: datetime) -> tuple[TerminalCount, ...]:
    english = {one.code: one.name_en for one in offices.listed(connection)}
    alike = Counter[tuple[_Office, str | None]]()
    for one in fleet.standings(enrolment.listed(connection), now):
        worst = one.troubles[0].value if one.troubles else None
        alike[(one.terminal.office, english.get(one.terminal.office_code or "")), worst] += 1
    ordered = sorted(alike.items(), key=lambda one: (_order(one[0][0]), one[0][1] or ""))
    return tuple(
        TerminalCount(office=office, office_en=in_english, trouble=trouble, count=count)
        for ((office, in_english), trouble), count in ordered
    )


def _order(office: _Office) -> tuple[bool, str]:
    """Return by what offices are ordered: by name, and those without one at the end."""
    return office[0] is None, office[0] or ""
