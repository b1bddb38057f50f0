"""One hour of a terminal (機台吃錢): its payments without plates, what failed there, and how it is now."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk.statements import terminal_hours as statements
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.support import records
from kiosk.backend.terminals import complaints, enrolment, fleet
from kiosk.backend.terminals.enrolment import TerminalRecord
from kiosk.contract.desk.terminals import (
    MOST_FAILURES,
    MOST_PAYMENTS,
    MOST_TERMINALS,
    Complaint,
    HourFailure,
    HourPayment,
    HourSeen,
    HourWish,
    TerminalList,
    TerminalListWish,
    TerminalNamed,
    TerminalReporting,
)
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState

HOUR = timedelta(hours=1)


def listed(context: Context, acting: Acting, wish: TerminalListWish) -> TerminalList:
    """Return the terminals of which an hour may be looked at; raise `DeskRefusal` (`NOT_PERMITTED`)."""

    def work(connection: Connection) -> TerminalList:
        rows = statements.named(connection, MOST_TERMINALS + 1)
        named = tuple(TerminalNamed.model_validate(row, from_attributes=True) for row in rows[:MOST_TERMINALS])
        return TerminalList(terminals=named, more=len(rows) > MOST_TERMINALS)

    return perform(context, acting, "terminal.list", Arguments(case=wish.case), work)


def see(context: Context, acting: Acting, wish: HourWish) -> HourSeen:
    """Return an hour of a terminal; raise `Refusal` (`NOT_FOUND`), `DeskRefusal`: `NOT_PERMITTED`, `CASE_NEEDED`."""

    def work(connection: Connection) -> HourSeen:
        record = enrolment.one(connection, wish.terminal)
        if record is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        return _hour(connection, context, record, wish)

    return perform(
        context, acting, "terminal.hour", Arguments(wish.terminal, wish.case, reason=wish.reason.value), work
    )


def report(context: Context, acting: Acting, wish: TerminalReporting) -> None:
    """Tell the fleet of a terminal; raise as `see` does."""
    perform(
        context,
        acting,
        "terminal.report",
        Arguments(wish.terminal, wish.case, reason=wish.reason.value),
        lambda connection: complaints.make(
            connection, wish.terminal, wish.case, wish.reason.value, context.clock.now()
        ),
    )


def _hour(connection: Connection, context: Context, record: TerminalRecord, wish: HourWish) -> HourSeen:
    now, since, until = context.clock.now(), wish.since, wish.since + HOUR
    paid = statements.begun(connection, record.id, since, until, wish.amount, MOST_PAYMENTS + 1)
    others = 0 if wish.amount is None else statements.count_others(connection, record.id, since, until, wish.amount)
    failed = records.of_terminal(connection, record.id, since, until, MOST_FAILURES + 1)
    standing = next(iter(fleet.standings([record], now)), None)
    providers = context.terms.providers
    return HourSeen(
        terminal=TerminalNamed(
            id=record.id,
            name=record.name,
            office=record.office,
            office_en=statements.english_of(connection, record.office_code),
        ),
        since=since,
        until=until,
        payments=tuple(
            HourPayment(
                id=row.id,
                ending=row.number[-4:],
                state=PaymentState(row.state),
                provider_name=providers.name(row.provider),
                provider_name_en=providers.name_en(row.provider),
                amount=row.amount + row.fee,
                created_at=row.created_at,
            )
            for row in paid[:MOST_PAYMENTS]
        ),
        more_payments=len(paid) > MOST_PAYMENTS,
        other_amounts=others,
        failures=tuple(
            HourFailure(code=one.code, at=one.at, route=one.route, problem=one.kind) for one in failed[:MOST_FAILURES]
        ),
        more_failures=len(failed) > MOST_FAILURES,
        troubles=() if standing is None else tuple(one.value for one in standing.troubles),
        revoked=record.revoked_at is not None,
        heard_at=None if standing is None else standing.heard_at,
        reported_at=record.reported_at,
        started_at=record.started_at,
        complaints=tuple(
            Complaint(case=one.case, reason=one.reason, at=one.at)
            for one in complaints.open_ones(connection, record.id)
        ),
        as_of=now,
    )
