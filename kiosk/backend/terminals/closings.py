"""Terminals out of service: closed from afar, until somebody opens them again."""

from __future__ import annotations

from sqlalchemy import Connection

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.terminals import statements
from kiosk.backend.terminals.enrolment import is_id
from kiosk.contract.problems import ProblemKind
from kiosk.contract.service import ClosedReason


def close(office: Office, acting: Acting, terminal_id: str, reason: ClosedReason) -> None:
    """Have a terminal serve no one new, for this reason instead of an earlier one; a visitor who is there goes on.

    Raise `Refusal` (`NOT_FOUND`) where there is no such terminal, and what `perform` raises.
    """

    def work(connection: Connection) -> None:
        closed_at = office.clock.now()
        if not statements.close(connection, terminal_id, reason=reason.value, at=closed_at, by=acting.who):
            raise Refusal(ProblemKind.NOT_FOUND)

    perform(office, acting, "fleet.close", Arguments(_subject(terminal_id), reason=reason.value), work)


def open_again(office: Office, acting: Acting, terminal_id: str) -> None:
    """Have a terminal serve again, if it was closed. Raise as `close` does."""

    def work(connection: Connection) -> None:
        if not statements.open_again(connection, terminal_id):
            raise Refusal(ProblemKind.NOT_FOUND)

    perform(office, acting, "fleet.open", Arguments(_subject(terminal_id)), work)


def of_terminal(connection: Connection, terminal_id: str) -> ClosedReason | None:
    """Return why a terminal is out of service; None where it serves."""
    reason = statements.closing(connection, terminal_id)
    return None if reason is None else ClosedReason(reason)


def of_every_terminal(connection: Connection) -> dict[str, ClosedReason]:
    """Return why the terminals that are out of service are, by their ids."""
    return {str(id): ClosedReason(reason) for id, reason in statements.closings(connection)}


def _subject(terminal_id: str) -> str | None:
    """Return what stands in the audit: whatever was typed in the place of an id does not."""
    return terminal_id if is_id(terminal_id) else None
